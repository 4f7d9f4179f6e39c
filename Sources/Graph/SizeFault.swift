import MartletSource

/// Why a graph cannot run on inputs of certain shapes.
public enum SizeFault: Error, Hashable, Sendable {
  /// The number of inputs is not that of the parameters.
  case inputCount(expected: Int, found: Int)
  /// An input has another number of axes than its parameter.
  case rank(parameter: String, expected: TensorType, found: [Int])
  /// A size of an input contradicts the parameter's type and the other inputs.
  case size(parameter: String, axis: Int, type: TensorType, expected: Int?, found: Int)
  /// An input that holds positions lies in another range than its parameter; `found` may be absent.
  case bound(parameter: String, type: TensorType, expected: Int?, found: Int?)
  /// What had to hold of the sizes does not.
  case requirement(Diagnostic)
}
