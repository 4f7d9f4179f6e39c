import MartletShapes
import Testing

@Suite struct DimFactsTests {
  /// What the solver says about `claim` under `facts`.
  private func verdict(_ facts: String, _ claim: String) -> DimVerdict {
    DimText.facts(facts).verdict(on: DimText.claim(claim))
  }

  @Test func fewRealisticObligationsAreUnknown() {
    var unknown: [String] = []
    for obligation in DimObligation.realistic {
      switch verdict(obligation.facts, obligation.claim) {
      case .proved: break
      case .refuted(let example): Issue.record("\(obligation) refuted \(example)")
      case .unknown: unknown.append(obligation.description)
      }
    }
    let share = Double(unknown.count) / Double(DimObligation.realistic.count)
    #expect(share < 0.1, "unknown: \(unknown)")
  }

  @Test(arguments: [
    // A floor whose numerator may be negative is not at least 0.
    ("", "(A - B) % A == A - B"), ("", "(A - B) // A >= 0"), ("", "A * ((A - B) // C) >= 0"),
    ("", "H * (D // H) == D"), ("", "N == M"), ("", "N != M"), ("", "N >= M"), ("", "N > 1"),
    ("W % 64 == 0", "W % 128 == 0"), ("W % 64 == 0", "W == 64"), ("", "N != 768"),
    ("N >= 100", "N >= 101"), ("N >= 100", "N == 100"), ("E >= 0", "E >= 1"),
    ("", "(H - 3) // 1 + 1 == H"), ("H % 2 == 0", "H % 4 == 0"), ("N != M", "N > M"),
    ("A == B + C", "A == B"), ("", "(H + 2*P - K) // S + 1 >= 1"), ("A == B * C", "B == C"),
    ("W % H == 0, W % G == 0", "H % G == 0"), ("W % H == 0, W % G == 0", "W % (H * G) == 0"),
  ])
  func whatFailsIsRefutedWithSizesThatTheFactsAllow(_ facts: String, _ claim: String) {
    let result = verdict(facts, claim)
    guard case .refuted(let example) = result else {
      Issue.record("\(facts) ⊢ \(claim) is \(result)")
      return
    }
    let sizes = Dictionary(uniqueKeysWithValues: example.values.map { ($0.symbol, $0.size) })
    #expect(BruteForce.holds(DimText.claim(claim)) { sizes[$0] } == false)
    for fact in facts.split(separator: ",") {
      #expect(BruteForce.holds(DimText.claim(String(fact))) { sizes[$0] } == true)
    }
  }

  @Test(arguments: [
    ("", "H * (D // H) == D", "for D = 1 and H = 2"), ("W % 64 == 0", "W == 64", "for W = 128"),
    ("", "2 == 3", "always"), ("Z >= 0", "Z > 0", "for Z = 0"),
  ])
  func counterexamplesAreSmall(_ facts: String, _ claim: String, _ text: String) {
    guard case .refuted(let example) = verdict(facts, claim) else {
      Issue.record("\(claim) is not refuted")
      return
    }
    #expect(example.description == text)
  }

  @Test(arguments: [
    // Rewriting with these does not come to an end.
    ("A == B + C, A == B * C", "A * B == B**3 + C"),
    ("A * B == C * D, C * A == B * D", "A**2 == D"),
    // Proofs of these are long.
    (
      "A * B >= C, B * C >= D, C * D >= A, D * A >= B, E * F >= A * B",
      "A**3 * B**2 * E + F * C**4 + 5 * D >= A * B * C * D + E**2 * F + 3 * C**2"
    ),
    ("", "(A * B + C) // (D + 1) * (E * F) // (A + B) + 7 >= (C * D + E) // (F + 2)"),
    ("", "(A + B + C + D + E + F)**12 >= 0"), ("", "(A + 9223372036854775807)**2 >= 0"),
  ])
  func hardQuestionsEnd(_ facts: String, _ claim: String) {
    let clock = ContinuousClock()
    let time = clock.measure { _ = verdict(facts, claim) }
    #expect(time < .seconds(5))
  }

  @Test func contradictionsRefuteNothing() {
    for claim in ["N == 1", "N >= 5", "N != N + M"] {
      guard case .refuted(let example) = verdict("M > 3, M < 2, K == 1", claim) else { continue }
      Issue.record("\(claim) refuted \(example)")
    }
  }

  @Test(arguments: [
    ("D % H == 0", "H * (D // H)", "D"), ("D % H == 0", "D", "D"),
    ("D % H == 0", "D // H", "D // H"), ("W % 64 == 0", "2 * W + 1", "2*W + 1"),
    ("W % 64 == 0", "W // 32", "2*(W // 64)"), ("K % 2 == 1", "2 * (K // 2)", "K - 1"),
    ("Z == L", "Z + 1", "L + 1"), ("H > y, y >= 0", "y // H + 1", "1"),
    ("", "N // 2", "N // 2"), ("A == B + C", "A * 2", "2*B + 2*C"),
  ])
  func normalFormsAreWrittenWithoutFreshSymbols(_ facts: String, _ dim: String, _ text: String) {
    #expect(DimText.facts(facts).normalised(DimText.dim(dim)).description == text)
  }

  @Test func manyFactsAreNoBurden() {
    var facts = DimFacts()
    for index in 0..<8 {
      let (a, b) = (DimSymbol(id: index, name: "A\(index)"), DimSymbol(id: 99, name: "B"))
      facts.assume(.equal(Dim(a).remainder(by: Dim(b)), 0))
      facts.assume(.atLeast(Dim(a), Dim(index)))
    }
    let last = Dim(DimSymbol(id: 3, name: "A3"))
    let base = Dim(DimSymbol(id: 99, name: "B"))
    #expect(facts.verdict(on: .equal(base * last.floorDivided(by: base), last)) == .proved)
  }
}
