import MartletShapes

/// What a node does, as far as a graph has to know: its name, its static arguments, its shape rule.
public protocol Operation: Sendable {
  /// The name in the text form: `contract`.
  var name: String { get }

  /// The static arguments, in the order they are printed.
  var attributes: [(name: String, value: Attribute)] { get }

  /// The shape rule: the types of the results for inputs of the given types.
  func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault) -> [TensorType]

  /// The shape rule of a node that has regions.
  func resultTypes(of inputs: [TensorType], regions: [Graph], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
}

extension Operation {
  /// No static arguments.
  public var attributes: [(name: String, value: Attribute)] { [] }

  /// The shape rule without regions, of which there must be none.
  public func resultTypes(of inputs: [TensorType], regions: [Graph], facts: DimFacts)
    throws(TypeFault) -> [TensorType]
  {
    try TypeFault.check(regions.isEmpty, "\(regions.count) regions")
    return try resultTypes(of: inputs, facts: facts)
  }
}
