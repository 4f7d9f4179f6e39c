import Foundation
import GraphSupport

/// Tries random graphs over the catalogue.
///
///     fuzz-graphs --count 10000 --seed 0    # says what failed; exit status 1 if anything did
///
/// The graphs are tried by child processes, so that a trap is a failure like others.
@main struct FuzzGraphs {
  /// Reads the command line.
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    let options = Dictionary(
      zip(words, words.dropFirst()), uniquingKeysWith: { first, _ in first })
    let first = options["--seed"].flatMap { Int($0) } ?? 0
    let count = options["--count"].flatMap { Int($0) } ?? 10_000
    let seeds = first..<(first + count)
    if words.contains("--worker") { exit(areFine(seeds) ? 0 : 1) }
    let campaign = Campaign()
    let starts = Array(stride(from: first, to: seeds.upperBound, by: Campaign.share))
    DispatchQueue.concurrentPerform(iterations: starts.count) { place in
      let start = starts[place]
      campaign.run(start..<min(start + Campaign.share, seeds.upperBound))
    }
    campaign.write("\(count) graphs from seed \(first) on; \(campaign.failed) failed")
    exit(campaign.failed == 0 ? 0 : 1)
  }

  /// Tries graphs one after the other; says in a line what is wrong with each, and whether none is.
  private static func areFine(_ seeds: Range<Int>) -> Bool {
    var isFine = true
    for seed in seeds {
      let failures = CatalogueTrial.failures(seed)
      guard !failures.isEmpty else { continue }
      isFine = false
      print(failures.joined(separator: "; "))
    }
    return isFine
  }
}
