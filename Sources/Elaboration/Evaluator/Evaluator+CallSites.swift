import MartletSource

extension Evaluator {
  /// Runs the body of what a file declares and a call at `span` leads to, one step deeper.
  ///
  /// In a body of the library, what is built and what goes wrong is shown at the program's own call:
  /// the library's line, which its author did not write, is a label. A function of the program that
  /// the library calls back is shown where it stands.
  func calling<Result>(
    into file: SourceID, at span: SourceSpan, _ body: () throws -> Result
  ) throws -> Result {
    let libraries = program.libraryFiles
    guard libraries.contains(file) != libraries.contains(span.file) else {
      return try descending { try body() }
    }
    let outer = graph?.builder.callSite
    let isEntered = libraries.contains(file)
    graph?.builder.callSite = isEntered ? span : nil
    defer { graph?.builder.callSite = outer }
    do {
      return try descending { try body() }
    } catch let fault as Diagnostic where isEntered && libraries.contains(fault.span.file) {
      throw fault.seen(from: span)
    }
  }
}
