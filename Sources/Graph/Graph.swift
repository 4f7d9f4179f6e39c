import MartletShapes

/// A typed graph in static single assignment form, polymorphic in the sizes of its inputs.
///
/// A value has one definition: it is a parameter or the result of one node, and nodes stand in an
/// order in which every input is defined before it is used.
public struct Graph: Sendable {
  /// An input of the graph.
  public struct Parameter: Hashable, Sendable {
    /// The name, for people; not necessarily unique.
    public let name: String
    /// The value that it is inside.
    public let value: ValueID

    /// A parameter of the given name and value.
    public init(name: String, value: ValueID) {
      self.name = name
      self.value = value
    }
  }

  /// The symbols that may occur in types, in the order they were made.
  public let symbols: [DimSymbol]
  /// The inputs.
  public let parameters: [Parameter]
  /// The computation, in a valid order.
  public let nodes: [Node]
  /// The types of all values, by `ValueID.index`.
  public let types: [TensorType]
  /// What is computed; a value may occur twice.
  public let outputs: [ValueID]
  /// What must hold of the sizes.
  public let requirements: [SizeRequirement]
  /// What is known of the sizes, with what `requirements` say.
  public let facts: DimFacts

  /// A graph of the given parts, which `verify()` can check.
  public init(
    symbols: [DimSymbol], parameters: [Parameter], nodes: [Node], types: [TensorType],
    outputs: [ValueID], requirements: [SizeRequirement] = [], facts: DimFacts = DimFacts()
  ) {
    self.symbols = symbols
    self.parameters = parameters
    self.nodes = nodes
    self.types = types
    self.outputs = outputs
    self.requirements = requirements
    self.facts = facts
  }

  /// The type of a value.
  public func type(of value: ValueID) -> TensorType { types[value.index] }
}
