import MartletGraph
import MartletShapes
import MartletTensors

/// A tensor repeated along new axes.
///
///     broadcast(b: f32[O]) {dims: [B, O], axes: [1]}     # a bias for every row
public struct Broadcast: Primitive, Hashable {
  /// The sizes of the result.
  public let dims: [Dim]
  /// For each axis of the input the axis of the result that it becomes, in any order.
  public let axes: [Int]

  /// The input, its axes becoming the given ones of a result of the given sizes.
  public init(dims: [Dim], axes: [Int]) {
    self.dims = dims
    self.axes = axes
  }

  /// The name in the text form.
  public var name: String { "broadcast" }
  /// The sizes and the axes.
  public var attributes: [(name: String, value: Attribute)] {
    [("dims", .dims(dims)), ("axes", .ints(axes))]
  }

  /// The given sizes, which agree with the input's along its axes.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(axes: axes, rank: dims.count)
    try TypeFault.check(axes.count == inputs[0].rank, "axes \(axes) for \(inputs[0])")
    try TypeFault.check(inputs[0].dims, equals: dims.picking(axes), facts)
    return [inputs[0].with(dims: dims)]
  }

  /// Copies each element to where it is repeated.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let shape = try sizes.numbers(dims)
    guard inputs[0].shape == shape.picking(axes) else {
      throw .shape(operation: name, [inputs[0].shape, shape])
    }
    let source = IndexSpace(inputs[0].shape)
    return [inputs[0].rearranged(to: shape) { source.offset(of: $0.picking(axes)) }]
  }

  /// The sum over what was repeated.
  public var derivative: Derivative {
    .linear { [dims, axes] context, gradient in
      let new = dims.indices.filter { !axes.contains($0) }
      let sum = context.builder.reduce(.sum, gradient, axes: new)
      // The axes that are left stand in the result's order; axis i of the input is the axes[i]-th.
      let order = axes.sorted()
      return context.builder.transpose(sum, axes.map { order.firstIndex(of: $0)! })
    }
  }

  /// The lanes stay, in front.
  public var batching: Batching {
    .sideBySide { [dims, axes] context in
      Broadcast(dims: [context.count] + dims, axes: [0] + axes.behindLanes)
    }
  }
}

extension Broadcast {
  /// The input, if nothing is repeated; one repetition instead of two.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    if axes == Array(dims.indices) { return context.inputs[0] }
    guard let inner = context.producer(ofInput: 0, as: Broadcast.self) else { return nil }
    return context.builder.broadcast(
      inner.inputs[0], to: dims, axes: inner.operation.axes.map { axes[$0] })
  }
}

extension Broadcast {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "broadcast", "(x: T[S]) -> T[dims]",
        "A tensor repeated along new axes.",
        [
          OperationSample(Broadcast(dims: [3], axes: []), .real([])),
          OperationSample(Broadcast(dims: [2, 3], axes: [1]), .real([3])),
          OperationSample(Broadcast(dims: [3, 4, 2], axes: [2, 0]), .real([2, 3])),
          OperationSample(Broadcast(dims: [0, 3], axes: [1]), .real([3])),
        ])
    ]
  }
}
