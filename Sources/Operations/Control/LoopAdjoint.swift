import MartletGraph
import MartletShapes

/// The derivative of a loop, while it is being built.
struct LoopAdjoint {
  /// The loop.
  private let loop: Loop
  /// The node that is differentiated.
  private let context: DerivativeContext
  /// The loop's body.
  private let body: Graph
  /// The body, then its gradients; the values of the body keep their identities.
  private let joint: GraphBuilder
  /// The carried values for which a gradient goes from step to step, in their order.
  private let flowing: [Int]
  /// The gradients for the body's outputs that are given, by output.
  private let seeds: [Int: ValueID]
  /// The gradients for the inputs, in the body; `nil` is zero, or of no use.
  private let found: [ValueID?]

  /// Differentiates a body by some of its parameters, for gradients of some carried values.
  init(
    _ loop: Loop, _ body: Graph, _ context: DerivativeContext, _ derivatives: RegionDerivatives,
    _ targets: [Int], _ flowing: Set<Int>
  ) throws(DerivativeFault) {
    self.loop = loop
    self.body = body
    self.context = context
    self.flowing = flowing.sorted()
    joint = GraphBuilder(continuing: body)
    var seeds: [Int: ValueID] = [:]
    for output in body.outputs.indices {
      let isGiven =
        output < loop.carried ? flowing.contains(output) : context.gradients[output] != nil
      guard isGiven else { continue }
      let parameter = body.parameters[min(output + 1, loop.carried)].value
      let value = output < loop.carried ? parameter : body.outputs[output]
      seeds[output] = joint.parameter("gradient", body.type(of: value))
    }
    self.seeds = seeds
    let given = seeds.sorted { $0.key < $1.key }.map { GradientSeed(body.outputs[$0], $1) }
    let values = targets.map { body.parameters[$0 + 1].value }
    let gradients = try derivatives.gradients(joint, given, values)
    var found = [ValueID?](repeating: nil, count: context.inputs.count)
    for (target, gradient) in zip(targets, gradients) { found[target] = gradient }
    self.found = found
  }

  /// The carried values that a gradient reaches within a step.
  var carriedWithGradient: Set<Int> {
    Set((0..<loop.carried).filter { found[$0] != nil })
  }

  /// Adds the loop of the gradients; returns those for the inputs.
  func gradients() -> [ValueID?] {
    let builder = context.builder
    let slices = (loop.carried..<loop.carried + loop.sliced).filter { found[$0] != nil }
    let sums = (loop.carried + loop.sliced..<context.inputs.count).filter { found[$0] != nil }
    let needs = needs()
    let kept = keep(needs.saved)
    let inputs = Inputs(
      carried: flowing.map { carried in
        context.gradients[carried] ?? builder.filled(0, type(ofParameter: carried))
      } + sums.map { builder.filled(0, type(ofParameter: $0)) },
      sliced: kept + needs.slices.map { context.inputs[$0] }
        + yieldSeeds.map { context.gradients[$0]! },
      invariants: needs.invariants.map { context.inputs[$0] })
    let region = region(needs, slices: slices, sums: sums)
    let reverse = Loop(
      count: loop.count, carried: inputs.carried.count, sliced: inputs.sliced.count,
      reversed: !loop.isReversed)
    let results = builder.addMultiple(
      reverse, inputs.carried + inputs.sliced + inputs.invariants, regions: [region])
    var gradients = [ValueID?](repeating: nil, count: context.inputs.count)
    for (input, result) in zip(flowing + sums + slices, results) { gradients[input] = result }
    return gradients
  }

  /// The inputs of the loop of the gradients.
  private struct Inputs {
    /// The gradients for the carried values and the sums of those for invariants.
    var carried: [ValueID]
    /// What the steps of the first loop met, and the gradients for what they yielded.
    var sliced: [ValueID]
    /// What is the same in all steps.
    var invariants: [ValueID]
  }

  /// The yielded outputs with a gradient.
  private var yieldSeeds: [Int] { seeds.keys.filter { $0 >= loop.carried }.sorted() }

  /// The type of the body's parameter for an input.
  private func type(ofParameter input: Int) -> TensorType {
    body.type(of: body.parameters[input + 1].value)
  }

  /// Makes the first loop yield values of its body; returns them, stacked.
  private func keep(_ saved: [ValueID]) -> [ValueID] {
    let builder = GraphBuilder(regionOf: context.builder)
    var values: [ValueID: ValueID] = [:]
    for parameter in body.parameters {
      values[parameter.value] = builder.parameter(parameter.name, body.type(of: parameter.value))
    }
    for node in joint.nodes.prefix(body.nodes.count) { copy(node, to: builder, &values) }
    // What is yielded already is not yielded twice.
    let results = context.builder.nodes[context.nodeIndex].results
    var outputs = body.outputs
    var places: [Int] = []
    for value in saved {
      if let place = outputs[loop.carried...].firstIndex(of: value) {
        places.append(place)
      } else {
        places.append(outputs.count)
        outputs.append(value)
      }
    }
    let region = builder.finish(outputs: outputs.map { values[$0]! })
    let added = context.builder.extendNode(at: context.nodeIndex, loop, regions: [region])
    return places.map { (results + added)[$0] }
  }

  /// Copies a node of the joint graph.
  private func copy(_ node: Node, to builder: GraphBuilder, _ values: inout [ValueID: ValueID]) {
    let copies = builder.addCopy(
      of: node, node.inputs.map { values[$0]! }, types: node.results.map(joint.type(of:)))
    for (result, copy) in zip(node.results, copies) { values[result] = copy }
  }

  /// The body of the loop of the gradients.
  private func region(_ needs: Needs, slices: [Int], sums: [Int]) -> Graph {
    let builder = GraphBuilder(regionOf: context.builder)
    var values: [ValueID: ValueID] = [:]
    let index = body.parameters[0].value
    values[index] = builder.parameter("index", body.type(of: index))
    for carried in flowing {
      values[seeds[carried]!] = builder.parameter("gradient", type(ofParameter: carried))
    }
    let totals = sums.map { builder.parameter("sum", type(ofParameter: $0)) }
    for value in needs.saved { values[value] = builder.parameter("kept", joint.type(of: value)) }
    for input in needs.slices {
      values[body.parameters[input + 1].value] = builder.parameter(
        "slice", type(ofParameter: input))
    }
    for output in yieldSeeds {
      values[seeds[output]!] = builder.parameter("gradient", joint.type(of: seeds[output]!))
    }
    for input in needs.invariants {
      values[body.parameters[input + 1].value] = builder.parameter(
        "invariant", type(ofParameter: input))
    }
    for node in needs.again { copy(joint.nodes[node], to: builder, &values) }
    for node in joint.nodes.dropFirst(body.nodes.count) { copy(node, to: builder, &values) }
    let handed = flowing.map { carried in
      found[carried].map { values[$0]! } ?? builder.filled(0, type(ofParameter: carried))
    }
    let added = zip(sums, totals).map { input, total in
      builder.sum(total, values[found[input]!]!)
    }
    return builder.finish(outputs: handed + added + slices.map { values[found[$0]!]! })
  }

  /// What the gradients read of the body.
  private func needs() -> Needs {
    var needs = Needs(loop, body, joint)
    for node in joint.nodes.dropFirst(body.nodes.count) { node.inputs.forEach { needs.add($0) } }
    for gradient in found { if let gradient { needs.add(gradient) } }
    needs.settle()
    return needs
  }
}
