import MartletGraph
import MartletShapes

/// The body of a loop that is being built.
public struct LoopBody {
  /// Where its nodes go.
  public let builder: GraphBuilder
  /// The number of the step, an `i32<count>[]`.
  public let index: ValueID
  /// The values that the step before handed on.
  public let carried: [ValueID]
  /// The step's entries of the sliced inputs.
  public let slices: [ValueID]
  /// The values that are the same in every step.
  public let invariants: [ValueID]
}

/// Loops and conditionals with regions that are built by closures.
extension GraphBuilder {
  /// A loop; its results are the final carried values and what the steps yield, stacked.
  ///
  ///     let sum = builder.loop(count: n, carried: [zero], sliced: [x]) { body in
  ///       ([body.builder.elementwise(.add, [body.carried[0], body.slices[0]])], [])
  ///     }.carried[0]
  ///
  /// Carried values have the types of the initial ones, or the given types, which those must fit.
  public func loop<Failure: Error>(
    count: Dim, carried: [ValueID], as carriedTypes: [TensorType]? = nil,
    sliced: [ValueID] = [], invariants: [ValueID] = [], reversed: Bool = false,
    body: (LoopBody) throws(Failure) -> (carried: [ValueID], yields: [ValueID])
  ) throws(Failure) -> (carried: [ValueID], stacked: [ValueID]) {
    let inner = GraphBuilder(regionOf: self)
    let index = inner.parameter("index", TensorType(.i32, bound: count))
    let types = carriedTypes ?? carried.map(type(of:))
    let state = types.map { inner.parameter("carried", $0) }
    let slices = sliced.map { value in
      let type = type(of: value)
      return inner.parameter("slice", type.with(dims: Array(type.dims.dropFirst())))
    }
    let fixed = invariants.map { inner.parameter("invariant", type(of: $0)) }
    let outputs = try body(
      LoopBody(builder: inner, index: index, carried: state, slices: slices, invariants: fixed))
    let operation = Loop(
      count: count, carried: carried.count, sliced: sliced.count, reversed: reversed)
    let results = addMultiple(
      operation, carried + sliced + invariants,
      regions: [inner.finish(outputs: outputs.carried + outputs.yields)])
    return (Array(results.prefix(carried.count)), Array(results.dropFirst(carried.count)))
  }

  /// What one of two bodies yields, as a truth value says; both get the captured values.
  public func conditional<Failure: Error>(
    _ condition: ValueID, _ captured: [ValueID],
    then: (GraphBuilder, [ValueID]) throws(Failure) -> [ValueID],
    else otherwise: (GraphBuilder, [ValueID]) throws(Failure) -> [ValueID]
  ) throws(Failure) -> [ValueID] {
    let first = try region(captured, then)
    let second = try region(captured, otherwise)
    return addMultiple(Conditional(), [condition] + captured, regions: [first, second])
  }

  /// Steps as long as a condition holds, at most `limit`; the results are the carried values.
  ///
  /// Both bodies get the carried values and the invariants, one after the other.
  public func whileLoop<Failure: Error>(
    carried: [ValueID], invariants: [ValueID] = [], limit: Dim? = nil,
    condition: (GraphBuilder, [ValueID]) throws(Failure) -> ValueID,
    body: (GraphBuilder, [ValueID]) throws(Failure) -> [ValueID]
  ) throws(Failure) -> [ValueID] {
    let inputs = carried + invariants
    let test = try region(inputs) { (builder, values) throws(Failure) in
      [try condition(builder, values)]
    }
    let step = try region(inputs, body)
    return addMultiple(
      While(carried: carried.count, limit: limit), inputs, regions: [test, step])
  }

  /// A region with a parameter for each of some values.
  public func region<Failure: Error>(
    _ captured: [ValueID], _ body: (GraphBuilder, [ValueID]) throws(Failure) -> [ValueID]
  ) throws(Failure) -> Graph {
    let inner = GraphBuilder(regionOf: self)
    let parameters = captured.map { inner.parameter("captured", type(of: $0)) }
    return inner.finish(outputs: try body(inner, parameters))
  }
}
