import MartletGraph
import MartletShapes
import MartletTensors

/// A number of steps, each of which hands values to the next and yields others.
///
///     inputs:   carried…, sliced…, invariants…
///     region:   (index: i32<count>[], carried…, slices…, invariants…) -> (carried…, yields…)
///     results:  carried…, stacked…
///
/// Carried values start as the inputs and end as the results. A sliced input has a leading axis of
/// size `count`, of which step `i` gets entry `i`; a stacked result has one, of which it is given
/// entry `i`. Backwards, the steps run from `count - 1` down to 0. There may be none.
public struct Loop: ControlPrimitive, Hashable {
  /// The number of steps.
  public let count: Dim
  /// The number of values that one step hands to the next.
  public let carried: Int
  /// The number of inputs of which each step gets an entry.
  public let sliced: Int
  /// Whether the last index comes first.
  public let isReversed: Bool

  /// A loop of the given numbers of steps, carried values and sliced inputs.
  public init(count: Dim, carried: Int, sliced: Int, reversed isReversed: Bool = false) {
    self.count = count
    self.carried = carried
    self.sliced = sliced
    self.isReversed = isReversed
  }

  /// The name in the text form.
  public var name: String { "loop" }
  /// The numbers, and the direction.
  public var attributes: [(name: String, value: Attribute)] {
    [
      ("count", .dim(count)), ("carried", .int(carried)), ("sliced", .int(sliced)),
      ("reversed", .flag(isReversed)),
    ]
  }

  /// The types of the carried parameters, then those of what is yielded, stacked.
  public func resultTypes(of inputs: [TensorType], regions: [Graph], facts: DimFacts)
    throws(TypeFault) -> [TensorType]
  {
    try TypeFault.check(regions.count == 1, "\(regions.count) regions of a loop")
    try TypeFault.check(inputs.count >= carried + sliced, "\(inputs.count) inputs of a loop")
    let parameters = regions[0].parameterTypes
    try TypeFault.check(parameters.count == inputs.count + 1, "\(parameters.count) parameters")
    let index = parameters[0]
    try TypeFault.check(
      facts.fits(TensorType(.i32, bound: count), index), "an index of type \(index)")
    var given = inputs
    for place in carried..<carried + sliced {
      let dims = inputs[place].dims
      try TypeFault.check(
        !dims.isEmpty && facts.equal(dims[0], count), "\(count) slices of \(inputs[place])")
      given[place] = inputs[place].with(dims: Array(dims.dropFirst()))
    }
    try TypeFault.check(given, fit: Array(parameters.dropFirst()), facts)
    let outputs = regions[0].outputTypes
    try TypeFault.check(outputs.count >= carried, "\(outputs.count) outputs of a loop's body")
    let carriedTypes = Array(parameters[1..<1 + carried])
    try TypeFault.check(Array(outputs.prefix(carried)), fit: carriedTypes, facts)
    return carriedTypes + outputs.dropFirst(carried).map { $0.with(dims: [count] + $0.dims) }
  }

  /// One step after the other.
  public func evaluate(
    _ inputs: [Tensor], regions: [Graph], sizes: Sizes, running run: RegionRun
  ) throws(RunFault) -> [Tensor] {
    let region = regions[0]
    let steps = try numbers { () throws(OperationFault) in try sizes.number(count) }
    let carriedTypes = Array(region.parameterTypes[1..<1 + carried])
    var state = try typed(Array(inputs.prefix(carried)), as: carriedTypes, sizes)
    var yields = [[Tensor]](repeating: [], count: region.outputs.count - carried)
    for step in 0..<steps {
      let index = isReversed ? steps - 1 - step : step
      var given = [Tensor(wholes: [index], shape: [], element: .i32, bound: steps)] + state
      given += inputs[carried..<carried + sliced].map { $0.entry(index) }
      given += inputs[(carried + sliced)...]
      let outputs = try run(region, given, sizes)
      state = try typed(Array(outputs.prefix(carried)), as: carriedTypes, sizes)
      for (place, output) in outputs.dropFirst(carried).enumerated() {
        yields[place].append(output)
      }
    }
    var stacks: [Tensor] = []
    for (place, output) in region.outputs.dropFirst(carried).enumerated() {
      let type = region.type(of: output)
      let shape = try numbers { () throws(OperationFault) in try sizes.numbers(type.dims) }
      let parts = isReversed ? yields[place].reversed() : yields[place]
      stacks.append(Tensor(stacking: parts) ?? Tensor(zeros: type.element, shape: [0] + shape))
    }
    return state + (try typed(stacks, as: region.outputTypes.suffix(stacks.count), sizes))
  }

  /// The parameter of an input that is neither carried nor sliced.
  public func invariant(ofInput input: Int) -> Int? {
    input < carried + sliced ? nil : input + 1
  }
}
