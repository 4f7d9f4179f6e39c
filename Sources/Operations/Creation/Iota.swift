import MartletGraph
import MartletShapes
import MartletTensors

/// The numbers 0, 1, 2… below a size; positions on an axis of that size if they are integers.
public struct Iota: Primitive, Hashable {
  /// How many.
  public let dim: Dim
  /// The type of the numbers.
  public let element: ElementType

  /// The numbers below the given size.
  public init(dim: Dim, element: ElementType = .i32) {
    self.dim = dim
    self.element = element
  }

  /// The name in the text form.
  public var name: String { "iota" }
  /// The size and the type.
  public var attributes: [(name: String, value: Attribute)] {
    [("dim", .dim(dim)), ("element", .element(element))]
  }

  /// A vector, bounded by its own size if it holds integers.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 0)
    return [TensorType(element, [dim], bound: element.isInteger ? dim : nil)]
  }

  /// The numbers.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let count = try sizes.number(dim)
    return [
      Tensor(
        wholes: Array(0..<count), shape: [count], element: element,
        bound: element.isInteger ? count : nil)
    ]
  }

  /// Nothing to differentiate by.
  public var derivative: Derivative { .zero(because: "positions do not change") }

  /// Without inputs, it is the same in all lanes.
  public var batching: Batching { .none(because: "it has no inputs that could differ") }
}

extension Iota {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "iota", "() -> T[N]",
        "The numbers 0, 1, 2… below a size.",
        [
          OperationSample(Iota(dim: 5)),
          OperationSample(Iota(dim: 0)),
          OperationSample(Iota(dim: 3, element: .f64)),
        ])
    ]
  }
}
