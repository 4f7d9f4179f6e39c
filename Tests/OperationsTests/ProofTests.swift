import MartletOperations
import Testing

/// What `docs/operations.md` says of an operation holds; see `Proof`.
@Suite struct ProofTests {
  /// The names of all pages.
  static let names = Catalog.pages.map(\.name)

  @Test(arguments: names, Proof.Property.allCases)
  func isShown(_ name: String, _ property: Proof.Property) async throws {
    let finding = try #require(await Proof.all[name]!.value.findings[property])
    #expect(
      finding.evidence.failures.isEmpty,
      "\(finding.evidence.failures.prefix(3).joined(separator: "\n"))")
    #expect(
      finding.isReason || finding.evidence.comparisons > 0,
      "nothing shows the \(property.rawValue) of \(name), and no reason is given")
  }
}
