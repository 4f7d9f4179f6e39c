import MartletGraph
import MartletShapes
import MartletTensors

/// The values of `h[i] = a[i] * h[i - 1] + b[i]` along an axis, from 0 in front of its first element.
///
///     linear_recurrence(a, b) {axis: 0, reversed: false}
///
/// Running products are the case where `b` is 0 behind its start. Its derivative is a recurrence from
/// the other end and divides by nothing, so zeros are no exception.
public struct LinearRecurrence: Primitive, Hashable {
  /// The axis.
  public let axis: Int
  /// Whether it starts at the end.
  public let reversed: Bool

  /// A recurrence along the given axis, from its start or its end.
  public init(axis: Int, reversed: Bool = false) {
    self.axis = axis
    self.reversed = reversed
  }

  /// The name in the text form.
  public var name: String { "linear_recurrence" }
  /// The axis and the direction.
  public var attributes: [(name: String, value: Attribute)] {
    [("axis", .int(axis)), ("reversed", .flag(reversed))]
  }

  /// The type of both inputs.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 2)
    try TypeFault.check(axes: [axis], rank: inputs[0].rank)
    try TypeFault.check(inputs[0].dims, equals: inputs[1].dims, facts)
    try TypeFault.check(
      inputs[0].element == inputs[1].element && inputs[0].element != .bool,
      "elements of \(inputs[0]) and \(inputs[1])")
    return [TensorType(inputs[0].element, inputs[0].dims)]
  }

  /// Goes from one end to the other.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let (a, b) = (inputs[0], inputs[1])
    guard a.shape == b.shape else { throw .shape(operation: name, inputs.map(\.shape)) }
    if a.elementType.isFloating {
      let values = follow(a.doubles, b.doubles, a.shape) { $0 * $1 + $2 }
      return [Tensor(reals: values, shape: a.shape, element: a.elementType)]
    }
    let values = follow(a.ints, b.ints, a.shape) { $0 &* $1 &+ $2 }
    return [Tensor(wholes: values, shape: a.shape, element: a.elementType)]
  }

  /// The gradient for `b` follows the recurrence from the other end; that for `a` is its product with
  /// the values before.
  public var derivative: Derivative {
    .single(forward: { [self] context in
      let builder = context.builder
      let before = previous(of: context.results[0], from: !reversed, builder)
      let moved = builder.elementwise(.multiply, [context.tangent(ofInput: 0), before])
      let all = builder.elementwise(.add, [moved, context.tangent(ofInput: 1)])
      return builder.add(self, [context.inputs[0], all])
    }) { [self] context, gradient in
      let builder = context.builder
      let factors = previous(of: context.inputs[0], from: reversed, builder)
      let back = LinearRecurrence(axis: axis, reversed: !reversed)
      let forB = builder.add(back, [factors, gradient])
      let before = previous(of: context.results[0], from: !reversed, builder)
      return [builder.elementwise(.multiply, [forB, before]), forB]
    }
  }

  /// The same axis, behind the lanes.
  public var batching: Batching {
    .sideBySide { [axis, reversed] _ in LinearRecurrence(axis: axis + 1, reversed: reversed) }
  }

  /// Each element's neighbour that the recurrence meets before it; 0 for the first.
  func before(_ value: ValueID, _ builder: GraphBuilder) -> ValueID {
    previous(of: value, from: !reversed, builder)
  }

  /// Each element's neighbour nearer to the start, or to the end, of the axis; 0 where there is none.
  private func previous(of value: ValueID, from start: Bool, _ builder: GraphBuilder) -> ValueID {
    let dims = builder.type(of: value).dims
    let one = dims.indices.map { Dim($0 == axis ? 1 : 0) }
    let none = dims.map { _ in Dim(0) }
    let pad = Pad(low: start ? one : none, high: start ? none : one, interior: dims.map { _ in 0 })
    let longer = builder.add(pad, [value])
    return builder.slice(
      longer, axis: axis, from: start ? 0 : 1, to: start ? dims[axis] : dims[axis] + 1)
  }

  /// The values of the recurrence.
  private func follow<Number>(
    _ a: [Number], _ b: [Number], _ shape: [Int], _ step: (Number, Number, Number) -> Number
  ) -> [Number] {
    let space = IndexSpace(shape)
    let stride = space.strides[axis]
    var values = b
    for count in 0..<space.count {
      let place = reversed ? space.count - 1 - count : count
      let position = place / stride % shape[axis]
      let isFirst = position == (reversed ? shape[axis] - 1 : 0)
      if !isFirst {
        let before = values[reversed ? place + stride : place - stride]
        values[place] = step(a[place], before, b[place])
      }
    }
    return values
  }
}

extension LinearRecurrence {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "linear_recurrence", "(a: T[S], b: T[S]) -> T[S]",
        "The values of `h[i] = a[i] * h[i - 1] + b[i]` along an axis.",
        [
          OperationSample(LinearRecurrence(axis: 0), .real([5]), .real([5])),
          OperationSample(
            LinearRecurrence(axis: 1, reversed: true), .real([2, 3, 2]), .real([2, 3, 2])),
          OperationSample(LinearRecurrence(axis: 1), .real([2, 1]), .real([2, 1])),
          OperationSample(LinearRecurrence(axis: 0), .real([0, 2]), .real([0, 2])),
        ])
    ]
  }
}
