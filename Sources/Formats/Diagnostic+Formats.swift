import MartletSource

extension Diagnostic {
  /// A file that cannot be opened, read or written, or does not hold what it should.
  ///
  /// - Parameter span: the expression of the program that asked for the file.
  public static func file(_ error: FormatError, at span: SourceSpan) -> Diagnostic {
    switch error.kind {
    case .inaccessible:
      Diagnostic(
        .inaccessibleFile, error.description, at: span, label: "asked for here",
        help: ["relative paths start at the directory where `martlet` was started"])
    case .malformed:
      Diagnostic(
        .malformedFile, error.description, at: span, label: "read here",
        notes: ["rows and columns are counted from 1, with the header; bytes from 0"],
        help: ["nothing of the file was used; repair it, or download it again"])
    case .unsupported:
      Diagnostic(
        .unsupportedFile, error.description, at: span, label: "read here",
        help: ["write the file again in a form that Martlet reads"])
    }
  }
}
