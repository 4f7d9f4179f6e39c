import MartletGraph
import MartletShapes
import MartletTensors

/// Steps as long as a condition holds.
///
///     inputs:   carried…, invariants…
///     regions:  (carried…, invariants…) -> condition: bool[]
///               (carried…, invariants…) -> carried…
///     results:  carried…
///
/// With a limit there are at most so many steps, whatever the condition says then.
public struct While: ControlPrimitive, Hashable {
  /// The number of values that one step hands to the next.
  public let carried: Int
  /// The greatest number of steps, if there is one.
  public let limit: Dim?

  /// A loop of the given number of carried values, and of at most `limit` steps.
  public init(carried: Int, limit: Dim? = nil) {
    self.carried = carried
    self.limit = limit
  }

  /// The name in the text form.
  public var name: String { "while" }
  /// The number of carried values, and the limit.
  public var attributes: [(name: String, value: Attribute)] {
    [("carried", .int(carried))] + (limit.map { [("limit", .dim($0))] } ?? [])
  }

  /// The types of the body's carried parameters.
  public func resultTypes(of inputs: [TensorType], regions: [Graph], facts: DimFacts)
    throws(TypeFault) -> [TensorType]
  {
    try TypeFault.check(regions.count == 2, "\(regions.count) regions of a while loop")
    try TypeFault.check(inputs.count >= carried, "\(inputs.count) inputs of a while loop")
    let parameters = regions[1].parameterTypes
    try TypeFault.check(inputs, fit: parameters, facts)
    try TypeFault.check(parameters, fit: regions[0].parameterTypes, facts)
    try TypeFault.check(regions[0].outputTypes == [TensorType(.bool)], "no condition")
    let carriedTypes = Array(parameters.prefix(carried))
    try TypeFault.check(regions[1].outputTypes, fit: carriedTypes, facts)
    return carriedTypes
  }

  /// One step after the other.
  public func evaluate(
    _ inputs: [Tensor], regions: [Graph], sizes: Sizes, running run: RegionRun
  ) throws(RunFault) -> [Tensor] {
    let carriedTypes = Array(regions[1].parameterTypes.prefix(carried))
    var state = try typed(Array(inputs.prefix(carried)), as: carriedTypes, sizes)
    var steps = Int.max
    if let limit { steps = try numbers { () throws(OperationFault) in try sizes.number(limit) } }
    while steps > 0 {
      let given = state + inputs.dropFirst(carried)
      let condition = try run(regions[0], given, sizes)
      guard condition[0].ints[0] != 0 else { break }
      let outputs = try run(regions[1], given, sizes)
      state = try typed(outputs, as: carriedTypes, sizes)
      steps -= 1
    }
    return state
  }

  /// The parameter of an input that is not carried.
  public func invariant(ofInput input: Int) -> Int? { input < carried ? nil : input }
}
