import Foundation
import GoldenSupport
import MartletCompiler

/// Feeds made-up programs to lexer, parser, printer, formatter and checker.
///
///     fuzz --count 1000000 --seed 1    # runs, and says what failed, with the seed and a small input
///     fuzz --input FILE                # tries one file; exit status 1 if it fails
///
/// The inputs are tried by child processes, so that a trap or a hang is a failure like others.
@main struct Fuzz {
  /// The seconds of the processor that one input may take.
  static let seconds = 10
  /// Every how many inputs types are checked too.
  static let checkedShare = 20

  /// Reads the command line.
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    let options = Dictionary(
      zip(words, words.dropFirst()), uniquingKeysWith: { first, _ in first })
    let seed = options["--seed"].flatMap(UInt64.init) ?? 1
    let count = options["--count"].flatMap(UInt64.init) ?? 1_000_000
    Deadline.prepare()
    if let path = options["--input"] {
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
      exit(Worker.isFine(text) ? 0 : 1)
    } else if options["--worker"] != nil {
      try Worker.run(seeds: seed..<(seed + count))
    } else {
      exit(try Campaign(seeds: seed..<(seed + count)).run() == 0 ? 0 : 1)
    }
  }
}

/// The process that tries inputs one after the other.
enum Worker {
  /// What a text must survive.
  private static let trial = Trial(
    compiler: Compiler(
      library: StandardLibrary(
        folder: GoldenFile.folder.path + "/../../stdlib")))

  /// Tries the inputs of some seeds and prints a line `failed SEED WHY` for each failure.
  static func run(seeds: Range<UInt64>) throws {
    var maker = try InputMaker()
    for seed in seeds {
      Deadline.begin(seed)
      let isChecked = seed % UInt64(Fuzz.checkedShare) == 0
      if let failure = trial.failure(of: maker.input(seed), isChecked: isChecked) {
        FileHandle.standardOutput.write(Data("failed \(seed) \(failure)\n".utf8))
      }
    }
  }

  /// Whether a text survives everything.
  static func isFine(_ text: String) -> Bool {
    Deadline.begin(0)
    let failure = trial.failure(of: text, isChecked: true)
    if let failure { FileHandle.standardOutput.write(Data("failed: \(failure)\n".utf8)) }
    return failure == nil
  }
}
