/// The type of an enum's values.
public struct EnumerationType: Hashable, Sendable {
  /// Which declaration.
  public let enumeration: EnumerationID
  /// The declaration's name.
  public let name: String

  /// The type of a declaration's values.
  public init(enumeration: EnumerationID, name: String) {
    self.enumeration = enumeration
    self.name = name
  }
}
