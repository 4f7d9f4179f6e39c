import MartletSource

extension Diagnostic {
  /// A graph does not accept the values that it was just built for: a fault of Martlet.
  static func unstableCapture(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .internalFault, "a graph does not fit the values that it was built for", at: span,
      notes: ["this is a fault of Martlet: please report it"])
  }
}
