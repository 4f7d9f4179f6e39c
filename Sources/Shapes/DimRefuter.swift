/// The search for sizes that the facts allow and a claim does not hold for.
///
/// Symbols that the facts determine are computed from the others, so `W % 64 == 0` tries 64, 128
/// and so on. The others take small values first; every fact is checked as it was stated.
struct DimRefuter {
  /// The facts.
  private let facts: DimFacts

  /// Makes a search under `facts`.
  init(_ facts: DimFacts) {
    self.facts = facts
  }

  /// The first sizes for which `claim` fails, if the box, or its first `limit` points, hold any.
  func counterexample(to claim: DimClaim, among limit: Int = .max) -> DimCounterexample? {
    let (symbols, linked, others) = reach(of: claim)
    guard let sizes = search(symbols, refuting: claim, under: linked, limit: limit)
    else { return nil }
    // The facts about other symbols must not contradict each other either.
    guard isSatisfiable(others) else { return nil }
    return DimCounterexample(values: zip(symbols, sizes).map { .init(symbol: $0, size: $1) })
  }

  /// Whether sizes are found for which all of `claims` hold.
  private func isSatisfiable(_ claims: [DimClaim]) -> Bool {
    var rest = claims
    while let first = rest.first {
      let (symbols, linked, _) = reach(of: first)
      if search(symbols, refuting: nil, under: linked) == nil { return false }
      rest.removeAll { linked.contains($0) }
    }
    return true
  }

  /// The symbols that have to do with `claim`, the facts about them, and the other facts.
  private func reach(of claim: DimClaim)
    -> (symbols: [DimSymbol], linked: [DimClaim], others: [DimClaim])
  {
    var symbols = claim.symbols
    var linked: [DimClaim] = []
    var others = facts.claims
    while true {
      let found = others.filter { $0.symbols.isEmpty || !$0.symbols.isDisjoint(with: symbols) }
      if found.isEmpty { break }
      linked += found
      others.removeAll { found.contains($0) }
      for fact in found { symbols.formUnion(fact.symbols) }
    }
    return (symbols.sorted(), linked, others)
  }

  /// The first sizes of `symbols`, smallest sum first, for which `facts` hold and `claim` fails.
  private func search(
    _ symbols: [DimSymbol], refuting claim: DimClaim?, under facts: [DimClaim],
    limit: Int = .max
  ) -> [Int]? {
    let system = self.facts.systems[0]
    let solved = symbols.filter { system.solutions[$0] != nil }
    let values = solved.map { system.solutions[$0] ?? Dim($0) }
    let free = values.reduce(Set(symbols).subtracting(solved)) { $0.union($1.symbols) }.sorted()
    let constants = constants(of: (claim.map { [$0] } ?? []) + facts)
    let choices = free.map {
      sizes(from: system.leastSize(of: $0), count: free.count, constants: constants)
    }
    // A claim must fail before its facts are looked at: that is the rarer event.
    let place = Dictionary(uniqueKeysWithValues: (free + solved).enumerated().map { ($1, $0) })
    var test = DimPointTest(
      solutions: DimProgram(values, over: free),
      leastSizes: solved.map { self.facts.zeros.contains($0) ? 0 : 1 },
      claims: (claim.map { [($0, false)] } ?? []) + facts.map { ($0, true) },
      symbols: free + solved)
    var found: [Int]?
    var left = limit
    DimBox(sides: choices.map(\.count)).first { point in
      left -= 1
      if left < 0 { return true }
      guard let sizes = test.sizes(at: point, of: choices) else { return false }
      found = symbols.map { place[$0].map { sizes[$0] } ?? 0 }
      return true
    }
    return found
  }

  /// The sizes to try for one of `count` symbols: the least ones, then those that the text names.
  private func sizes(from least: Int, count: Int, constants: [Int]) -> [Int] {
    let sides = [1, 40, 20, 12, 8, 6, 4, 3, 3]
    let side = count < sides.count ? sides[count] : count < 14 ? 2 : 1
    let end = least.addingReportingOverflow(side)
    guard !end.overflow else { return [least] }
    let named = count > 3 ? [] : constants.filter { $0 >= end.partialValue }
    return Array(least..<end.partialValue) + named.prefix(count == 1 ? 24 : 6)
  }

  /// The numbers that occur in `claims`, with their neighbours.
  private func constants(of claims: [DimClaim]) -> [Int] {
    var result: Set<Int> = []
    for claim in claims {
      for term in claim.sides.left.terms + claim.sides.right.terms
      where term.coefficient.magnitude < 1 << 40 {
        let size = Int(term.coefficient.magnitude)
        result.formUnion([size - 1, size, size + 1])
      }
    }
    return result.sorted()
  }
}

extension DimClaim {
  /// The symbols of both sides.
  public var symbols: Set<DimSymbol> {
    sides.left.symbols.union(sides.right.symbols)
  }
}
