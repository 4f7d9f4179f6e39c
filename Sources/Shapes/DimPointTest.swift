/// Compiled claims, to be tested for many sizes in turn.
struct DimPointTest {
  /// The values of solved symbols over the free ones.
  private let solutions: DimProgram
  /// The least size of each solved symbol.
  private let leastSizes: [Int]
  /// Both sides of each claim over all symbols, and whether it shall hold.
  private let claims: [(program: DimProgram, claim: DimClaim, holds: Bool)]
  /// Room for the sizes of free symbols, of solved ones, of all, and for two sides.
  private var free: [Int] = [], solved: [Int] = [], all: [Int] = [], sides: [Int] = []

  /// Makes a test of `claims`, each to hold or not, over `symbols`: free ones, then solved ones.
  init(
    solutions: DimProgram, leastSizes: [Int], claims: [(DimClaim, Bool)], symbols: [DimSymbol]
  ) {
    self.solutions = solutions
    self.leastSizes = leastSizes
    self.claims = claims.map { claim, holds in
      (DimProgram([claim.sides.left, claim.sides.right], over: symbols), claim, holds)
    }
  }

  /// The sizes of all symbols, if the claims are as they shall be where the free symbols have
  /// the sizes that `point` picks from `choices`.
  mutating func sizes(at point: [Int], of choices: [[Int]]) -> [Int]? {
    free.removeAll(keepingCapacity: true)
    for place in point.indices { free.append(choices[place][point[place]]) }
    all.removeAll(keepingCapacity: true)
    all.append(contentsOf: free)
    if solutions.count > 0 {
      guard solutions.evaluate(into: &solved, symbols: free) else { return nil }
      for place in solved.indices where solved[place] < leastSizes[place] { return nil }
      all.append(contentsOf: solved)
    }
    for entry in claims {
      guard entry.program.evaluate(into: &sides, symbols: all),
        entry.claim.holds(between: sides[0], and: sides[1]) == entry.holds
      else { return nil }
    }
    return all
  }
}
