import MartletGraph

/// The body of a loop with the tangents of its outputs, while that is being built.
///
/// A carried value has a tangent if it starts with one or gets one in some step.
struct TangentBody {
  /// The body, with the tangents of its parameters as further parameters.
  let builder: GraphBuilder
  /// The carried values that have a tangent.
  let moving: [Int]
  /// The tangents of the parameters, by the input of the node that they belong to.
  let added: [Int: ValueID]
  /// The tangents of the outputs; `nil` is zero, and is written out for carried values that move.
  let found: [ValueID?]

  /// The body of a node; `offset` parameters stand before those of the inputs.
  init(
    _ body: Graph, carried: Int, offset: Int, _ context: TangentContext,
    _ derivatives: RegionDerivatives
  ) throws(DerivativeFault) {
    var moving = Set((0..<carried).filter { context.tangents[$0] != nil })
    while true {
      let builder = GraphBuilder(continuing: body)
      var added: [Int: ValueID] = [:]
      var directions: [Direction] = []
      for input in context.inputs.indices {
        let isMoving = input < carried ? moving.contains(input) : context.tangents[input] != nil
        guard isMoving else { continue }
        let value = body.parameters[input + offset].value
        let tangent = builder.parameter("tangent", body.type(of: value))
        added[input] = tangent
        directions.append(Direction(value, tangent))
      }
      var found = try derivatives.tangents(builder, directions, body.outputs)
      let reached = (0..<carried).filter { found[$0] != nil }
      guard moving.isSuperset(of: reached) else {
        moving.formUnion(reached)
        continue
      }
      for place in moving where found[place] == nil {
        let value = body.parameters[place + offset].value
        found[place] = builder.filled(0, body.type(of: value))
      }
      self.builder = builder
      self.moving = moving.sorted()
      self.added = added
      self.found = found
      return
    }
  }

  /// The inputs of a range that have a tangent.
  func moved(_ inputs: Range<Int>) -> [Int] { inputs.filter { added[$0] != nil } }

  /// The body with the given parameters, in their order, and outputs.
  func region(parameters: [ValueID], outputs: [ValueID]) -> Graph {
    builder.finish(outputs: outputs).reordered(parameters: parameters)
  }
}

extension Graph {
  /// The same graph, which takes its parameters in the given order.
  func reordered(parameters order: [ValueID]) -> Graph {
    let known = Dictionary(parameters.map { ($0.value, $0) }) { first, _ in first }
    return Graph(
      symbols: symbols, parameters: order.map { known[$0]! }, nodes: nodes, types: types,
      outputs: outputs, requirements: requirements, facts: facts)
  }
}
