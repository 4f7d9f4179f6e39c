import MartletGraph
import MartletShapes
import MartletTensors

/// The same value under a type whose sizes or bound a requirement or a check has made true.
public struct Assume: Primitive, Hashable {
  /// The type.
  public let type: TensorType

  /// Under the given type.
  public init(type: TensorType) { self.type = type }

  /// The name in the text form.
  public var name: String { "assume" }
  /// The type.
  public var attributes: [(name: String, value: Attribute)] { [("type", .type(type))] }

  /// The given type, of the same element type and rank.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(
      inputs[0].element == type.element && inputs[0].rank == type.rank,
      "\(inputs[0]) taken for \(type)")
    return [type]
  }

  /// The input, if it has the sizes.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let shape = try sizes.numbers(type.dims)
    guard inputs[0].shape == shape else {
      throw .shape(operation: name, [inputs[0].shape, shape])
    }
    var result = inputs[0]
    result.bound = nil
    if let bound = type.bound { result.bound = try sizes.number(bound) }
    return [result]
  }

  /// The gradient under the old sizes.
  public var derivative: Derivative {
    .linear { context, gradient in
      let type = TensorType(
        context.builder.type(of: gradient).element, context.type(ofInput: 0).dims)
      return context.builder.assume(gradient, type)
    }
  }

  /// The type with the lanes in front.
  public var batching: Batching {
    .sideBySide { [type] context in
      Assume(type: type.with(dims: [context.count] + type.dims))
    }
  }
}

extension Assume {
  /// The input, if its type is proved to be the same.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    let input = context.type(ofInput: 0)
    let facts = context.builder.facts
    let isSame = facts.equal(input.dims, type.dims) && facts.equal(input.bound, type.bound)
    return isSame ? context.inputs[0] : nil
  }
}

extension Assume {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "assume", "(x: T[S]) -> T[S]",
        "The same value under a type that was checked.",
        [
          OperationSample(Assume(type: TensorType(.f64, [2, 3])), .real([2, 3]))
        ])
    ]
  }
}
