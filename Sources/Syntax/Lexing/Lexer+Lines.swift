import MartletSource

extension Lexer {
  /// Skips blanks, line ends and comments, and remembers the comments.
  mutating func discardBlanks() {
    while offset < limit {
      switch bytes[offset] {
      case UInt8(ascii: "\n"):
        sawLineEnd = true
        offset += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        offset += 1
      case UInt8(ascii: "#"):
        takeComment()
      default:
        return
      }
    }
  }

  /// Takes a comment up to the end of its line.
  private mutating func takeComment() {
    let start = offset
    let isDocumentation = sawLineEnd && byte(1) == UInt8(ascii: "#")
    while offset < limit, byte() != UInt8(ascii: "\n") { offset += 1 }
    var text = bytes[start..<offset].dropFirst(isDocumentation ? 2 : 1)
    if text.first == UInt8(ascii: " ") { text = text.dropFirst() }
    while let last = text.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\r") {
      text = text.dropLast()
    }
    comments.append(
      Comment(
        text: String(decoding: text, as: UTF8.self), isDocumentation: isDocumentation,
        span: span(from: start)))
  }

  /// Adds a token that reaches from `start` to the current byte, and a line end before it if one
  /// ended a statement.
  mutating func append(_ kind: Token.Kind, from start: Int) {
    if sawLineEnd, closeForgottenBrackets(before: kind) || lineEndCounts(before: kind) {
      let end = output.tokens.last?.span.end ?? start
      push(
        Token(
          kind: .newline, span: SourceSpan(file: id, start: end, end: end), startsLine: false,
          comments: [], documentation: nil))
    }
    trackBrackets(kind)
    push(
      Token(
        kind: kind, span: span(from: start), startsLine: sawLineEnd, comments: comments,
        documentation: comments.isEmpty ? nil : documentation(above: start)))
    comments = []
    sawLineEnd = false
  }

  /// The text of the `##` lines that end on the line above a token.
  private func documentation(above start: Int) -> String? {
    var lines: [String] = []
    var below = start
    for comment in comments.reversed() where comment.isDocumentation {
      let gap = bytes[comment.span.end..<below]
      guard gap.count(where: { $0 == UInt8(ascii: "\n") }) == 1 else { break }
      lines.append(comment.text)
      below = comment.span.start
    }
    return lines.isEmpty ? nil : lines.reversed().joined(separator: "\n")
  }

  /// Adds a token as it is.
  private mutating func push(_ token: Token) {
    output.tokens.append(token)
    output.partners.append(-1)
  }

  /// Whether the line end in front of a token ends a statement.
  private func lineEndCounts(before kind: Token.Kind) -> Bool {
    guard let last = output.tokens.last else { return false }
    if let open = brackets.last {
      guard open.symbol == .openBrace else { return false }
    } else if !endsLines {
      return false
    }
    return last.kind.canEndExpression && !continuesLine(kind)
  }

  /// Whether a line that starts with the token goes on with the line before.
  ///
  /// A field or a label may be called `or`, so a word in front of `:` does not count.
  private func continuesLine(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .symbol(let symbol): symbol.continuesLine
    case .keyword(let keyword): keyword.continuesLine && !isBeforeColon
    case .identifier, .elementType, .integer, .float, .string, .newline, .end, .invalid: false
    }
  }

  /// Whether `:` follows on the line.
  private var isBeforeColon: Bool {
    var next = offset
    while next < limit, bytes[next] == UInt8(ascii: " ") { next += 1 }
    return next < limit && bytes[next] == UInt8(ascii: ":")
  }
}

extension Token.Kind {
  /// Whether an expression, a type or a statement can end with such a token.
  var canEndExpression: Bool {
    switch self {
    case .identifier, .elementType, .integer, .float, .string, .invalid: true
    case .keyword(let keyword): keyword.canEndExpression
    case .symbol(let symbol): symbol.canEndExpression
    case .newline, .end: false
    }
  }
}
