/// What is known about sizes: claims assumed, and symbols that may be 0.
///
///     var facts = DimFacts()
///     facts.assume(.equal(d.remainder(by: h), 0))                   // D % H == 0
///     facts.verdict(on: .equal(h * d.floorDivided(by: h), d))       // proved
///     facts.verdict(on: .equal(d, h))                               // refuted: for D = 2, H = 1
///
/// Every symbol is at least 1 unless `allowZero` says that it may be 0.
public struct DimFacts: Sendable {
  /// The most orders of divisibility facts that are tried.
  private static let orderLimit = 4

  /// The claims, in the order in which they were assumed.
  public private(set) var claims: [DimClaim] = []
  /// The symbols that may be 0.
  public private(set) var zeros: Set<DimSymbol> = []
  /// The claims made ready, in the orders worth trying; the first one gives the normal form.
  private(set) var systems: [DimSystem] = [DimSystem()]

  /// Makes facts that say nothing.
  public init() {}

  /// Adds a claim.
  public mutating func assume(_ claim: DimClaim) {
    guard !claims.contains(claim) else { return }
    claims.append(claim)
    for index in systems.indices { systems[index].add(claim) }
    // Two divisibility facts are not confluent: solving for a symbol by one of them leaves the
    // other as a rule. So each of the first few gets its turn to come first.
    if claim.isDivision && claims.dropLast().contains(where: \.isDivision)
      && systems.count < DimFacts.orderLimit
    {
      systems.append(DimSystem([claim] + claims.dropLast(), zeros: zeros))
    }
  }

  /// Says that `symbol` is at least 0, not at least 1.
  public mutating func allowZero(_ symbol: DimSymbol) {
    guard zeros.insert(symbol).inserted else { return }
    let earlier = claims
    (claims, systems) = ([], [DimSystem([], zeros: zeros)])
    for claim in earlier { assume(claim) }
  }

  /// The canonical form under the facts, for printing and for equality at a glance.
  public func normalised(_ dim: Dim) -> Dim {
    guard case .polynomial = dim.form else { return dim }
    let system = systems[0]
    return system.restored(system.normalised(dim))
  }

  /// Whether `claim` follows, fails, or cannot be told.
  ///
  /// `proved` and `refuted` are never wrong; facts that contradict each other prove some claims,
  /// and refute none.
  public func verdict(on claim: DimClaim) -> DimVerdict {
    let (a, b) = claim.sides
    guard a.isDefined, b.isDefined else { return .unknown }
    if claims.contains(claim) || systems[0].provesAtSight(claim) { return .proved }
    // A wrong claim mostly fails at the first few sizes: look there before a long proof.
    let refuter = DimRefuter(self)
    if let example = refuter.counterexample(to: claim, among: 32) { return .refuted(example) }
    if systems.contains(where: { $0.proves(claim) }) { return .proved }
    return refuter.counterexample(to: claim).map { .refuted($0) } ?? .unknown
  }
}

extension DimClaim {
  /// Whether it says what remains of a division.
  fileprivate var isDivision: Bool {
    guard case .equal(let a, let b) = self else { return false }
    return !(a.floors.isEmpty && b.floors.isEmpty)
  }
}
