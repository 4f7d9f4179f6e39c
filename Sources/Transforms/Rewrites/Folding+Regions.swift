import MartletGraph
import MartletOperations

extension Node {
  /// The node's regions, folded, with uniform values that they capture made inside.
  ///
  /// A region does not see that a captured value is a constant, and would compute with it.
  func foldedRegions(_ inputs: [ValueID], _ builder: GraphBuilder) -> [Graph] {
    guard let control = operation as? any ControlPrimitive else { return regions }
    var makers: [Int: [Node]] = [:]
    for (index, input) in inputs.enumerated() {
      guard let parameter = control.invariant(ofInput: index) else { continue }
      makers[parameter] = uniform(input, builder)
    }
    return regions.map { region in
      makers.isEmpty ? region.folded() : region.making(makers).folded()
    }
  }
}

/// The nodes that make a value of one repeated constant; `nil` if it is none.
private func uniform(_ value: ValueID, _ builder: GraphBuilder) -> [Node]? {
  guard let node = builder.node(producing: value) else { return nil }
  switch node.operation {
  case let constant as Constant where constant.tensor.count == 1: return [node]
  case is SizeValue: return [node]
  case is Broadcast:
    return uniform(node.inputs[0], builder).flatMap { $0.count == 1 ? $0 + [node] : nil }
  default: return nil
  }
}

extension Graph {
  /// The graph with some parameters unused, as nodes of a chain make what they hold.
  fileprivate func making(_ makers: [Int: [Node]]) -> Graph {
    let builder = GraphBuilder(sizesOf: self)
    var values: [ValueID] = []
    for parameter in parameters {
      values.append(builder.parameter(parameter.name, type(of: parameter.value)))
    }
    for (parameter, chain) in makers.sorted(by: { $0.key < $1.key }) {
      let made = chain.reduce([]) { inputs, node in builder.addMultiple(node.operation, inputs) }
      if builder.type(of: made[0]) == builder.type(of: values[parameter]) {
        values[parameter] = made[0]
      }
    }
    let copies = builder.inline(self, values)
    return builder.finish(outputs: outputs.map { copies[$0]! })
  }
}
