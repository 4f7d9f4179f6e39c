import Foundation

/// A run over many seeds, by child processes.
struct Campaign {
  /// The seeds.
  let seeds: Range<UInt64>
  /// How many inputs a child tries before the next one starts.
  private static let share: UInt64 = 20_000

  /// Tries all inputs, prints what failed, and returns how many did.
  func run() throws -> Int {
    var failures = 0
    var next = seeds.lowerBound
    while next < seeds.upperBound {
      let end = min(seeds.upperBound, next + Campaign.share)
      let output = try Campaign.output(
        of: ["--worker", "yes", "--seed", "\(next)", "--count", "\(end - next)"])
      next = end
      for line in output.text.split(separator: "\n") {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count == 3, let seed = UInt64(words[1]) else { continue }
        failures += 1
        try show(seed, String(words[2]))
        // The child did not get to what follows.
        if words[0] == "ended" { next = seed + 1 }
      }
      Campaign.report("\(next - seeds.lowerBound) inputs, \(failures) failures")
    }
    return failures
  }

  /// Prints a failure with the smallest input that fails.
  private func show(_ seed: UInt64, _ reason: String) throws {
    var maker = try InputMaker()
    let text = maker.input(seed)
    let small = try Minimizer.smallest(text)
    Campaign.report("--- seed \(seed): \(reason); \(text.utf8.count) bytes")
    let shown = small.utf8.count <= 2000 ? small : small.prefix(2000) + "… and so on"
    Campaign.report(shown + "\n---")
  }

  /// Prints a line at once.
  private static func report(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  /// What a child process prints, and its status.
  static func output(of arguments: [String]) throws -> (text: String, status: Int32) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }
}

/// Makes a failing input smaller.
enum Minimizer {
  /// How many inputs are tried.
  private static let patience = 300

  /// The smallest input found that fails like the given one; that itself if nothing smaller does.
  static func smallest(_ text: String) throws -> String {
    var best = Array(text.utf8)
    guard let reason = try failure(of: best) else { return text }
    var tries = 0
    var size = best.count / 2
    while size > 0, tries < patience {
      var start = 0
      while start < best.count, tries < patience {
        var shorter = best
        shorter.removeSubrange(start..<min(best.count, start + size))
        tries += 1
        if try failure(of: shorter) == reason { best = shorter } else { start += size }
      }
      size /= 2
    }
    return String(decoding: best, as: UTF8.self)
  }

  /// How an input fails, from a child process; nil if it does not.
  private static func failure(of bytes: [UInt8]) throws -> String? {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("martlet-fuzz-\(getpid()).mlt")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let (text, status) = try Campaign.output(of: ["--input", url.path])
    return status == 0 ? nil : text
  }
}
