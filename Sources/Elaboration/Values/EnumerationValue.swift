import MartletTyping

/// A value of an enum: which of the declaration's cases, and what it is called.
public struct EnumerationValue: Hashable, Sendable {
  /// Which declaration.
  public let enumeration: EnumerationID
  /// The position among the cases.
  public let index: Int
  /// The name of the case, as it is printed.
  public let name: String

  /// A case of a declaration.
  public init(enumeration: EnumerationID, index: Int, name: String) {
    self.enumeration = enumeration
    self.index = index
    self.name = name
  }
}
