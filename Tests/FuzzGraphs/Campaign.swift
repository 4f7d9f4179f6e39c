import Foundation

/// Runs child processes that try graphs, from several threads, and counts what failed.
final class Campaign: @unchecked Sendable {
  /// How many graphs a process tries.
  static let share = 50

  /// Guards the count and the output.
  private let lock = NSLock()
  /// The graphs that failed.
  private(set) var failed = 0

  /// Tries some graphs; where a process dies of one, each again on its own.
  func run(_ seeds: Range<Int>) {
    let (lines, hasEnded) = child(seeds)
    if hasEnded {
      for line in lines { fail(line) }
    } else if seeds.count == 1 {
      fail("seed \(seeds.lowerBound): the process died")
    } else {
      for seed in seeds { run(seed..<(seed + 1)) }
    }
  }

  /// The lines that a process says of some graphs, and whether it came to its end.
  private func child(_ seeds: Range<Int>) -> (lines: [String], hasEnded: Bool) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["--worker", "--seed", "\(seeds.lowerBound)", "--count", "\(seeds.count)"]
    let output = Pipe()
    process.standardOutput = output
    guard (try? process.run()) != nil else { return ([], false) }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text.split(separator: "\n").map(String.init), process.terminationReason == .exit)
  }

  /// Counts a graph that failed, and says why.
  private func fail(_ why: String) {
    lock.withLock { failed += 1 }
    write(why)
  }

  /// Writes a line at once.
  func write(_ line: String) {
    lock.withLock { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
  }
}
