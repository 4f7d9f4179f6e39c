import MartletSource

extension Parser {
  /// The token that is looked at.
  var current: Token { tokens[position] }

  /// The token at a distance from the current one.
  func peek(_ distance: Int = 1) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  /// Whether the current token is a symbol.
  func at(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }

  /// Whether the current token is a reserved word.
  func at(_ keyword: Keyword) -> Bool { current.kind == .keyword(keyword) }

  /// Whether the current token is a word that is special only here.
  func at(word: String) -> Bool { current.kind == .identifier(word) }

  /// Whether a statement ends here.
  var atStatementEnd: Bool {
    current.kind == .newline || current.kind == .end || at(.closeBrace)
  }

  /// Whether nothing more is due on the line: behind an unclosed brace the next declaration
  /// follows at once.
  var atLineEnd: Bool { atStatementEnd || current.startsLine && startsDeclaration }

  /// Goes to the next token and returns the one before it.
  @discardableResult
  mutating func take() -> Token {
    let token = current
    if position < tokens.count - 1 { position += 1 }
    return token
  }

  /// Skips a symbol if it is there, and says whether it was.
  mutating func discard(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    take()
    return true
  }

  /// Skips a reserved word if it is there, and says whether it was.
  mutating func discard(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    take()
    return true
  }

  /// Skips the ends of lines.
  mutating func discardNewlines() {
    while current.kind == .newline { take() }
  }

  /// Takes a symbol that must be there.
  @discardableResult
  mutating func expect(_ symbol: Symbol, _ role: String) throws(Abandon) -> SourceSpan {
    guard at(symbol) else {
      throw fail(.expectedSymbol(symbol.spelling, role, found: current))
    }
    return take().span
  }

  /// Takes a reserved word that must be there.
  mutating func expect(_ keyword: Keyword, _ role: String) throws(Abandon) {
    guard discard(keyword) else {
      throw fail(.expectedSymbol(keyword.rawValue, role, found: current))
    }
  }

  /// Reports a diagnostic.
  mutating func report(_ diagnostic: Diagnostic) {
    if !hasStopped { diagnostics.append(diagnostic) }
  }

  /// Reports a diagnostic and returns what to throw; the lexer's own errors are not repeated.
  mutating func fail(_ diagnostic: Diagnostic) -> Abandon {
    if current.kind != .invalid { report(atTextEnd(diagnostic)) }
    return Abandon()
  }

  /// The diagnostic, behind the last word of the file instead of on the empty line at its end.
  private func atTextEnd(_ diagnostic: Diagnostic) -> Diagnostic {
    guard current.kind == .end, diagnostic.span == current.span,
      let last = tokens[..<position].last(where: { $0.kind != .newline })
    else { return diagnostic }
    var moved = diagnostic
    moved.primary.span = SourceSpan(
      file: last.span.file, start: last.span.end, end: last.span.end)
    return moved
  }

  /// The span from a token to the last one taken.
  func span(from start: SourceSpan) -> SourceSpan {
    guard position > 0 else { return start }
    let end = tokens[position - 1].span.end
    return SourceSpan(file: start.file, start: start.start, end: max(start.end, end))
  }

  /// Begins a production that can nest; what it returns belongs to `leave`.
  mutating func enter() throws(Abandon) -> Int {
    guard depth < Parser.maximumDepth else { throw stop(.nestingTooDeep(at: current.span)) }
    depth += 1
    defer { height = 0 }
    return height
  }

  /// Ends a production that can nest.
  mutating func leave(_ outerHeight: Int) {
    depth -= 1
    height = max(outerHeight, height + 1)
  }

  /// Counts an operator, whose left operand sinks one level deeper.
  mutating func link() throws(Abandon) {
    height += 1
    guard depth + height < Parser.maximumHeight else {
      throw stop(.chainTooLong(at: current.span))
    }
  }

  /// Reports a diagnostic and gives up on the rest of the file.
  private mutating func stop(_ diagnostic: Diagnostic) -> Abandon {
    report(diagnostic)
    hasStopped = true
    position = tokens.count - 1
    return Abandon()
  }
}
