import MartletShapes

/// The first thing that is wrong with a graph.
public struct VerificationFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in one line.
  public let description: String

  /// A fault of the given description.
  init(_ description: String) { self.description = description }
}

extension Graph {
  /// Checks what every graph promises; a pass that breaks it has a bug.
  ///
  /// Values are defined once and before they are used, types are what the shape rules say, symbols
  /// are known, regions are well-formed themselves.
  public func verify() throws(VerificationFault) {
    var defined = [Bool](repeating: false, count: types.count)
    for parameter in parameters { try define(parameter.value, in: &defined) }
    for node in nodes {
      for input in node.inputs { try use(input, by: node.operation.name, defined) }
      try verifyTypes(of: node)
      for region in node.regions { try verify(region) }
      for result in node.results { try define(result, in: &defined) }
    }
    for output in outputs { try use(output, by: "the outputs", defined) }
    try verifySymbols()
  }

  /// Checks a region, which is a graph of its own in the sizes of this one.
  private func verify(_ region: Graph) throws(VerificationFault) {
    try region.verify()
    guard Set(region.symbols).isSubset(of: symbols) else {
      throw VerificationFault("a region has symbols that the graph around it does not know")
    }
    guard region.requirements.isEmpty else {
      throw VerificationFault("a region requires what the graph around it does not")
    }
  }

  /// Marks a value as defined, once.
  private func define(_ value: ValueID, in defined: inout [Bool]) throws(VerificationFault) {
    guard types.indices.contains(value.index) else {
      throw VerificationFault("\(value) has no type")
    }
    guard !defined[value.index] else { throw VerificationFault("\(value) is defined twice") }
    defined[value.index] = true
  }

  /// Checks that a value is defined where it is used.
  private func use(_ value: ValueID, by user: String, _ defined: [Bool])
    throws(VerificationFault)
  {
    guard types.indices.contains(value.index), defined[value.index] else {
      throw VerificationFault("\(value) is used by \(user) before it is defined")
    }
  }

  /// Checks the results of a node against the shape rule.
  private func verifyTypes(of node: Node) throws(VerificationFault) {
    let name = node.operation.name
    let expected: [TensorType]
    do {
      expected = try node.operation.resultTypes(
        of: node.inputs.map(type(of:)), regions: node.regions, facts: facts)
    } catch {
      throw VerificationFault("\(name) refuses its inputs: \(error)")
    }
    guard expected.count == node.results.count else {
      throw VerificationFault("\(name) has \(node.results.count) results, not \(expected.count)")
    }
    for (result, type) in zip(node.results, expected) {
      guard types.indices.contains(result.index) else {
        throw VerificationFault("\(result) has no type")
      }
      let found = self.type(of: result)
      guard found.element == type.element, facts.equal(found.dims, type.dims),
        facts.equal(found.bound, type.bound)
      else { throw VerificationFault("\(result) = \(name) is \(type), not \(found)") }
    }
  }

  /// Checks that every symbol of a type is one of the graph's.
  private func verifySymbols() throws(VerificationFault) {
    let known = Set(symbols)
    for (index, type) in types.enumerated() {
      for dim in type.dims + (type.bound.map { [$0] } ?? []) where dim.constant == nil {
        guard dim.symbols.isSubset(of: known) else {
          throw VerificationFault("%\(index): \(type) has a symbol that the graph does not know")
        }
      }
    }
  }
}
