import Foundation

/// A folder that is removed with everything in it when nobody refers to it any more.
final class TemporaryFolder {
  /// The path, with a slash at its end.
  let path: String

  /// A new, empty folder.
  init() throws {
    path = NSTemporaryDirectory() + "martlet-" + UUID().uuidString + "/"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, in a folder of its own if the name says so, and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    if let slash = name.lastIndex(of: "/") {
      try FileManager.default.createDirectory(
        atPath: path + name[..<slash], withIntermediateDirectories: true)
    }
    try text.write(toFile: path + name, atomically: true, encoding: .utf8)
    return path + name
  }
}
