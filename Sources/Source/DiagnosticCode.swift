/// The stable names of all messages; each has a section in `docs/errors.md`.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  case unexpectedCharacter = "unexpected-character"

  /// Whether a program with such a message can still run.
  public var severity: Diagnostic.Severity { .error }
}
