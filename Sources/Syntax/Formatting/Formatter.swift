import MartletSource

/// Writes a program in the one style of Martlet, with its comments.
///
/// It moves tokens and comments, and never adds, drops or changes one, so what a program means
/// stays. The style:
///
/// - Four blanks a step, lines to 100 columns, at most one empty line in a row.
/// - A list in parentheses or brackets stays on its line if it fits; else its items stand one step
///   deeper. A comma behind the last item asks for one item a line.
/// - A block of one statement stays on its line if it fits and was written so.
/// - A chain of operators breaks in front of them, all of one strength at once; a break that the
///   program has there stays.
public struct Formatter {
  /// The file.
  let file: SourceFile
  /// Its tokens.
  let tokens: [Token]
  /// For each opening bracket the index of its closing one, or -1.
  let partners: [Int]
  /// For each `{` whether its block takes several lines.
  let isForced: [Bool]
  /// For each token whether it is the colon of a slice.
  let isSlice: [Bool]

  /// The text of a file in the one style; nil with the messages if it has errors.
  public static func format(_ file: SourceFile, id: SourceID)
    -> (text: String?, diagnostics: [Diagnostic])
  {
    let diagnostics = Parser.parse(file, id: id).diagnostics
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      return (nil, diagnostics)
    }
    // A line that was broken in one round may count as the program's own in the next.
    var formatted = file
    for _ in 0..<Formatter.rounds {
      let next = SourceFile(name: file.name, text: onceFormatted(formatted, id))
      if next == formatted { break }
      formatted = next
    }
    return (String(decoding: formatted.bytes, as: UTF8.self), diagnostics)
  }

  /// The most rounds until nothing changes; two are enough for almost every program.
  private static let rounds = 6

  /// The text after one round.
  private static func onceFormatted(_ file: SourceFile, _ id: SourceID) -> String {
    let lexed = Lexer.tokenize(file, id: id)
    let text = Formatter(file, lexed).text
    // A comment may stand where the style has no place for it, as between `let` and its name, and a
    // block where no line can end, as in the bound of a type; such a file stays as it is.
    let again = Lexer.tokenize(SourceFile(name: file.name, text: text), id: id)
    let isSame = again.comments == lexed.comments && again.isSame(as: lexed)
    return isSame ? text : String(decoding: file.bytes, as: UTF8.self)
  }

  /// A formatter of tokens without errors.
  private init(_ file: SourceFile, _ lexed: Lexer.Output) {
    self.file = file
    tokens = lexed.tokens
    partners = lexed.partners
    isForced = Formatter.forcedBlocks(lexed)
    isSlice = Formatter.slices(lexed)
  }

  /// The whole text.
  private var text: String {
    let end = tokens.count - 1
    let text = LayoutRenderer.text(of: .sequence(lines(0..<end, before: end)))
    return text.isEmpty ? "" : text + "\n"
  }

  /// For each token whether it opens a block that takes several lines: one that starts with a line
  /// break, holds several statements or a comment, or a block of that kind.
  private static func forcedBlocks(_ lexed: Lexer.Output) -> [Bool] {
    var isForced = [Bool](repeating: false, count: lexed.tokens.count)
    var open: [Int] = []
    for (index, token) in lexed.tokens.enumerated() {
      if let brace = open.last {
        let startsBlock = brace == index - 1 && token.startsLine
        let endsLine = lexed.tokens[index - 1].kind == .newline
        let isClosing = token.kind == .symbol(.closeBrace)
        if startsBlock && !isClosing || endsLine && !isClosing || !token.comments.isEmpty {
          isForced[brace] = true
        }
      }
      if token.kind == .symbol(.openBrace), lexed.partners[index] >= 0 {
        open.append(index)
      } else if let brace = open.last, lexed.partners[brace] == index {
        open.removeLast()
        if let outer = open.last, isForced[brace] { isForced[outer] = true }
      }
    }
    return isForced
  }

  /// For each token whether it is a colon right inside brackets, other than those of binders.
  private static func slices(_ lexed: Lexer.Output) -> [Bool] {
    var isSlice = [Bool](repeating: false, count: lexed.tokens.count)
    var open: [Int] = []
    for (index, token) in lexed.tokens.enumerated() {
      if lexed.partners[index] >= 0 {
        open.append(index)
      } else if let bracket = open.last {
        if lexed.partners[bracket] == index {
          open.removeLast()
        } else if token.kind == .symbol(.colon) {
          isSlice[index] =
            lexed.tokens[bracket].kind == .symbol(.openBracket)
            && !opensBinders(bracket, lexed.tokens)
        }
      }
    }
    return isSlice
  }

  /// Whether a bracket stands behind the name of a declaration, or behind `fn`.
  private static func opensBinders(_ bracket: Int, _ tokens: [Token]) -> Bool {
    guard bracket > 1 else { return false }
    switch (tokens[bracket - 2].kind, tokens[bracket - 1].kind) {
    case (_, .keyword(.fn)): return true
    case (.keyword(.fn), _), (.keyword(.proc), _), (.keyword(.struct), _),
      (.keyword(.protocol), _), (.identifier("model"), .identifier):
      return true
    default: return false
    }
  }
}

extension Lexer.Output {
  /// What the comments say.
  fileprivate var comments: [String] { tokens.flatMap { $0.comments.map(\.text) } }

  /// Whether the tokens are the same, wherever they stand.
  fileprivate func isSame(as other: Self) -> Bool {
    let (mine, others) = (kinds, other.kinds)
    return mine.count == others.count && zip(mine, others).allSatisfy { $0.isSame(as: $1) }
  }

  /// What the tokens are, without the ends of lines that say nothing: in front of `}` and the end.
  private var kinds: [Token.Kind] {
    zip(tokens, tokens.dropFirst() + tokens.suffix(1)).compactMap { token, next in
      let isLast = next.kind == .symbol(.closeBrace) || next.kind == .end
      return token.kind == .newline && isLast ? nil : token.kind
    }
  }
}

extension Token.Kind {
  /// Whether two tokens are the same, whatever the place of the values inside strings.
  fileprivate func isSame(as other: Self) -> Bool {
    switch (self, other) {
    case (.string(let a), .string(let b)): a.count == b.count
    default: self == other
    }
  }
}
