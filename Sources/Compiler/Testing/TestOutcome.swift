import MartletSource

/// How one test of a file went.
public struct TestOutcome: Sendable {
  /// What the test is called.
  public let name: String
  /// What is wrong; empty if nothing is.
  public let diagnostics: [Diagnostic]
  /// What the test printed.
  public let output: String
  /// The texts that the diagnostics speak of.
  public let sources: SourceMap

  /// Whether all is well.
  public var isSuccess: Bool { diagnostics.isEmpty }
}
