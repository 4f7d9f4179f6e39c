import Glibc

/// Writes files whole or not at all.
public enum OutputFile {
  /// Puts `bytes` at `path`; a file that was there stays as it was if anything fails.
  ///
  /// The bytes go to a new file beside it, which then takes its name in one step.
  public static func write(_ bytes: [UInt8], to path: String) throws(FormatError) {
    let (descriptor, temporary) = try newFile(beside: path)
    var failure = write(bytes, descriptor: descriptor)
    if failure == 0 { failure = keepMode(of: path, descriptor) }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(temporary, path) != 0 { failure = errno }
    if failure != 0 {
      unlink(temporary)
      throw .system(failure, "written", path)
    }
  }

  /// Creates a file in the directory of `path` whose name nobody uses.
  private static func newFile(beside path: String) throws(FormatError) -> (Int32, String) {
    for attempt in 0..<1000 {
      let name = "\(path).\(getpid())-\(attempt).part"
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (descriptor, name) }
      if errno != EEXIST { throw .system(errno, "written", path) }
    }
    throw .system(EEXIST, "written", path)
  }

  /// Writes all bytes and returns 0, or the system's error.
  private static func write(_ bytes: [UInt8], descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { space in
      var done = 0
      while done < space.count {
        let count = Glibc.write(descriptor, space.baseAddress! + done, space.count - done)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        done += count
      }
      return 0
    }
  }

  /// Gives the new file the permissions of the one that it replaces; returns 0 or the error.
  private static func keepMode(of path: String, _ descriptor: Int32) -> Int32 {
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    return fchmod(descriptor, status.st_mode & 0o777) == 0 ? 0 : errno
  }
}
