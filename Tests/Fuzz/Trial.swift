import MartletCompiler
import MartletSource
import MartletSyntax

/// What must be true of every text, however wrong it is.
struct Trial {
  /// The compiler, for checking.
  let compiler: Compiler

  /// What is wrong with how a text is treated; nil if nothing is.
  ///
  /// - Parameter isChecked: Whether types are checked too.
  func failure(of text: String, isChecked: Bool) -> String? {
    let file = SourceFile(name: "input", text: text)
    var sources = SourceMap()
    let (tree, diagnostics) = Parser.parse(file, id: sources.add(file))
    if diagnostics.count > 20 { return "\(diagnostics.count) messages" }
    if DiagnosticRenderer(sources: sources).render(diagnostics).isEmpty != diagnostics.isEmpty {
      return "a message without text"
    }
    if diagnostics.isEmpty, let failure = printing(tree) ?? formatting(file, tree) {
      return failure
    }
    return isChecked ? checking(file) : nil
  }

  /// Whether the printed tree parses to the same tree.
  private func printing(_ tree: SyntaxTree) -> String? {
    let printed = SourceFile(name: "printed", text: Printer.text(of: tree))
    let (again, diagnostics) = Parser.parse(printed, id: SourceID(index: 0))
    if let first = diagnostics.first { return "printed text is wrong: \(first.message)" }
    return again.dump == tree.dump ? nil : "printed text means something else"
  }

  /// Whether the formatted text means the same and keeps its comments, and stays as it is.
  private func formatting(_ file: SourceFile, _ tree: SyntaxTree) -> String? {
    let id = SourceID(index: 0)
    guard let text = Formatter.format(file, id: id).text else { return "not formatted" }
    let formatted = SourceFile(name: "formatted", text: text)
    guard let again = Formatter.format(formatted, id: id).text else {
      return "formatted text is wrong"
    }
    if again != text { return "formatting twice differs" }
    if Parser.parse(formatted, id: id).tree.dump != tree.dump {
      return "formatted text means something else"
    }
    return comments(of: formatted) == comments(of: file) ? nil : "formatting changes comments"
  }

  /// Whether checking ends with a bounded number of messages.
  private func checking(_ file: SourceFile) -> String? {
    let checked = compiler.check(file)
    _ = DiagnosticRenderer(sources: checked.sources).render(checked.diagnostics)
    let errors = checked.diagnostics.filter { $0.severity == .error }
    if errors.isEmpty != (checked.program != nil) {
      return "a program with errors, or none without"
    }
    return checked.diagnostics.count > 20 ? "\(checked.diagnostics.count) messages" : nil
  }

  /// What the comments of a file say.
  private func comments(of file: SourceFile) -> [String] {
    Lexer.tokenize(file, id: SourceID(index: 0)).tokens.flatMap { $0.comments.map(\.text) }
  }
}
