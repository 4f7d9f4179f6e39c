import MartletShapes

extension Graph: CustomStringConvertible {
  /// The text form: a line a node, with the type of every value.
  ///
  ///     graph(%0 x: f32[N]) {
  ///       %1: f32[N] = exp(%0)
  ///       return %1
  ///     }
  public var description: String { text(indent: "") }

  /// The text form, its lines after the first indented.
  private func text(indent: String) -> String {
    let parameters = parameters.map { "\($0.value) \($0.name): \(type(of: $0.value))" }
    var text = "graph(\(parameters.joined(separator: ", "))) {\n"
    for requirement in requirements { text += "\(indent)  require \(requirement.claim.text)\n" }
    for node in nodes { text += "\(indent)  \(line(of: node, indent: indent + "  "))\n" }
    let outputs = outputs.map(\.description).joined(separator: ", ")
    return text + "\(indent)  return \(outputs)\n\(indent)}"
  }

  /// The text form of a node.
  private func line(of node: Node, indent: String) -> String {
    let results = node.results.map { "\($0): \(type(of: $0))" }.joined(separator: ", ")
    let inputs = node.inputs.map(\.description).joined(separator: ", ")
    let attributes = node.operation.attributes.map { "\($0.name): \($0.value)" }
    let braces = attributes.isEmpty ? "" : " {\(attributes.joined(separator: ", "))}"
    let regions = node.regions.map { " " + $0.text(indent: indent) }.joined()
    return "\(results) = \(node.operation.name)(\(inputs))\(braces)\(regions)"
  }
}

extension DimClaim {
  /// The text form: `N % 2 == 0`.
  fileprivate var text: String {
    switch self {
    case .equal(let left, let right): "\(left) == \(right)"
    case .atLeast(let left, let right): "\(left) >= \(right)"
    case .different(let left, let right): "\(left) != \(right)"
    }
  }
}
