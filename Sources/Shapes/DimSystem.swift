/// Facts made ready for use: equations solved, inequalities in normal form.
///
/// Each equation becomes a substitution where a symbol can be solved for, a rewriting rule
/// elsewhere. `p % q == c` with a witness: `p` becomes `q*k + c` for a fresh symbol `k`, which
/// stands for `p // q`.
struct DimSystem: Sendable {
  /// The least size of symbols; 1 where nothing is said.
  var leastSizes: [DimSymbol: Int] = [:]
  /// Symbols that were solved for; no value mentions one of them.
  var solutions: [DimSymbol: Dim] = [:]
  /// Equations that could only be directed.
  var rules: [DimRule] = []
  /// Dims that are at least 0.
  var bounds: [Dim] = []
  /// Dims that are not 0.
  var nonZeros: [Dim] = []
  /// The fresh symbols, in the order in which they came.
  var witnesses: [DimWitness] = []

  /// The least size of `symbol`.
  func leastSize(of symbol: DimSymbol) -> Int {
    leastSizes[symbol] ?? 1
  }
}

/// The equation `coefficient * monomial == replacement`, used from left to right.
struct DimRule: Sendable {
  /// What is replaced.
  let monomial: DimMonomial
  /// How many of it make the replacement; at least 1.
  let coefficient: Int
  /// What stands for it.
  let replacement: Dim

  /// What the rule says is 0.
  var equation: Dim { Dim(1).times(monomial, coefficient) - replacement }
}

/// A fresh symbol, the quotient of an exact division.
struct DimWitness: Sendable {
  /// The symbol.
  let symbol: DimSymbol
  /// What is divided, a multiple of the divisor.
  let numerator: Dim
  /// What it is divided by.
  let divisor: Dim
}
