import Glibc

/// What the command does when the system stops it.
enum Interruption {
  /// Makes Ctrl-C leave a clean line, and a trap say that it is our bug.
  static func prepare() {
    signal(SIGINT) { _ in
      if isatty(STDERR_FILENO) == 1 { Interruption.write("\r\u{1B}[K") }
      signal(SIGINT, SIG_DFL)
      raise(SIGINT)
    }
    for trap in [SIGILL, SIGTRAP] {
      signal(trap) { _ in
        Interruption.write("martlet: this is a bug in Martlet; please report it with the program\n")
        _exit(ExitStatus.fault.rawValue)
      }
    }
    signal(SIGPIPE, SIG_IGN)
  }

  /// Writes a text without allocating, as a signal's handler must.
  private static func write(_ text: StaticString) {
    _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }
}
