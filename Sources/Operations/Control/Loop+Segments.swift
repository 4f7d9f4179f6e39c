import MartletGraph
import MartletShapes

/// Loops cut into segments, of which a gradient keeps no more than what goes in.
extension PlannedLoop {
  /// The mark of the segments of a loop, which are computed again where their gradient is; they are
  /// not cut again.
  public static let segmentPlace: UInt64 = 0

  /// Adds a loop of some `√n` segments of some `√n` steps, and one of the steps that are left.
  ///
  ///     for q in 0..<n // s { recompute { for i in 0..<s { … } } }
  ///     for i in 0..<n % s { … }
  ///
  /// Its gradient keeps the carried values where segments begin and what the steps of one segment
  /// leave, instead of what all steps leave. The numbers are those of the loop, to the last bit.
  public func addSegments(to builder: GraphBuilder) -> [ValueID] {
    let segments = LoopSegments(self)
    guard segments.length.isDefined, segments.count != 0 else {
      return builder.addMultiple(operation, inputs, regions: [body])
    }
    return segments.add(to: builder)
  }
}

/// A loop, and the sizes of its segments.
private struct LoopSegments {
  /// The loop.
  let loop: PlannedLoop
  /// The steps of a segment.
  let length: Dim
  /// The segments.
  let count: Dim

  /// The segments of a loop: the root of its steps and one more, so that there is no division by 0.
  init(_ loop: PlannedLoop) {
    self.loop = loop
    length = loop.operation.count.squareRoot() + 1
    count = loop.operation.count.floorDivided(by: length)
  }

  /// The operation.
  private var operation: Loop { loop.operation }
  /// The positions of the carried inputs.
  private var carried: Range<Int> { 0..<operation.carried }
  /// The positions of the sliced inputs.
  private var sliced: Range<Int> { carried.upperBound..<carried.upperBound + operation.sliced }

  /// Adds the loops; returns their results.
  func add(to builder: GraphBuilder) -> [ValueID] {
    let whole = length * count
    let rest = operation.count - whole
    var state = Array(loop.inputs[carried])
    var (first, last): ([ValueID], [ValueID]) = ([], [])
    func addRest() {
      guard rest != 0 else { return }
      let inputs = loop.inputs[sliced].map {
        builder.slice($0, axis: 0, from: whole, to: operation.count)
      }
      let results = addSteps(state, inputs, count: rest, from: nil, to: builder)
      state = Array(results[carried])
      last = Array(results[operation.carried...])
    }
    // Backwards, what is left over comes first.
    if operation.isReversed { addRest() }
    let inputs = loop.inputs[sliced].map { value in
      let part = builder.slice(value, axis: 0, from: 0, to: whole)
      let dims = builder.type(of: part).dims.dropFirst()
      return builder.reshape(part, [count, length] + dims)
    }
    let results = addLoop(state, inputs, to: builder)
    state = Array(results[carried])
    first = results[operation.carried...].map { value in
      builder.reshape(value, [whole] + builder.type(of: value).dims.dropFirst(2))
    }
    if !operation.isReversed { addRest() }
    let stacks =
      rest == 0 ? first : zip(first, last).map { builder.add(Concatenate(axis: 0), [$0, $1]) }
    return zip(state + stacks, resultTypes).map { builder.assume($0, $1) }
  }

  /// The types of the loop's results.
  private var resultTypes: [TensorType] {
    let outputs = loop.body.outputTypes.dropFirst(operation.carried)
    return loop.body.parameterTypes.dropFirst().prefix(operation.carried)
      + outputs.map { $0.with(dims: [operation.count] + $0.dims) }
  }

  /// Adds the loop over the segments.
  private func addLoop(_ state: [ValueID], _ inputs: [ValueID], to builder: GraphBuilder)
    -> [ValueID]
  {
    let types = Array(loop.body.parameterTypes.dropFirst().prefix(operation.carried))
    let results = builder.loop(
      count: count, carried: state, as: types, sliced: inputs,
      invariants: Array(loop.inputs[sliced.upperBound...]), reversed: operation.isReversed
    ) { outer in
      let results = outer.builder.recomputing(at: [PlannedLoop.segmentPlace]) {
        addSteps(
          outer.carried, outer.slices, invariants: outer.invariants, count: length,
          from: outer.index, to: outer.builder)
      }
      return (Array(results[carried]), Array(results[operation.carried...]))
    }
    return results.carried + results.stacked
  }

  /// Adds a loop over the steps of a segment, or over those behind all segments.
  private func addSteps(
    _ state: [ValueID], _ inputs: [ValueID], invariants: [ValueID]? = nil, count steps: Dim,
    from segment: ValueID?, to builder: GraphBuilder
  ) -> [ValueID] {
    let types = loop.body.parameterTypes
    let fixed = invariants ?? Array(loop.inputs[sliced.upperBound...])
    let results = builder.loop(
      count: steps, carried: state, as: Array(types.dropFirst().prefix(operation.carried)),
      sliced: inputs, invariants: fixed + (segment.map { [$0] } ?? []),
      reversed: operation.isReversed
    ) { step in
      let inner = step.builder
      let size = { (dim: Dim) in inner.add(SizeValue(dim: dim, element: .i32)) }
      let start =
        segment == nil
        ? size(length * count)
        : inner.elementwise(.multiply, [step.invariants[fixed.count], size(length)])
      let number = inner.elementwise(.add, [start, step.index])
      let index = inner.assume(number, types[0])
      let values = inner.inline(
        loop.body, [index] + step.carried + step.slices + step.invariants.prefix(fixed.count))
      let outputs = loop.body.outputs.map { values[$0]! }
      return (
        Array(outputs.prefix(operation.carried)), Array(outputs.dropFirst(operation.carried))
      )
    }
    return results.carried + results.stacked
  }
}

extension While {
  /// The loop of `limit` steps, each of which does nothing once the condition fails; `nil` without
  /// a limit.
  public func bounded(_ inputs: [ValueID], _ regions: [Graph], _ builder: GraphBuilder)
    -> PlannedLoop?
  {
    limit.map { limit in
      PlannedLoop(
        Loop(count: limit, carried: carried, sliced: 0), inputs,
        body: step(regions, builder, limit))
    }
  }
}
