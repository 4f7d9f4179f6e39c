import Foundation
import MartletSource

/// A program under `Tests/Golden` and, beside it, the text that it must produce.
///
/// A test is parameterized over `GoldenFile.files(in: "syntax")`, renders what its stage makes of
/// `text`, and expects `problems(with:)` to be empty. With `MARTLET_ACCEPT=1` in the environment
/// `problems(with:)` writes the `.expected` file instead; markers are never rewritten.
public struct GoldenFile: Sendable, CustomStringConvertible {
  /// The path below `Tests/Golden`, without its ending: `syntax/else-on-new-line`.
  public let name: String
  /// The program.
  public let text: String
  /// The program's file.
  private let url: URL

  /// How test reports name it.
  public var description: String { name }
  /// The program as the compiler takes it.
  public var source: SourceFile { SourceFile(name: url.lastPathComponent, text: text) }
  /// The text that it must produce; nil if there is none yet.
  public var expected: String? { try? String(contentsOf: expectedURL, encoding: .utf8) }
  /// The file that holds it.
  private var expectedURL: URL { url.deletingPathExtension().appendingPathExtension("expected") }

  /// The folder `Tests/Golden`.
  public static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Golden")

  /// The programs in a folder below `Tests/Golden`, in alphabetical order.
  public static func files(in name: String) -> [GoldenFile] {
    entries(in: name).filter { $0.pathExtension == "mlt" }.map { url in
      GoldenFile(
        name: name + "/" + url.deletingPathExtension().lastPathComponent,
        text: (try? String(contentsOf: url, encoding: .utf8)) ?? "", url: url)
    }
  }

  /// The `.expected` files in a folder that no program stands beside.
  public static func orphans(in name: String) -> [String] {
    let names = Set(files(in: name).map(\.url.lastPathComponent))
    return entries(in: name).filter { $0.pathExtension == "expected" }
      .map { $0.deletingPathExtension().appendingPathExtension("mlt").lastPathComponent }
      .filter { !names.contains($0) }
  }

  /// What a folder holds.
  private static func entries(in name: String) -> [URL] {
    let url = folder.appendingPathComponent(name)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.sorted().map { url.appendingPathComponent($0) }
  }

  /// How the text differs from what is expected, for a person; empty if it does not.
  public func problems(with actual: String) -> [String] {
    if expected == actual { return [] }
    if ProcessInfo.processInfo.environment["MARTLET_ACCEPT"] == "1" {
      do {
        try actual.write(to: expectedURL, atomically: true, encoding: .utf8)
        return []
      } catch {
        return ["cannot write \(expectedURL.path): \(error)"]
      }
    }
    guard let expected else { return ["\(name).expected is missing; it would be:\n\(actual)"] }
    return ["\(name).expected differs\n\(difference(expected, actual))"]
  }

  /// The first lines in which two texts differ.
  private func difference(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).prefix { $0 == $1 }.count
    let lines = { (texts: [Substring], sign: String) in
      texts.dropFirst(line).prefix(6).map { "\(sign) \($0)" }.joined(separator: "\n")
    }
    return "from line \(line + 1):\n\(lines(old, "-"))\n\(lines(new, "+"))"
  }
}
