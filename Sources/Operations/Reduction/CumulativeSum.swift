import MartletGraph
import MartletShapes
import MartletTensors

/// Sums of all elements up to each one along an axis, itself included.
public struct CumulativeSum: Primitive, Hashable {
  /// The axis.
  public let axis: Int
  /// Whether sums start at the end.
  public let reversed: Bool

  /// Sums along the given axis, from its start or its end.
  public init(axis: Int, reversed: Bool = false) {
    self.axis = axis
    self.reversed = reversed
  }

  /// The name in the text form.
  public var name: String { "cumulative_sum" }
  /// The axis and the direction.
  public var attributes: [(name: String, value: Attribute)] {
    [("axis", .int(axis)), ("reversed", .flag(reversed))]
  }

  /// The same sizes.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(axes: [axis], rank: inputs[0].rank)
    try TypeFault.check(inputs[0].element != .bool, "elements of \(inputs[0])")
    return [TensorType(inputs[0].element, inputs[0].dims)]
  }

  /// Adds from one end to the other.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let input = inputs[0]
    if input.elementType.isFloating {
      let sums = accumulate(input.doubles, input.shape, +)
      return [Tensor(reals: sums, shape: input.shape, element: input.elementType)]
    }
    let sums = accumulate(input.ints, input.shape, &+)
    return [Tensor(wholes: sums, shape: input.shape, element: input.elementType)]
  }

  /// The sums of the gradient from the other end.
  public var derivative: Derivative {
    .linear { [axis, reversed] context, gradient in
      context.builder.add(CumulativeSum(axis: axis, reversed: !reversed), [gradient])
    }
  }

  /// The same axis, behind the lanes.
  public var batching: Batching {
    .sideBySide { [axis, reversed] _ in CumulativeSum(axis: axis + 1, reversed: reversed) }
  }

  /// The running sums.
  private func accumulate<Number>(
    _ elements: [Number], _ shape: [Int], _ add: (Number, Number) -> Number
  ) -> [Number] {
    let space = IndexSpace(shape)
    let stride = space.strides[axis]
    var sums = elements
    for step in 0..<space.count {
      let place = reversed ? space.count - 1 - step : step
      let position = place / stride % shape[axis]
      let isFirst = reversed ? position == shape[axis] - 1 : position == 0
      if !isFirst {
        sums[place] = add(sums[reversed ? place + stride : place - stride], sums[place])
      }
    }
    return sums
  }
}

extension CumulativeSum {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "cumulative_sum", "(x: T[S]) -> T[S]",
        "Sums of all elements up to each one along an axis.",
        [
          OperationSample(CumulativeSum(axis: 0), .real([4])),
          OperationSample(CumulativeSum(axis: 1, reversed: true), .real([2, 3, 2])),
          OperationSample(CumulativeSum(axis: 0), .real([0])),
        ])
    ]
  }
}
