/// Which model declaration of a program.
public struct ModelID: Hashable, Sendable {
  /// The index in `TypedProgram.models`.
  public let index: Int
  /// The declaration of the given index.
  public init(index: Int) { self.index = index }
}

/// Which struct declaration of a program.
public struct StructureID: Hashable, Sendable {
  /// The index in `TypedProgram.structures`.
  public let index: Int
  /// The declaration of the given index.
  public init(index: Int) { self.index = index }
}

/// Which enum declaration of a program.
public struct EnumerationID: Hashable, Sendable {
  /// The index in `TypedProgram.enumerations`.
  public let index: Int
  /// The declaration of the given index.
  public init(index: Int) { self.index = index }
}

/// Which protocol declaration of a program.
public struct ProtocolID: Hashable, Sendable {
  /// The index in `TypedProgram.protocols`.
  public let index: Int
  /// The declaration of the given index.
  public init(index: Int) { self.index = index }
}

/// Which function, method or proc of a program.
public struct FunctionID: Hashable, Sendable {
  /// The index in `TypedProgram.functions`.
  public let index: Int
  /// The declaration of the given index.
  public init(index: Int) { self.index = index }
}

/// Which top-level `let` or `var`, of a library or of the script.
public struct GlobalID: Hashable, Sendable {
  /// The index in `TypedProgram.globals`.
  public let index: Int
  /// The declaration of the given index.
  public init(index: Int) { self.index = index }
}

/// A binding of one function's frame: a parameter, `let`, `var` or loop variable.
public struct LocalID: Hashable, Sendable {
  /// The slot in the frame; unique in its function.
  public let index: Int
  /// The binding in the given slot.
  public init(index: Int) { self.index = index }
}

/// An index name of an equation or of a reducer inside it.
public struct IndexID: Hashable, Sendable {
  /// Unique in its equation.
  public let index: Int
  /// The index of the given number.
  public init(index: Int) { self.index = index }
}

/// Which declared setting of a program.
public struct SettingID: Hashable, Sendable {
  /// The index in `TypedProgram.settings`.
  public let index: Int
  /// The setting of the given index.
  public init(index: Int) { self.index = index }
}
