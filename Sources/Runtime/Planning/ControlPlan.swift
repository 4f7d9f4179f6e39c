import MartletGraph
import MartletOperations
import MartletShapes

/// A loop or a conditional, whose regions are plans of their own in the same sizes.
struct ControlPlan {
  /// What is done with the regions.
  enum Form {
    /// Steps whose number, one of the dims, is known before.
    case loop(count: Int, carried: Int, sliced: Int, isReversed: Bool)
    /// One of two.
    case conditional
    /// Steps as long as a condition holds, at most as many as one of the dims says.
    case whileLoop(carried: Int, limit: Int?)
  }

  /// What is done with the regions.
  var form: Form
  /// What it reads, densely.
  var inputs: [ReferencePlan.Value]
  /// What it writes.
  var results: [ReferencePlan.Value]
  /// The plans of the regions.
  var regions: [Plan]
  /// Memory for what the regions compute on their way, and for carried values.
  var scratch: Int
  /// The node.
  var node: Int
}

/// The steps of nodes with regions.
extension Planner {
  /// Adds a loop, whose carried values are overwritten where a step only adds to them.
  mutating func addLoop(_ loop: Loop, _ node: Node, _ index: Int) {
    let region = Planner.plan(node.regions[0], Carried(offset: 1, count: loop.carried))
    let form = ControlPlan.Form.loop(
      count: plan.dims.index(of: loop.count), carried: loop.carried, sliced: loop.sliced,
      isReversed: loop.isReversed)
    addControl(form, [region], node, index)
  }

  /// Adds a conditional.
  mutating func addConditional(_ node: Node, _ index: Int) {
    addControl(.conditional, node.regions.map { Planner.plan($0, donating: []) }, node, index)
  }

  /// Adds a loop with a condition.
  mutating func addWhile(_ loop: While, _ node: Node, _ index: Int) {
    let limit = loop.limit.map { plan.dims.index(of: $0) }
    let regions = [
      Planner.plan(node.regions[0], donating: []),
      Planner.plan(node.regions[1], Carried(offset: 0, count: loop.carried)),
    ]
    addControl(.whileLoop(carried: loop.carried, limit: limit), regions, node, index)
  }

  /// The plan of a body whose carried values may be overwritten.
  private static func plan(_ body: Graph, _ carried: Carried) -> Plan {
    var donating = body.parameters.map { _ in false }
    for value in 0..<carried.count { donating[carried.offset + value] = true }
    return Planner.plan(body, donating: donating, carried: carried)
  }

  /// Adds a node whose regions are planned.
  private mutating func addControl(
    _ form: ControlPlan.Form, _ regions: [Plan], _ node: Node, _ index: Int
  ) {
    let inputs = node.inputs.map { denseValue($0) }
    let results = node.results.map { placedValue($0) }
    let scratch = newStorage(.u8, 0)
    plan.steps.append(
      .control(
        ControlPlan(
          form: form, inputs: inputs, results: results, regions: regions, scratch: scratch,
          node: index)))
  }
}
