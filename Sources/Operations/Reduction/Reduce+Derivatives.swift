import MartletGraph
import MartletShapes

extension Reduce {
  /// The gradient of a product: for each element the product of all others.
  func productGradient(_ context: DerivativeContext, _ gradient: ValueID) -> ValueID {
    let builder = context.builder
    let merged = MergedAxes(context.inputs[0], axes, builder)
    let type = builder.type(of: merged.value)
    let upstream = builder.broadcast(gradient, to: type.dims, axes: Array(0..<type.rank - 1))
    let product = productOfOthers(merged.value, builder)
    return merged.undone(builder.elementwise(.multiply, [upstream, product]))
  }

  /// The tangent of a product: the sum of each element's tangent times the product of all others.
  @Sendable func productTangent(_ context: TangentContext) -> ValueID? {
    let builder = context.builder
    return context.tangents[0].map { tangent in
      let merged = MergedAxes(context.inputs[0], axes, builder)
      let product = productOfOthers(merged.value, builder)
      let parts = builder.elementwise(
        .multiply, [MergedAxes(tangent, axes, builder).value, product])
      return builder.reduce(.sum, parts, axes: [builder.type(of: parts).rank - 1])
    }
  }

  /// For each element of a tensor the product of all others along the last axis: of those before it
  /// and of those behind it.
  ///
  /// Nothing is divided by, so that zeros among the elements are no exception and it can be
  /// differentiated again.
  private func productOfOthers(_ value: ValueID, _ builder: GraphBuilder) -> ValueID {
    builder.elementwise(
      .multiply,
      [
        runningProduct(value, fromEnd: false, builder),
        runningProduct(value, fromEnd: true, builder),
      ])
  }

  /// For each element the product of all that are nearer to one end of the last axis.
  private func runningProduct(_ value: ValueID, fromEnd: Bool, _ builder: GraphBuilder) -> ValueID {
    let type = builder.type(of: value)
    let axis = type.rank - 1
    let recurrence = LinearRecurrence(axis: axis, reversed: fromEnd)
    let factors = recurrence.before(value, builder)
    // 1 where the recurrence starts, 0 elsewhere.
    let positions = builder.add(Iota(dim: type.dims[axis]))
    let zero = builder.filled(0, TensorType(.i32, [type.dims[axis]]))
    let isFirst = builder.elementwise(.equal, [positions, zero])
    let isStart = fromEnd ? builder.add(Reverse(axes: [0]), [isFirst]) : isFirst
    let starts = builder.broadcast(
      builder.cast(isStart, to: type.element), to: type.dims, axes: [axis])
    return builder.add(recurrence, [factors, starts])
  }

  /// The gradient of an extreme: all of it goes to the first element that has it.
  func extremeGradient(
    _ kind: ArgExtreme.Kind, _ context: DerivativeContext, _ gradient: ValueID
  ) -> ValueID {
    let builder = context.builder
    let merged = MergedAxes(context.inputs[0], axes, builder)
    let type = builder.type(of: merged.value)
    let upstream = builder.broadcast(gradient, to: type.dims, axes: Array(0..<type.rank - 1))
    return merged.undone(firstExtremes(kind, merged.value, of: upstream, builder))
  }

  /// The tangent of an extreme: that of the first element that has it.
  @Sendable func extremeTangent(_ kind: ArgExtreme.Kind, _ context: TangentContext) -> ValueID? {
    let builder = context.builder
    return context.tangents[0].map { tangent in
      let merged = MergedAxes(context.inputs[0], axes, builder)
      let picked = firstExtremes(
        kind, merged.value, of: MergedAxes(tangent, axes, builder).value, builder)
      return builder.reduce(.sum, picked, axes: [builder.type(of: picked).rank - 1])
    }
  }

  /// A tensor where a value has its extreme along the last axis for the first time, 0 elsewhere.
  private func firstExtremes(
    _ kind: ArgExtreme.Kind, _ value: ValueID, of picked: ValueID, _ builder: GraphBuilder
  ) -> ValueID {
    let type = builder.type(of: value)
    let rank = type.rank
    let found = builder.add(ArgExtreme(kind: kind, axis: rank - 1, isTotal: true), [value])
    let positions = builder.add(Iota(dim: type.dims[rank - 1]))
    let isFound = builder.elementwise(
      .equal,
      [
        builder.broadcast(positions, to: type.dims, axes: [rank - 1]),
        builder.broadcast(found, to: type.dims, axes: Array(0..<rank - 1)),
      ])
    let zero = builder.filled(0, builder.type(of: picked))
    return builder.elementwise(.select, [isFound, picked, zero])
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
