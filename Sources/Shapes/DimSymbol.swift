/// A name that stands for a size: a binder, a static field, or a size known when built.
///
/// Two symbols are the same if both `id` and `name` are. Whoever makes symbols hands out the
/// numbers, from 0 up; negative numbers are kept for the solver.
public struct DimSymbol: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number that tells symbols of one name apart, and orders them.
  public let id: Int
  /// The name, as a message prints it.
  public let name: String

  /// Makes the symbol `name` with the number `id`.
  public init(id: Int, name: String) {
    self.id = id
    self.name = name
  }

  /// The name.
  public var description: String { name }

  /// Hashes the number; names hardly ever differ where it does not.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
  }

  /// Whether `a` stands before `b`: by number, then by name.
  public static func < (a: DimSymbol, b: DimSymbol) -> Bool {
    a.id != b.id ? a.id < b.id : a.name < b.name
  }
}
