import Foundation
import MartletFormats
import MartletSource
import Testing

/// Draws against the distributions that they should have. The seeds are fixed, so that a test that
/// passes always passes.
@Suite struct DistributionTests {
  /// How many draws are looked at: enough for a variance wrong by 2 % to be six standard errors off.
  static let count = 200_000

  /// The vector that the expression gives.
  private func drawn(_ expression: String, _ count: Int, seed: Int) throws -> [Double] {
    let folder = try TemporaryFolder()
    let text = """
      \(Distribution.functions)let n = \(count)
      save("\(folder.path)draws.npy", \(expression))
      """
    #expect(ProgramRun(text, seed: seed).text == "")
    return try NPY.read(folder.path + "draws.npy").doubles
  }

  /// Holds draws against their distribution.
  private func check(_ distribution: Distribution) throws {
    let count = Int(Double(Self.count) * distribution.share)
    let draws = try drawn(distribution.expression, count, seed: 1)
    // Expectations show all that they contain where they fail, which takes minutes for all draws.
    let (found, failures) = (draws.count, Fit(draws, distribution).failures)
    #expect(found == count)
    #expect(failures == [:])
  }

  @Test(arguments: Distribution.reals) func realNumbersFit(_ draws: Distribution) throws {
    try check(draws)
  }

  @Test(arguments: Distribution.gammas + Distribution.kin)
  func gammaDrawsFit(_ draws: Distribution) throws { try check(draws) }

  @Test(arguments: Distribution.events + Distribution.successes)
  func countsFit(_ draws: Distribution) throws { try check(draws) }

  @Test(arguments: Distribution.classes) func classesAndOrdersFit(_ draws: Distribution) throws {
    try check(draws)
  }

  @Test(arguments: Distribution.places)
  func lanesAndStepsFit(_ draws: Distribution) throws { try check(draws) }

  /// Draws that are nearly right, with what is wrong about them.
  static let faults: [(draws: String, fails: String)] = [
    ("1.01 * normal[n]()", "variance"),
    ("normal[n]() + 0.012", "mean"),
    ("select(uniform[n]() < 0.005, 0.0, normal[n]())", "χ²"),
    ("select(uniform[n]() < 0.02, abs(normal[n]()), normal[n]())", "Kolmogorov"),
    ("wander(normal[n]())", "correlation 1"),
    ("twins(normal[n // 2]())", "pairs"),
  ]

  @Test(arguments: faults.indices) func drawsThatAreNearlyRightFail(_ index: Int) throws {
    let (expression, fails) = Self.faults[index]
    let draws = try drawn(expression, Self.count, seed: 1)
    let fit = Fit(
      draws, .real(expression, mean: 0, variance: 1) { DistributionFunctions.normal($0) })
    #expect(fit.failures.keys.contains(fails))
  }

  @Test func wrongCountsFail() throws {
    let draws = try drawn("random_int[n](below: 6)", Self.count, seed: 1)
    let loaded = Distribution.whole("loaded", below: 6) {
      $0 == 5 ? 1.0 / 6 + 0.01 : 1.0 / 6 - 0.002
    }
    #expect(Set(Fit(draws, loaded).failures.keys).isSuperset(of: ["χ²", "mean"]))
    #expect(Fit([7] + draws, .whole("die", below: 6) { _ in 1.0 / 6 }).failures["possible"] == 0)
  }
}
