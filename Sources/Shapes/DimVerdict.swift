/// What the solver says about a claim.
public enum DimVerdict: Hashable, Sendable {
  /// It holds for all sizes that the facts allow.
  case proved
  /// It fails for these sizes, which the facts allow.
  case refuted(DimCounterexample)
  /// Neither was found within the budget.
  case unknown
}

/// Sizes for which a claim fails.
public struct DimCounterexample: Hashable, Sendable, CustomStringConvertible {
  /// A symbol with its value.
  public struct Value: Hashable, Sendable {
    /// The symbol.
    public let symbol: DimSymbol
    /// Its size.
    public let size: Int
  }

  /// The sizes, ordered by symbol.
  public let values: [Value]

  /// The sizes in words: `for H = 3 and D = 8`; `always` if there is no symbol.
  public var description: String {
    if values.isEmpty { return "always" }
    let all = values.map { "\($0.symbol) = \($0.size)" }
    let first = all.dropLast().joined(separator: ", ")
    return "for " + (first.isEmpty ? "" : first + " and ") + all[all.count - 1]
  }
}
