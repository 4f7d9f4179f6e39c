import MartletGraph
import MartletShapes
import MartletTensors

/// A tensor that is known while the graph is built.
public struct Constant: Primitive {
  /// The tensor.
  public let tensor: Tensor

  /// The given tensor.
  public init(_ tensor: Tensor) { self.tensor = tensor }

  /// The name in the text form.
  public var name: String { "constant" }
  /// The tensor.
  public var attributes: [(name: String, value: Attribute)] { [("value", .tensor(tensor))] }

  /// The tensor's own type.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 0)
    return [
      TensorType(
        tensor.elementType, tensor.shape.map { Dim($0) }, bound: tensor.bound.map { Dim($0) })
    ]
  }

  /// The tensor.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    [tensor]
  }

  /// Nothing to differentiate by.
  public var derivative: Derivative { .zero(because: "a constant does not change") }

  /// Without inputs, it is the same in all lanes.
  public var batching: Batching { .none(because: "it has no inputs that could differ") }
}

extension Constant {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "constant", "() -> T[S]",
        "A tensor that is known while the graph is built.",
        [
          OperationSample(Constant(Tensor(f64: [1, 2, 3])))
        ])
    ]
  }
}
