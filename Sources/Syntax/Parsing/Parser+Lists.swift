import MartletSource

extension Parser {
  /// `element , …` up to and with a closing sign; a comma may follow the last element.
  mutating func elements<Element>(
    until close: Symbol, _ role: String,
    _ element: (inout Parser) throws(Abandon) -> Element
  ) throws(Abandon) -> [Element] {
    var elements: [Element] = []
    let opened = tokens[max(0, position - 1)].span
    while !at(close) {
      elements.append(try element(&self))
      guard discard(.comma) else { break }
    }
    guard at(close) else {
      throw fail(.expectedSeparator(close.spelling, role, opened: opened, found: current))
    }
    take()
    return elements
  }

  /// `{ element … }`, one a line or with commas between them; goes on after a wrong one.
  mutating func lines<Element>(
    _ role: String, commas: Bool,
    _ element: (inout Parser) throws(Abandon) -> Element?
  ) throws(Abandon) -> [Element] {
    let open = position
    try openBrace(role)
    let outer = try enter()
    defer { leave(outer) }
    var elements: [Element] = []
    while true {
      discardNewlines()
      guard !at(.closeBrace), current.kind != .end, !startsDeclarationOfFile(open) else { break }
      let start = position
      do throws(Abandon) {
        if let next = try element(&self) { elements.append(next) }
        if commas, discard(.comma) { continue }
        if !atLineEnd {
          // What its author meant is unknown, so nothing more is said of it.
          if let statement = elements.last as? Statement, let unread = statement.unread as? Element
          {
            elements[elements.count - 1] = unread
          }
          throw fail(lineEndFault(from: start))
        }
      } catch {
        if let unread = Statement.unread(at: tokens[start].span) as? Element {
          elements.append(unread)
        }
        recover()
        skipForeignBlock(from: start)
      }
    }
    close(open)
    return elements
  }

  /// Takes `{`, also from the line below, where it should not stand.
  private mutating func openBrace(_ role: String) throws(Abandon) {
    if current.kind == .newline, peek().kind == .symbol(.openBrace) {
      report(.braceOnNewLine(at: peek().span))
      take()
    }
    try expect(.openBrace, role)
  }

  /// Takes the `}` of a brace, or reports that it is missing.
  private mutating func close(_ open: Int) {
    if discard(.closeBrace) { return }
    report(.unclosedBrace(at: tokens[open].span, missingAt: current.span))
    hasStopped = hasStopped || current.kind == .end
  }

  /// Whether an unclosed brace must have ended before here, at a declaration without indentation.
  private func startsDeclarationOfFile(_ open: Int) -> Bool {
    guard partners[open] < 0, current.startsLine, column(of: current) == 1 else { return false }
    return startsDeclaration
  }

  /// Skips the rest of a wrong line, with the brackets that it opens.
  mutating func recover() {
    while current.kind != .end, current.kind != .newline, !at(.closeBrace) {
      let partner = partners[position]
      if partner > position { position = partner }
      take()
    }
  }

  /// The column of a token, in bytes, from 1.
  func column(of token: Token) -> Int {
    let offset = token.span.start
    var start = offset
    while start > 0, file.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return offset - start + 1
  }

  /// How far the line of a token is indented, in bytes.
  func indentation(of token: Token) -> Int {
    var start = token.span.start
    while start > 0, file.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    var end = start
    while end < file.bytes.count, file.bytes[end] == UInt8(ascii: " ") { end += 1 }
    return end - start
  }
}
