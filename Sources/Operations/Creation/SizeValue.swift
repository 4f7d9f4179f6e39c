import MartletGraph
import MartletShapes
import MartletTensors

/// A size as a number: the `B` of `x / B`.
public struct SizeValue: Primitive, Hashable {
  /// The size.
  public let dim: Dim
  /// The type of the number.
  public let element: ElementType

  /// The given size as a scalar of the given type.
  public init(dim: Dim, element: ElementType) {
    self.dim = dim
    self.element = element
  }

  /// The name in the text form.
  public var name: String { "size" }
  /// The size and the type.
  public var attributes: [(name: String, value: Attribute)] {
    [("dim", .dim(dim)), ("element", .element(element))]
  }

  /// A scalar.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 0)
    return [TensorType(element)]
  }

  /// The number that the size has.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    [Tensor(wholes: [try sizes.number(dim)], shape: [], element: element)]
  }

  /// Nothing to differentiate by.
  public var derivative: Derivative { .zero(because: "a size does not change") }

  /// Without inputs, it is the same in all lanes.
  public var batching: Batching { .none(because: "it has no inputs that could differ") }
}

extension Sizes {
  /// The number that a dim has.
  func number(_ dim: Dim) throws(OperationFault) -> Int {
    guard let number = self[dim], number >= 0 else { throw .size(dim) }
    return number
  }

  /// The numbers that dims have.
  func numbers(_ dims: [Dim]) throws(OperationFault) -> [Int] {
    var numbers: [Int] = []
    for dim in dims { numbers.append(try number(dim)) }
    return numbers
  }
}

extension SizeValue {
  /// A constant, if the size is known.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    dim.constant.map { context.builder.constant(Double($0), element) }
  }
}

extension SizeValue {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "size", "() -> T[]",
        "A size as a number.",
        [
          OperationSample(SizeValue(dim: 7, element: .f64))
        ])
    ]
  }
}
