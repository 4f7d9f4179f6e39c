import MartletGraph

/// A function of the language that is one operation on tensors: the name that programs call it by.
///
///     OperationFunction(
///       """
///       ## The entries along the first axis, last one first.
///       fn flip[T: Element, N, ...S](x: T[N, ...S]) -> T[N, ...S]
///       """) { _ in Reverse(axes: [0]) }
public struct OperationFunction: Sendable {
  /// The declaration in Martlet, with its documentation; all parameters are tensors.
  public let declaration: String
  /// The operation on tensors of the given types.
  public let operation: @Sendable ([TensorType]) -> any Primitive

  /// A function of the given parts.
  init(_ declaration: String, _ operation: @escaping @Sendable ([TensorType]) -> any Primitive) {
    self.declaration = declaration
    self.operation = operation
  }

  /// The name, which stands behind `fn` in the declaration.
  public var name: String {
    let line = declaration.split(separator: "\n").last { $0.hasPrefix("fn ") } ?? ""
    return String(line.dropFirst(3).prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }
}
