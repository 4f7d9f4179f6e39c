import MartletGraph
import MartletShapes
import MartletTensors

/// What stands in a reverse rule for the gradient of a result, until the rule is applied to one.
///
/// The inputs are that result, then the function's other results and its arguments: where one of
/// these differs between the lanes of a `map`, the gradient does. It is zeros of the result's type,
/// so that a graph with a rule that nothing uses can run.
public struct Upstream: Primitive, Hashable {
  /// A stand-in.
  public init() {}

  /// The name in the text form.
  public var name: String { "upstream" }

  /// The type of the result whose gradient it stands for.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(!inputs.isEmpty, "no result")
    return [TensorType(inputs[0].element, inputs[0].dims)]
  }

  /// Zeros.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    [Tensor(zeros: inputs[0].elementType, shape: inputs[0].shape)]
  }

  /// It is no function of the result's value.
  public var derivative: Derivative { .zero(because: "it stands for a gradient") }

  /// The gradient of each lane.
  public var batching: Batching { .asItIs(self) }
}

extension Upstream {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "upstream", "(x: T[S], others…) -> T[S]",
        "What stands for the gradient of a result in a reverse rule.",
        [OperationSample(Upstream(), .positions([3], below: 4))])
    ]
  }
}
