import MartletGraph
import MartletShapes
import MartletTensors

/// The same integers as positions below a size, each looked at once.
public struct CheckBound: Primitive, Hashable {
  /// The size that all values must lie below.
  public let bound: Dim

  /// Below the given size.
  public init(bound: Dim) { self.bound = bound }

  /// The name in the text form.
  public var name: String { "check_bound" }
  /// The size.
  public var attributes: [(name: String, value: Attribute)] { [("bound", .dim(bound))] }

  /// The same sizes, with the bound.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(inputs[0].element.isInteger, "positions of type \(inputs[0])")
    return [TensorType(inputs[0].element, inputs[0].dims, bound: bound)]
  }

  /// The input, if all values are in range.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let limit = try sizes.number(bound)
    for (position, value) in inputs[0].ints.enumerated() where !(0..<limit).contains(value) {
      throw .outOfRange(value: value, bound: limit, position: position)
    }
    var result = inputs[0]
    result.bound = limit
    return [result]
  }

  /// Integers have no gradient.
  public var derivative: Derivative { .zero(because: "positions change in jumps only") }

  /// All lanes in one.
  public var batching: Batching { .asItIs(self) }
}

extension CheckBound {
  /// The input, if its bound shows that it is in range.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    context.type(ofInput: 0).bound == bound ? context.inputs[0] : nil
  }
}

extension CheckBound {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "check_bound", "(x: i32[S]) -> i32<N>[S]",
        "The same integers as positions below a size.",
        [
          OperationSample(CheckBound(bound: 4), .positions([3], below: 4))
        ])
    ]
  }
}
