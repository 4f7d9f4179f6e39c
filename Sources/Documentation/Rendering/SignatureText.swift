import MartletSource
import MartletSyntax

/// Martlet text in pieces, for colours and links.
struct SignatureText {
  /// What a piece is.
  enum Role: String {
    case keyword
    case type
    case number
    case string
    case comment
    /// Names, signs and blanks.
    case plain
  }

  /// A stretch of the text.
  struct Piece {
    /// What it is.
    let role: Role
    /// What it says.
    let text: String
    /// Whether it is a name that may stand for a declaration: no label and no field.
    let mayRefer: Bool
  }

  /// Words that are reserved only where an item or member starts.
  private static let contextual: Set<String> = [
    "model", "gradient", "test", "export", "setting", "type", "param", "state", "frozen",
  ]

  /// The pieces, which together are the text.
  let pieces: [Piece]

  /// The pieces of a text.
  init(_ text: String) {
    let file = SourceFile(name: "", text: text)
    let tokens = Lexer.tokenize(file, id: SourceID(index: 0)).tokens
    var pieces: [Piece] = []
    var end = 0
    func add(_ role: Role, upTo limit: Int, mayRefer: Bool = false) {
      guard limit > end else { return }
      let span = SourceSpan(file: SourceID(index: 0), start: end, end: limit)
      pieces.append(Piece(role: role, text: file.text(in: span), mayRefer: mayRefer))
      end = limit
    }
    for (index, token) in tokens.enumerated() {
      for comment in token.comments {
        add(.plain, upTo: comment.span.start)
        add(.comment, upTo: comment.span.end)
      }
      add(.plain, upTo: token.span.start)
      let next = index + 1 < tokens.count ? tokens[index + 1].kind : .end
      let last = index > 0 ? tokens[index - 1].kind : .newline
      add(
        SignatureText.role(of: token, before: next), upTo: token.span.end,
        mayRefer: SignatureText.mayRefer(token, between: last, and: next))
    }
    add(.plain, upTo: file.bytes.count)
    self.pieces = pieces
  }

  /// What a token is.
  private static func role(of token: Token, before next: Token.Kind) -> Role {
    switch token.kind {
    case .keyword: return .keyword
    case .elementType: return .type
    case .integer, .float: return .number
    case .string: return .string
    case .identifier(let name):
      if contextual.contains(name), token.startsLine {
        if case .identifier = next { return .keyword }
        if next == .keyword(.let) || next == .keyword(.fn) { return .keyword }
      }
      return name.first?.isUppercase == true && name.count > 1 ? .type : .plain
    case .symbol, .newline, .end, .invalid: return .plain
    }
  }

  /// Whether a token may stand for a declaration.
  private static func mayRefer(_ token: Token, between last: Token.Kind, and next: Token.Kind)
    -> Bool
  {
    guard case .identifier = token.kind else { return false }
    if last == .keyword(.fn) || last == .keyword(.proc) || last == .symbol(.dot) { return false }
    return next != .symbol(.colon)
  }
}
