import MartletGraph
import MartletShapes
import MartletTensors

/// Elements or slices at given positions: `r[d…, rest] = x[I₁[d…], …, Iₖ[d…], rest]`.
///
/// The inputs are `x` and one tensor of positions for each gathered axis, all of the same sizes.
public struct Gather: Primitive, Hashable {
  /// The axes of `x` that are gathered; the result has the others, in their order.
  public let axes: [Int]

  /// Along the given axes.
  public init(axes: [Int]) { self.axes = axes }

  /// The name in the text form.
  public var name: String { "gather" }
  /// The axes.
  public var attributes: [(name: String, value: Attribute)] { [("axes", .ints(axes))] }

  /// The sizes of the positions, then those of the other axes.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: axes.count + 1)
    try TypeFault.check(!axes.isEmpty, "no gathered axes")
    try TypeFault.check(axes: axes, rank: inputs[0].rank)
    for (axis, indices) in zip(axes, inputs.dropFirst()) {
      try TypeFault.check(indices.dims, equals: inputs[1].dims, facts)
      try TypeFault.check(indices, pointInto: inputs[0].dims[axis], facts)
    }
    return [inputs[0].with(dims: inputs[1].dims + inputs[0].dims.leavingOut(axes))]
  }

  /// Copies what the positions name.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let layout = try GatherLayout(inputs[0].shape, axes, Array(inputs.dropFirst()), name)
    let count = layout.rest.count
    let shape = inputs[1].shape + inputs[0].shape.leavingOut(axes)
    var place = -1
    return [
      inputs[0].rearranged(to: shape) { _ in
        place += 1
        return layout.starts[place / count] + layout.rest[place % count]
      }
    ]
  }

  /// The gradient added up at the positions.
  public var derivative: Derivative {
    .single(forward: { [self] context in
      context.tangents[0].map { context.builder.add(self, [$0] + context.inputs.dropFirst()) }
    }) { [axes] context, gradient in
      let builder = context.builder
      let zeros = builder.filled(0, context.type(ofInput: 0))
      let indices = Array(context.inputs.dropFirst())
      let sum = builder.add(ScatterAdd(axes: axes), [zeros] + indices + [gradient])
      return [sum] + indices.map { _ in nil }
    }
  }

  /// Positions that differ between lanes go with the number of the lane, where the tensor does too.
  public var batching: Batching {
    .single { [axes] context in
      let builder = context.builder
      let isMapped = context.inputs.dropFirst().contains(where: \.isMapped)
      let rank = context.laneType(ofInput: 1).rank
      if !isMapped {
        let indices = context.inputs.dropFirst().map(\.value)
        let value = builder.add(
          Gather(axes: axes.behindLanes), [context.inputs[0].value] + indices)
        return context.lanesFirst(value, from: rank)
      }
      let indices = context.inputs.indices.dropFirst().map { context.mapped($0) }
      guard context.inputs[0].isMapped else {
        return builder.add(Gather(axes: axes), [context.inputs[0].value] + indices)
      }
      let lanes = context.laneNumbers(along: context.laneType(ofInput: 1).dims)
      return builder.add(
        Gather(axes: [0] + axes.behindLanes), [context.inputs[0].value, lanes] + indices)
    }
  }
}

/// Where gathered elements lie.
struct GatherLayout {
  /// The place of the first element that each position names.
  let starts: [Int]
  /// The distances of the elements that one position names from the first.
  let rest: [Int]

  /// The places in a tensor of a shape that positions along some axes name.
  init(_ shape: [Int], _ axes: [Int], _ indices: [Tensor], _ operation: String)
    throws(OperationFault)
  {
    guard indices.allSatisfy({ $0.shape == indices[0].shape }) else {
      throw .shape(operation: operation, indices.map(\.shape))
    }
    let space = IndexSpace(shape)
    var starts = [Int](repeating: 0, count: indices[0].count)
    for (axis, positions) in zip(axes, indices) {
      for (place, position) in positions.ints.enumerated() {
        guard (0..<shape[axis]).contains(position) else {
          throw .outOfRange(value: position, bound: shape[axis], position: place)
        }
        starts[place] += position * space.strides[axis]
      }
    }
    var rest: [Int] = []
    let strides = space.strides.leavingOut(axes)
    IndexSpace(shape.leavingOut(axes)).forEach { position in
      rest.append(zip(position, strides).reduce(0) { $0 + $1.0 * $1.1 })
    }
    self.starts = starts
    self.rest = rest
  }
}

extension Gather {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "gather", "(x: T[S], i: i32<N>[D], …) -> T[D, rest of S]",
        "Elements or slices at given positions.",
        [
          OperationSample(Gather(axes: [0]), .real([4, 2]), .positions([5], below: 4)),
          OperationSample(Gather(axes: [1]), .real([2, 3, 2]), .positions([], below: 3)),
          OperationSample(
            Gather(axes: [2, 0]), .real([2, 3, 4]), .positions([2, 2], below: 4),
            .positions([2, 2], below: 2)),
          OperationSample(Gather(axes: [0]), .real([3]), .positions([0], below: 3)),
        ])
    ]
  }
}
