import Glibc

/// The whole content of a file and the name to blame in messages.
///
///     let file = try InputFile(reading: "digits.csv.gz")   // inflated: a gzip file by its bytes
///     throw file.malformed("the header is cut off", at: 4)
public struct InputFile: Sendable {
  /// The path as the user wrote it, or the path and the name of a part.
  public let name: String
  /// The content; inflated if the file was compressed.
  public let bytes: [UInt8]

  /// A file, or a part of one, that is in memory.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// The content of the file at `path`, inflated if it starts like a gzip file.
  public init(reading path: String) throws(FormatError) {
    let stored = InputFile(name: path, bytes: try InputFile.content(of: path))
    self = Gzip.isGzip(stored.bytes) ? try Gzip.inflated(stored) : stored
  }

  /// The content of the file at `path` as it is stored.
  public init(readingStored path: String) throws(FormatError) {
    self.init(name: path, bytes: try InputFile.content(of: path))
  }

  /// An error that says that the content breaks the format's rules.
  func malformed(_ message: String, at offset: Int) -> FormatError {
    FormatError(.malformed, file: name, at: .byte(offset), message)
  }

  /// An error that says that the content is right but of no use here.
  func unsupported(_ message: String, at offset: Int) -> FormatError {
    FormatError(.unsupported, file: name, at: .byte(offset), message)
  }

  /// The bytes of a file, read to their end; copied, so that a later change cannot hurt.
  private static func content(of path: String) throws(FormatError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno, "opened", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errno, "read", path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .system(EISDIR, "read", path) }
    var bytes: [UInt8] = []
    // One byte more than the file has, so that its end is seen without growing.
    var room = max(Int(status.st_size), 0) + 1
    while true {
      let start = bytes.count
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: room) { space, count in
        repeat {
          count = Glibc.read(descriptor, space.baseAddress, room)
        } while count < 0 && errno == EINTR
        if count < 0 { (failure, count) = (errno, 0) }
      }
      if failure != 0 { throw .system(failure, "read", path) }
      if chunk.isEmpty { return bytes }
      if start == 0 { bytes = chunk } else { bytes += chunk }
      room = max(Int(status.st_size) + 1 - bytes.count, 64 * 1024)
    }
  }
}

extension FormatError {
  /// The system's refusal, in its own words: `x.csv: cannot be opened: No such file or directory`.
  static func system(_ code: Int32, _ deed: String, _ path: String) -> FormatError {
    FormatError(
      .inaccessible, file: path, "cannot be \(deed): \(String(cString: strerror(code)))")
  }
}
