import MartletSource

extension Diagnostic {
  /// What ended a program: a diagnostic as it is, and anything else as a bug of ours.
  public init(_ error: any Error, in file: SourceFile) {
    if let diagnostic = error as? Diagnostic {
      self = diagnostic
    } else {
      self.init(
        .internalFault, "\(error)", at: SourceSpan(file: SourceID(index: 0), start: 0, end: 0),
        notes: ["this is a bug in Martlet: please report it with the program"])
    }
  }
}
