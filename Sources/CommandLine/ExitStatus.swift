/// What the command tells its caller about how it went.
enum ExitStatus: Int32, Error {
  /// All is well.
  case success = 0
  /// The program, or one of its tests, failed.
  case failure = 1
  /// The command was used wrongly.
  case usage = 2
  /// The source has errors.
  case sourceErrors = 65
  /// A file could not be read.
  case unreadableInput = 66
  /// A bug in Martlet.
  case fault = 70
}
