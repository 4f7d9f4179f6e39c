extension Formatter {
  /// The statements in a range, one a line, with the comments around them; `end` is the token
  /// behind the last one. The first comments may have been written already.
  func lines(_ range: Range<Int>, before end: Int, skipping done: Int = 0) -> [Layout] {
    var result: [Layout] = []
    // Where what has been written ends in the text.
    var written = range.lowerBound > 0 ? tokens[range.lowerBound - 1].span.end : 0
    var isFirst = true
    for item in items(range) + [Item(pieces: [.token(end)], comma: nil)] {
      let first = item.pieces[item.pieces.startIndex].first
      let isAtStart = first == range.lowerBound
      for comment in tokens[first].comments.dropFirst(isAtStart ? done : 0) {
        if isTrailing(comment) {
          result.append(trailing(comment))
        } else {
          if !isFirst { result.append(.hardLine(blank: hasBlank(written, comment.span.start))) }
          result.append(.comment(text(comment)))
          isFirst = false
        }
        written = comment.span.end
      }
      guard first != end else { break }
      if !isFirst {
        result.append(.hardLine(blank: hasBlank(written, tokens[first].span.start)))
      }
      result.append(layout(item.pieces, .statement))
      if item.comma != nil { result.append(.text(",")) }
      written = tokens[item.comma ?? item.pieces[item.pieces.endIndex - 1].last].span.end
      isFirst = false
    }
    return result
  }

  /// The statements in a range, also the arms, fields or cases between commas.
  private func items(_ range: Range<Int>) -> [Item] {
    statements(range).flatMap { range in
      let pieces = pieces(range)[...]
      return index(of: .keyword(.where), in: pieces) == nil
        ? separated(pieces) : [Item(pieces: pieces, comma: nil)]
    }
  }

  /// The ranges of the statements in a range.
  func statements(_ range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if tokens[index].kind == .newline {
        if start < index { result.append(start..<index) }
        start = index + 1
      }
      index = partners[index] >= 0 ? partners[index] + 1 : index + 1
    }
    if start < range.upperBound { result.append(start..<range.upperBound) }
    return result
  }
}
