import Glibc

/// The folder of Martlet's own library files.
public struct StandardLibrary: Sendable {
  /// The path of the folder, without a slash at its end.
  public let folder: String

  /// The library in the given folder; nil if there is none.
  public init?(folder: String) {
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    guard access(folder + "/nn.mlt", R_OK) == 0 else { return nil }
    self.folder = folder
  }

  /// The library that belongs to an executable: in `share/martlet/stdlib` or `stdlib` of one of the
  /// folders above it, the nearest first.
  public init?(near executable: String) {
    var folder = executable
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      for place in ["/share/martlet/stdlib", "/stdlib"] {
        if let found = StandardLibrary(folder: folder + place) {
          self = found
          return
        }
      }
    }
    return nil
  }

  /// The names of the files, without their ending, sorted.
  func names() -> [String] { StandardLibrary.names(in: folder) }

  /// The names of the Martlet files in a folder, without their ending, sorted.
  static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".mlt") { names.append(String(name.dropLast(4))) }
    }
    return names.sorted()
  }
}
