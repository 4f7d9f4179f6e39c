import Glibc

/// One of the two places where the command writes text: the output, or the messages.
struct Terminal {
  /// Where results go.
  static let output = Terminal(descriptor: STDOUT_FILENO)
  /// Where everything else goes.
  static let messages = Terminal(descriptor: STDERR_FILENO)

  /// The file descriptor.
  let descriptor: Int32

  /// Whether a person may be watching.
  var isInteractive: Bool { isatty(descriptor) == 1 }

  /// Whether text may have colours: on a terminal, unless the user wants none
  /// (https://no-color.org).
  var usesColor: Bool {
    guard isInteractive, getenv("NO_COLOR").map({ $0.pointee == 0 }) ?? true else { return false }
    return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
  }

  /// The columns of the terminal; nil if it is none, or one that cannot redraw a line.
  var columns: Int? {
    guard isInteractive, getenv("TERM").map({ String(cString: $0) != "dumb" }) ?? false else {
      return nil
    }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes all of a text at once.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        if count < 0 {
          if errno == EINTR { continue }
          // A reader that went away, as in `martlet run x.mlt | head`, ends the command.
          exit(ExitStatus.failure.rawValue)
        }
        done += count
      }
    }
  }
}
