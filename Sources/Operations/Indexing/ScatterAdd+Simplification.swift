import MartletGraph
import MartletShapes

extension ScatterAdd {
  /// A choice for each element, if every row has one update: what is left of picking an entry from
  /// each row, as losses do with the class of each example.
  ///
  ///     scatter_add(zeros, iota, y, u)[b, c] == select(c == y[b], u[b], 0)
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    guard let rows = RowUpdates(self, context) else { return nil }
    let builder = context.builder
    let base = builder.type(of: context.inputs[0])
    let updates = builder.broadcast(
      context.inputs[axes.count + 1], to: base.dims,
      axes: rows.axes + Array(base.dims.indices).leavingOut(axes))
    let column = axes[rows.column]
    let element = builder.type(of: context.inputs[rows.column + 1]).element
    let columns = builder.add(Iota(dim: base.dims[column], element: element))
    let isHere = builder.elementwise(
      .equal,
      [
        builder.broadcast(context.inputs[rows.column + 1], to: base.dims, axes: rows.axes),
        builder.broadcast(columns, to: base.dims, axes: [column]),
      ])
    let zero = builder.filled(0, TensorType(base.element, base.dims))
    let added = builder.elementwise(.select, [isHere, updates, zero])
    return builder.elementwise(.add, [context.inputs[0], added])
  }
}

/// The axes of a scatter in which all positions but those of one axis count along the updates.
private struct RowUpdates {
  /// Which of the scattered axes is the one whose positions do not count.
  let column: Int
  /// For each axis of the positions the axis of the base that it counts along.
  let axes: [Int]

  /// The axes of a scatter; `nil` if it is of another kind.
  init?(_ scatter: ScatterAdd, _ context: SimplificationContext) {
    let base = context.type(ofInput: 0)
    let rank = context.type(ofInput: 1).rank
    var axes = [Int?](repeating: nil, count: rank)
    var column: Int?
    for (index, axis) in scatter.axes.enumerated() {
      let counted = context.countedAxis(ofInput: index + 1, size: base.dims[axis])
      if let counted, axes[counted] == nil {
        axes[counted] = axis
      } else if column == nil {
        column = index
      } else {
        return nil
      }
    }
    guard let column, axes.allSatisfy({ $0 != nil }) else { return nil }
    self.column = column
    self.axes = axes.map { $0! }
  }
}

extension SimplificationContext {
  /// The axis along which an input counts 0, 1, 2… up to a size, if it does.
  fileprivate func countedAxis(ofInput index: Int, size: Dim) -> Int? {
    var value = inputs[index]
    var axis = 0
    if let broadcast = producer(ofInput: index, as: Broadcast.self) {
      guard broadcast.operation.axes.count == 1 else { return nil }
      value = broadcast.inputs[0]
      axis = broadcast.operation.axes[0]
    }
    guard let iota = builder.node(producing: value)?.operation as? Iota,
      builder.facts.equal(iota.dim, size)
    else { return nil }
    return axis
  }
}
