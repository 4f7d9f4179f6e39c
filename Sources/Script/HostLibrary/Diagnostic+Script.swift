import MartletSource

extension Diagnostic {
  /// The program calls a host function that this build does not have.
  static func unknownHostFunction(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .internalFault, "the host library has no `\(name)`", at: span,
      notes: ["the checker should have refused this: please report it"])
  }

  /// An argument of a host function that is not of its type.
  static func wrongHostArgument(expected: String, found: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .internalFault, "\(expected) was expected here, and \(found) came", at: span,
      notes: ["the checker should have refused this: please report it"])
  }

  /// `expect` of something that does not hold.
  ///
  /// - Parameter sides: the values on both sides of the comparison, if it was one.
  static func expectationFailed(_ sides: [String], at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .expectationFailed, "this does not hold", at: span, label: "expected to be true",
      notes: sides)
  }

  /// `fail(…)`; the lines after the first are the note.
  static func scriptFailed(_ message: String, at span: SourceSpan) -> Diagnostic {
    let lines = message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return Diagnostic(
      .scriptFailed, String(lines.first ?? ""), at: span, label: "the script ends here",
      notes: lines.dropFirst().map(String.init))
  }
}
