import Glibc
import MartletShapes
import Testing

/// Trying all small sizes.
enum BruteForce {
  /// Whether `claim` holds for given sizes; nil if a side has no value.
  static func holds(_ claim: DimClaim, _ size: (DimSymbol) -> Int?) -> Bool? {
    let (a, b) = sides(claim)
    guard let x = a.evaluated(size), let y = b.evaluated(size) else { return nil }
    switch claim {
    case .equal: return x == y
    case .atLeast: return x >= y
    case .different: return x != y
    }
  }

  /// Left and right side.
  static func sides(_ claim: DimClaim) -> (Dim, Dim) {
    switch claim {
    case .equal(let a, let b), .atLeast(let a, let b), .different(let a, let b): (a, b)
    }
  }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  /// The state.
  private var state: UInt64

  /// Starts at `seed`.
  init(seed: UInt64) { state = seed }

  /// The next number.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Claims and facts that come by chance, checked against all sizes up to a few.
struct DimFuzz {
  /// Where chance comes from.
  var generator: SeededGenerator
  /// How often each verdict came.
  var proved = 0, refuted = 0, unknown = 0
  /// What was wrong.
  var mistakes: [String] = []

  /// The symbols; the last may be 0.
  let symbols: [DimSymbol]
  /// The greatest size tried.
  static let side = 4
  /// How deep operators nest.
  let depth: Int

  /// Starts at `seed`, with operators on `symbols` nested `depth` deep.
  init(seed: UInt64, depth: Int, symbols: Int) {
    generator = SeededGenerator(seed: seed)
    self.symbols = ["A", "B", "C"].prefix(symbols).map(DimText.symbol)
    self.depth = depth
  }

  /// Checks `count` claims, eight for each set of facts.
  mutating func run(claims count: Int) {
    for _ in 0..<(count / 8) {
      var facts = DimFacts()
      let zero = Bool.random(using: &generator) ? symbols.last : nil
      if let zero { facts.allowZero(zero) }
      var assumed: [DimClaim] = []
      for _ in 0..<Int.random(in: 0...2, using: &generator) { assumed.append(fact()) }
      for claim in assumed { facts.assume(claim) }
      let points = self.points(assumed, zero: zero)
      for _ in 0..<8 { check(claim(), facts, assumed, points) }
    }
  }

  /// All small sizes that `facts` allow.
  private func points(_ facts: [DimClaim], zero: DimSymbol?) -> [[Int]] {
    let allowed = symbols.reduce([[]]) { points, symbol in
      points.flatMap { point in
        ((symbol == zero ? 0 : 1)...DimFuzz.side).map { point + [$0] }
      }
    }
    return allowed.filter { point in
      facts.allSatisfy { BruteForce.holds($0, size(point)) == true }
    }
  }

  /// The sizes of a point.
  private func size(_ point: [Int]) -> (DimSymbol) -> Int? {
    { symbol in symbols.firstIndex(of: symbol).map { point[$0] } }
  }

  /// Asks for a verdict and a normal form and notes what is wrong about them.
  private mutating func check(
    _ claim: DimClaim, _ facts: DimFacts, _ assumed: [DimClaim], _ points: [[Int]]
  ) {
    switch facts.verdict(on: claim) {
    case .proved:
      proved += 1
      for point in points where BruteForce.holds(claim, size(point)) == false {
        mistakes.append("\(assumed) proves \(claim), false for \(point)")
        break
      }
    case .refuted(let example):
      refuted += 1
      let sizes = Dictionary(uniqueKeysWithValues: example.values.map { ($0.symbol, $0.size) })
      let isCounterexample = BruteForce.holds(claim) { sizes[$0] } == false
      let isAllowed = assumed.allSatisfy { fact in
        let (a, b) = BruteForce.sides(fact)
        let isLinked = a.symbols.union(b.symbols).isSubset(of: sizes.keys)
        return !isLinked || BruteForce.holds(fact) { sizes[$0] } == true
      }
      if !isCounterexample || !isAllowed {
        mistakes.append("\(assumed) refutes \(claim) with \(example)")
      }
    case .unknown: unknown += 1
    }
    let dim = BruteForce.sides(claim).0
    let normal = facts.normalised(dim)
    for point in points {
      guard let value = dim.evaluated(size(point)) else { continue }
      if let other = normal.evaluated(size(point)), other != value {
        mistakes.append("\(assumed) turns \(dim) into \(normal), wrong for \(point)")
        break
      }
    }
  }

  /// A claim of any kind.
  private mutating func claim() -> DimClaim {
    let (a, b) = (dim(depth: depth), dim(depth: small(0...depth)))
    switch Int.random(in: 0..<8, using: &generator) {
    case 0, 1: return .equal(a, b)
    case 2: return .equal(a * b, b * a + dim(depth: depth - 1) - dim(depth: depth - 1))
    case 3: return .different(a, b)
    case 4: return .equal(symbol().floorDivided(by: symbol()) * symbol(), symbol())
    default: return .atLeast(a + b, dim(depth: depth - 1))
    }
  }

  /// A claim as `where` clauses have them.
  private mutating func fact() -> DimClaim {
    switch Int.random(in: 0..<7, using: &generator) {
    case 0, 1: return .equal(symbol().remainder(by: dim(depth: 0)), 0)
    case 2: return .equal(dim(depth: 1).remainder(by: symbol()), Dim(small(0...1)))
    case 3: return .equal(symbol(), dim(depth: 1))
    case 4: return .different(symbol(), dim(depth: 1))
    case 5: return .equal(dim(depth: 1), dim(depth: 1))
    default: return .atLeast(dim(depth: 1), dim(depth: 1))
    }
  }

  /// A dim with operators nested `depth` deep.
  mutating func dim(depth: Int) -> Dim {
    if depth == 0 {
      return small(0...2) == 0 ? Dim(small(0...4)) : symbol()
    }
    let (a, b) = (dim(depth: depth - 1), dim(depth: depth - 1))
    switch Int.random(in: 0..<7, using: &generator) {
    case 0, 1: return a + b
    case 2: return a - b
    case 3: return a * b
    case 4: return a.floorDivided(by: symbol())
    case 5: return a.floorDivided(by: Dim(small(1...4)))
    default: return a.remainder(by: b == 0 ? 2 : b)
    }
  }

  /// One of the symbols.
  private mutating func symbol() -> Dim {
    Dim(symbols[small(0...(symbols.count - 1))])
  }

  /// A number of `range`.
  private mutating func small(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }
}

@Suite struct DimFuzzTests {
  /// How often more claims are checked than in the fast test: `MARTLET_FUZZ`, 1 if it is not set.
  static let factor = getenv("MARTLET_FUZZ").flatMap { Int(String(cString: $0)) } ?? 1

  @Test(arguments: [(1, 2, 4_000), (1, 3, 1_600), (2, 3, 400)])
  func verdictsAgreeWithBruteForce(_ depth: Int, _ symbols: Int, _ count: Int) {
    let claims = count * DimFuzzTests.factor
    var fuzz = DimFuzz(seed: 1, depth: depth, symbols: symbols)
    fuzz.run(claims: claims)
    #expect(fuzz.mistakes.isEmpty, "\(fuzz.mistakes.prefix(5))")
    #expect(fuzz.unknown * 5 < claims)
  }

  @Test func printedDimsReadBackAsThemselves() {
    var fuzz = DimFuzz(seed: 2, depth: 2, symbols: 3)
    for _ in 0..<300 {
      let dim = fuzz.dim(depth: 2)
      if dim.isDefined { #expect(DimText.dim(dim.description) == dim) }
    }
  }

  @Test func programsComputeWhatDimsEvaluateTo() {
    var fuzz = DimFuzz(seed: 3, depth: 2, symbols: 3)
    var sizes: [Int] = []
    for _ in 0..<300 {
      let dims = [fuzz.dim(depth: 2), 7, fuzz.dim(depth: 1)]
      let program = DimProgram(dims, over: fuzz.symbols)
      let values = (0..<3).map { _ in Int.random(in: 0...9, using: &fuzz.generator) }
      let expected = dims.map { dim in
        dim.evaluated { symbol in fuzz.symbols.firstIndex(of: symbol).map { values[$0] } }
      }
      let isDefined = program.evaluate(into: &sizes, symbols: values)
      #expect(isDefined == !expected.contains(nil))
      if isDefined { #expect(sizes == expected.compactMap { $0 }) }
    }
  }
}
