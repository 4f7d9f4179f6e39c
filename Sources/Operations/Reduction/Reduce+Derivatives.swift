import MartletGraph
import MartletShapes

extension Reduce {
  /// The gradient of a product: for each element the product of all others.
  ///
  /// It forms n² products along the axes, so that zeros among the elements are no exception and it
  /// can be differentiated again.
  func productGradient(_ context: DerivativeContext, _ gradient: ValueID) -> ValueID {
    let builder = context.builder
    let merged = MergedAxes(context.inputs[0], axes, builder)
    let type = builder.type(of: merged.value)
    let rank = type.rank
    let size = type.dims[rank - 1]
    // others[…, i, j] is x[…, j], or 1 where j = i.
    let dims = type.dims + [size]
    let repeated = builder.broadcast(merged.value, to: dims, axes: Array(0..<rank - 1) + [rank])
    let positions = builder.add(Iota(dim: size))
    let isOwn = builder.elementwise(
      .equal,
      [
        builder.broadcast(positions, to: dims, axes: [rank - 1]),
        builder.broadcast(positions, to: dims, axes: [rank]),
      ])
    let one = builder.filled(1, builder.type(of: repeated))
    let others = builder.elementwise(.select, [isOwn, one, repeated])
    let product = builder.reduce(.product, others, axes: [rank])
    let upstream = builder.broadcast(gradient, to: type.dims, axes: Array(0..<rank - 1))
    return merged.undone(builder.elementwise(.multiply, [upstream, product]))
  }

  /// The gradient of an extreme: all of it goes to the first element that has it.
  func extremeGradient(
    _ kind: ArgExtreme.Kind, _ context: DerivativeContext, _ gradient: ValueID
  ) -> ValueID {
    let builder = context.builder
    let merged = MergedAxes(context.inputs[0], axes, builder)
    let type = builder.type(of: merged.value)
    let rank = type.rank
    let outer = Array(0..<rank - 1)
    let found = builder.add(ArgExtreme(kind: kind, axis: rank - 1), [merged.value])
    let positions = builder.add(Iota(dim: type.dims[rank - 1]))
    let isFound = builder.elementwise(
      .equal,
      [
        builder.broadcast(positions, to: type.dims, axes: [rank - 1]),
        builder.broadcast(found, to: type.dims, axes: outer),
      ])
    let upstream = builder.broadcast(gradient, to: type.dims, axes: outer)
    let zero = builder.filled(0, builder.type(of: upstream))
    return merged.undone(builder.elementwise(.select, [isFound, upstream, zero]))
  }
}

/// A value whose reduced axes were moved to the end and made one.
private struct MergedAxes {
  /// The value in that form.
  let value: ValueID
  /// Where it is built.
  private let builder: GraphBuilder
  /// The order of axes that brought the reduced ones to the end.
  private let order: Transpose
  /// The sizes before the axes became one.
  private let dims: [Dim]

  /// The given value with the given axes at the end, as one.
  init(_ value: ValueID, _ axes: [Int], _ builder: GraphBuilder) {
    self.builder = builder
    let type = builder.type(of: value)
    order = Transpose(permutation: Array(type.dims.indices).leavingOut(axes) + axes)
    dims = type.dims.picking(order.permutation)
    let size = type.dims.picking(axes).reduce(1) { $0 * $1 }
    self.value = builder.reshape(
      builder.transpose(value, order.permutation), type.dims.leavingOut(axes) + [size])
  }

  /// A value of the merged form, brought back to the axes as they were.
  func undone(_ value: ValueID) -> ValueID {
    builder.transpose(builder.reshape(value, dims), order.inverse)
  }
}
