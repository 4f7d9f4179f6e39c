import GraphSupport
import Testing

/// The first random graphs over the catalogue; `make fuzz-graphs` tries more.
@Suite struct CatalogueGraphTests {
  @Test(arguments: 0..<20) func graphsAgreeWithTheirMeaning(part: Int) {
    for number in 0..<10 {
      let failures = CatalogueTrial.failures(part + 20 * number)
      #expect(failures.isEmpty, "\(failures)")
    }
  }

  /// In graph 8547 a loop over constants is left of a sum with zeros, which folding took for an
  /// operation without regions.
  @Test func loopsThatAreLeftOfSumsAreNotFolded() {
    #expect(CatalogueTrial.failures(8547).isEmpty)
  }
}
