import Foundation

/// Ends the process when an input takes too long, and tells which input it was that ended it.
enum Deadline {
  /// The seed of the current input, where a signal handler can read it.
  nonisolated(unsafe) private static let current = UnsafeMutablePointer<UInt64>.allocate(
    capacity: 1)

  /// Sets up what happens when an input traps or takes too long: the seed is printed.
  static func prepare() {
    current.initialize(to: 0)
    // An exhausted stack has no room for the handler.
    let room = 1 << 16
    var stack = stack_t(
      ss_sp: UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 16), ss_flags: 0,
      ss_size: room)
    sigaltstack(&stack, nil)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in Deadline.report(number) }
    action.sa_flags = SA_ONSTACK
    for trap in [SIGPROF, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      sigaction(trap, &action, nil)
    }
  }

  /// Starts the time of an input: that of the processor, so that a busy machine is no failure.
  static func begin(_ seed: UInt64) {
    current.pointee = seed
    var timer = itimerval()
    timer.it_value.tv_sec = Fuzz.seconds
    setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
  }

  /// Prints `ended SEED SIGNAL` with nothing but what a signal handler may do, and ends.
  private static func report(_ number: Int32) {
    write("ended ")
    writeNumber(current.pointee)
    write(number == SIGPROF ? " too slow\n" : " trap\n")
    _exit(3)
  }

  /// Writes a literal.
  private static func write(_ text: StaticString) {
    _ = Glibc.write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }

  /// Writes a number, digit by digit.
  private static func writeNumber(_ number: UInt64) {
    if number >= 10 { writeNumber(number / 10) }
    var digit = UInt8(48 + number % 10)
    _ = Glibc.write(STDOUT_FILENO, &digit, 1)
  }
}
