import MartletSource

extension Parser {
  /// Reports a line that starts with `-`, `(` or `[` and is indented like a continuation.
  ///
  /// It is a statement of its own, which is hardly what its author meant.
  mutating func checkLineStart(after indentation: Int?) {
    guard let indentation, current.startsLine,
      at(.minus) || at(.openParenthesis) || at(.openBracket),
      column(of: current) - 1 > indentation
    else { return }
    report(.operatorStartsLine(file.text(in: current.span), at: current.span))
  }

  /// The `//` that stands on the current line in front of the current token, if any.
  var lineOperator: SourceSpan? {
    var index = position - 1
    while index >= 0, !tokens[index + 1].startsLine {
      if tokens[index].kind == .symbol(.floorDivide) { return tokens[index].span }
      index -= 1
    }
    return nil
  }

  /// Reports `//` where an expression should start, and skips what was meant as a comment.
  mutating func foreignComment() -> Abandon {
    let start = current.span.start
    var end = start
    while end < file.bytes.count, file.bytes[end] != UInt8(ascii: "\n") { end += 1 }
    let comment = SourceSpan(file: current.span.file, start: start, end: end)
    report(.slashComment(at: current.span))
    foreignComments.append(comment)
    while current.kind != .end, current.kind != .newline, current.span.start < end { take() }
    return Abandon()
  }
}
