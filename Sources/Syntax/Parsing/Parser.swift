import MartletSource

/// Turns a text into a tree, by recursive descent: one method a production of the grammar.
///
/// A production that cannot go on reports why and throws `Abandon`; the innermost loop over lines
/// (statements, members, arms…) catches it and goes on with the next line. Nothing that a file
/// can hold makes the parser trap.
public struct Parser {
  /// Thrown where a production cannot go on; what was wrong has been reported.
  struct Abandon: Error {}

  /// The deepest nesting of expressions, types and blocks.
  static let maximumDepth = 256
  /// The greatest height of a tree, which a long chain of operators can reach without nesting.
  static let maximumHeight = 1024
  /// How many messages a file gets.
  static let maximumDiagnostics = 20

  /// The text, for the expressions inside strings.
  let file: SourceFile
  /// The tokens of the text, the last one `.end`.
  let tokens: [Token]
  /// For each opening bracket the index of its closing one, or -1.
  let partners: [Int]
  /// The index of the current token.
  var position = 0
  /// How many productions that can nest are open.
  var depth = 0
  /// The height of what has been built since the innermost of them began.
  var height = 0
  /// What was wrong so far.
  var diagnostics: [Diagnostic] = []
  /// Texts that are comments in another language; what is said about them is dropped.
  var foreignComments: [SourceSpan] = []
  /// Whether the rest of the file is skipped.
  var hasStopped = false

  /// A parser at the start of some tokens.
  init(_ file: SourceFile, _ lexed: Lexer.Output) {
    self.file = file
    self.tokens = lexed.tokens
    self.partners = lexed.partners
    self.diagnostics = lexed.diagnostics
  }

  /// The tree of a file, and what is wrong with its text.
  public static func parse(_ file: SourceFile, id: SourceID)
    -> (tree: SyntaxTree, diagnostics: [Diagnostic])
  {
    var parser = Parser(file, Lexer.tokenize(file, id: id))
    let tree = parser.syntaxTree()
    return (tree, parser.finalDiagnostics)
  }

  /// The functions of a file that holds nothing else, with or without bodies.
  public static func parseSignatures(_ file: SourceFile, id: SourceID)
    -> (functions: [FunctionDeclaration], diagnostics: [Diagnostic])
  {
    let (tree, diagnostics) = parse(file, id: id)
    let functions = tree.items.compactMap { item in
      if case .function(let declaration) = item { declaration } else { nil }
    }
    return (functions, diagnostics)
  }

  /// What was wrong, in the order of the text.
  private var finalDiagnostics: [Diagnostic] {
    let wanted = diagnostics.filter { diagnostic in
      diagnostic.code == .slashComment
        || !foreignComments.contains {
          $0.start <= diagnostic.span.start && diagnostic.span.start < $0.end
        }
    }
    return Array(wanted.sorted { $0.span.start < $1.span.start }.prefix(Parser.maximumDiagnostics))
  }
}
