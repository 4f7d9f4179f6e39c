import MartletGraph
import MartletShapes
import MartletTensors

/// A tensor with updates added at given positions: what undoes a gather.
///
/// The inputs are the base, one tensor of positions for each axis, and the updates, whose sizes are
/// those of the positions, then those of the base's other axes. Positions may repeat; updates are
/// added in their order, so that the sum does not depend on the number of threads.
public struct ScatterAdd: Primitive, Hashable {
  /// The axes of the base that the positions lie on.
  public let axes: [Int]

  /// Along the given axes.
  public init(axes: [Int]) { self.axes = axes }

  /// The name in the text form.
  public var name: String { "scatter_add" }
  /// The axes.
  public var attributes: [(name: String, value: Attribute)] { [("axes", .ints(axes))] }

  /// The type of the base.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: axes.count + 2)
    try TypeFault.check(!axes.isEmpty, "no scattered axes")
    let (base, updates) = (inputs[0], inputs[inputs.count - 1])
    try TypeFault.check(axes: axes, rank: base.rank)
    try TypeFault.check(
      base.element == updates.element && base.element != .bool,
      "elements of \(base) and \(updates)")
    for (axis, indices) in zip(axes, inputs.dropFirst()) {
      try TypeFault.check(indices.dims, equals: inputs[1].dims, facts)
      try TypeFault.check(indices, pointInto: base.dims[axis], facts)
    }
    try TypeFault.check(
      updates.dims, equals: inputs[1].dims + base.dims.leavingOut(axes), facts)
    return [TensorType(base.element, base.dims)]
  }

  /// Adds one update after another.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let (base, updates) = (inputs[0], inputs[inputs.count - 1])
    let layout = try GatherLayout(base.shape, axes, Array(inputs[1...axes.count]), name)
    guard updates.shape == inputs[1].shape + base.shape.leavingOut(axes) else {
      throw .shape(operation: name, inputs.map(\.shape))
    }
    if base.elementType.isFloating {
      let sums = accumulate(base.doubles, updates.doubles, layout, +)
      return [Tensor(reals: sums, shape: base.shape, element: base.elementType)]
    }
    let sums = accumulate(base.ints, updates.ints, layout, &+)
    return [Tensor(wholes: sums, shape: base.shape, element: base.elementType)]
  }

  /// The gradient, and what is gathered from it.
  public var derivative: Derivative {
    .single(forward: { [self] context in
      let indices = Array(context.inputs[1...axes.count])
      guard context.tangents[axes.count + 1] != nil else { return context.tangents[0] }
      return context.builder.add(
        self, [context.tangent(ofInput: 0)] + indices + [context.tangent(ofInput: axes.count + 1)])
    }) { [axes] context, gradient in
      let indices = Array(context.inputs[1...axes.count])
      let updates =
        context.wanted[axes.count + 1]
        ? context.builder.add(Gather(axes: axes), [gradient] + indices) : nil
      return [gradient] + indices.map { _ in nil } + [updates]
    }
  }

  /// Positions that differ between lanes go with the number of the lane.
  public var batching: Batching {
    .single { [axes] context in
      let builder = context.builder
      let (base, updates) = (context.mapped(0), context.mapped(axes.count + 1))
      let positions = context.inputs[1...axes.count]
      if positions.contains(where: \.isMapped) {
        let lanes = context.laneNumbers(along: context.laneType(ofInput: 1).dims)
        return builder.add(
          ScatterAdd(axes: [0] + axes.behindLanes),
          [base, lanes] + positions.map { context.mapped($0) } + [updates])
      }
      let rank = context.laneType(ofInput: 1).rank
      let order = Array(1..<rank + 1) + [0] + Array(rank + 1..<builder.type(of: updates).rank)
      return builder.add(
        ScatterAdd(axes: axes.behindLanes),
        [base] + positions.map(\.value) + [builder.transpose(updates, order)])
    }
  }

  /// The base with the updates.
  private func accumulate<Number>(
    _ base: [Number], _ updates: [Number], _ layout: GatherLayout, _ add: (Number, Number) -> Number
  ) -> [Number] {
    var sums = base
    var place = 0
    for start in layout.starts {
      for distance in layout.rest {
        sums[start + distance] = add(sums[start + distance], updates[place])
        place += 1
      }
    }
    return sums
  }
}

extension ScatterAdd {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "scatter_add", "(base: T[S], i: i32<N>[D], …, updates: T[D, rest of S]) -> T[S]",
        "A tensor with updates added at given positions.",
        [
          OperationSample(
            ScatterAdd(axes: [0]), .real([3, 2]), .positions([5], below: 3), .real([5, 2])),
          OperationSample(
            ScatterAdd(axes: [2, 0]), .real([2, 3, 4]), .positions([2, 2], below: 4),
            .positions([2, 2], below: 2), .real([2, 2, 3])),
          OperationSample(
            ScatterAdd(axes: [0]), .real([3]), .positions([0], below: 3), .real([0])),
        ])
    ]
  }
}
