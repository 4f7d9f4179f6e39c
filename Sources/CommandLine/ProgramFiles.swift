import Glibc

/// The programs that the words of a command name.
enum ProgramFiles {
  /// The file at a path, or the `.mlt` files in the folder at it and below, sorted.
  static func at(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [path] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    let folder = path == "." ? "" : path.hasSuffix("/") ? path : path + "/"
    return names.sorted().flatMap { name -> [String] in
      let inner = folder + name
      if name.hasSuffix(".mlt") { return [inner] }
      return isFolder(inner) ? at(inner) : []
    }
  }

  /// Whether there is a folder, and no link to one, at a path.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
