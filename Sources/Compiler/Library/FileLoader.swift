import MartletFormats
import MartletSource
import MartletTyping

/// Finds the files that a program imports; each is read at most once, when it is first needed.
final class FileLoader: ModuleLoader {
  /// The library; nil if there is none, and only files can be imported.
  private let library: StandardLibrary?
  /// The paths of the files that were read, by the names that messages call them.
  private var paths: [String: String] = [:]
  /// The files that were read, by path.
  private var files: [String: SourceFile] = [:]
  /// The names of the libraries.
  private(set) lazy var preludeLibraries: [String] = library?.names() ?? []
  /// Which library declares a name.
  private lazy var index: [String: String] = {
    var index: [String: String] = [:]
    for library in preludeLibraries {
      guard let file = self.library(named: library) else { continue }
      for name in DeclarationScan(file.bytes).names where index[name] == nil {
        index[name] = library
      }
    }
    return index
  }()

  /// A loader of imports from the given library and from files.
  init(library: StandardLibrary?) { self.library = library }

  /// The library of a dotted name.
  func library(named name: String) -> SourceFile? {
    guard let library else { return nil }
    let path = name.split(separator: ".").joined(separator: "/") + ".mlt"
    return read("\(library.folder)/\(path)", as: "stdlib/\(path)")
  }

  /// The file of a path, as it stands in the text of another file.
  func file(_ path: String, relativeTo file: SourceFile) -> SourceFile? {
    let path = path.hasSuffix(".mlt") ? path : path + ".mlt"
    if path.hasPrefix("/") { return read(path, as: path) }
    let shown = FileLoader.joined(FileLoader.folder(of: file.name), path)
    let base = FileLoader.folder(of: paths[file.name] ?? file.name)
    return read(FileLoader.joined(base, path), as: shown)
  }

  /// The paths that would import the files in the folder of a path.
  func files(beside path: String, relativeTo file: SourceFile) -> [String] {
    let prefix = FileLoader.folder(of: path)
    let base = FileLoader.folder(of: paths[file.name] ?? file.name)
    let folder = path.hasPrefix("/") ? prefix : FileLoader.joined(base, prefix)
    return StandardLibrary.names(in: folder.isEmpty ? "." : folder).map { prefix + $0 }
  }

  /// The prelude library that declares a name.
  func preludeIndex(_ name: String) -> String? { index[name] }

  /// The file at a path under the name that messages call it; nil if it cannot be read.
  private func read(_ path: String, as name: String) -> SourceFile? {
    if let file = files[path] { return file }
    guard let file = try? SourceFile(reading: path, as: name) else { return nil }
    files[path] = file
    paths[name] = path
    return file
  }

  /// The folder of a path, with a slash at its end; empty for the working directory.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// A folder and a path in it, without `./` and the `../` that can be resolved.
  private static func joined(_ folder: String, _ path: String) -> String {
    var parts: [Substring] = []
    for part in (folder + path).split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (folder.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}

extension SourceFile {
  /// The most bytes that a program may have; offsets and messages are made for fewer.
  static let maximumByteCount = 1 << 26

  /// The file at a path, under the name that messages call it.
  public init(reading path: String, as name: String) throws(FormatError) {
    let bytes = try InputFile(readingStored: path).bytes
    guard bytes.count <= SourceFile.maximumByteCount else {
      throw FormatError(
        .unsupported, file: path, "a program has at most 64 MB, and this file is larger")
    }
    self.init(name: name, text: String(decoding: bytes, as: UTF8.self))
  }
}
