import MartletShapes

/// The type of a model: its declaration and, for each of the declaration's static sizes, its value.
///
/// The keys are the declaration's own symbols (`ModelDeclaration.sizes`): binders, static Int
/// parameters and lets, and the elided sizes of its parts under dotted names. A size that the
/// program left out has a fresh symbol as its value.
public struct ModelType: Hashable, Sendable {
  /// Which declaration.
  public let model: ModelID
  /// The declaration's name.
  public let name: String
  /// The value of each static size of the declaration, in the context's symbols.
  public var sizes: [DimSymbol: Dim]
  /// The value of each run of the declaration: its binder, and those of its parts.
  public var runs: [DimRun: [TensorType.Item]]
  /// The value of each type binder of the declaration.
  public var types: [TypeVariable: Type]

  /// A model type of the given parts.
  public init(
    model: ModelID, name: String, sizes: [DimSymbol: Dim],
    runs: [DimRun: [TensorType.Item]] = [:], types: [TypeVariable: Type] = [:]
  ) {
    self.model = model
    self.name = name
    self.sizes = sizes
    self.runs = runs
    self.types = types
  }
}

/// The type of a struct: its declaration and the values of its binders.
public struct StructureType: Hashable, Sendable {
  /// Which declaration.
  public let structure: StructureID
  /// The declaration's name.
  public let name: String
  /// The value of each binder, in the context's symbols.
  public var sizes: [DimSymbol: Dim]
  /// The value of the run among the binders.
  public var runs: [DimRun: [TensorType.Item]]
  /// The value of each type binder.
  public var types: [TypeVariable: Type]

  /// A struct type of the given parts.
  public init(
    structure: StructureID, name: String, sizes: [DimSymbol: Dim],
    runs: [DimRun: [TensorType.Item]] = [:], types: [TypeVariable: Type] = [:]
  ) {
    self.structure = structure
    self.name = name
    self.sizes = sizes
    self.runs = runs
    self.types = types
  }
}

/// The type of a value of which only a protocol is known: the protocol and its binders' values.
public struct ProtocolType: Hashable, Sendable {
  /// Which declaration.
  public let declaration: ProtocolID
  /// The declaration's name.
  public let name: String
  /// The value of each binder that is a dim, in the context's symbols.
  public var sizes: [DimSymbol: Dim]
  /// The value of each type binder.
  public var types: [TypeVariable: Type]

  /// A type of the given parts.
  public init(
    declaration: ProtocolID, name: String, sizes: [DimSymbol: Dim],
    types: [TypeVariable: Type] = [:]
  ) {
    self.declaration = declaration
    self.name = name
    self.sizes = sizes
    self.types = types
  }
}
