extension Formatter {
  /// The structure of the tokens in a range.
  func pieces(_ range: Range<Int>) -> [Piece] {
    var index = range.lowerBound
    return pieces(&index, range.upperBound, inHeader: false, of: nil)
  }

  /// The structure of tokens up to an end, or in a header to the `{` of its block.
  private func pieces(_ index: inout Int, _ end: Int, inHeader: Bool, of construct: Keyword?)
    -> [Piece]
  {
    var result: [Piece] = []
    while index < end {
      switch tokens[index].kind {
      case .newline: index += 1
      case .symbol(.openBrace) where index > 0 && tokens[index - 1].kind == .symbol(.dot):
        result.append(.list(open: index, close: partners[index]))
        index = partners[index] + 1
      case .symbol(.openBrace):
        if inHeader, opensBody(index, of: construct) { return result }
        result.append(.blocks(branches(&index, end)))
      case .symbol where partners[index] >= 0:
        result.append(.list(open: index, close: partners[index]))
        index = partners[index] + 1
      case .keyword(let keyword)
      where keyword.opensConstruct && !isLabel(index)
        && !(construct == .vjp && keyword == .with):
        let start = index
        index += 1
        let header = pieces(&index, end, inHeader: true, of: keyword)
        if index < end {
          result.append(.construct(keyword: start, header: header, branches(&index, end)))
        } else {
          result += [.token(start)] + header
        }
      case .identifier, .keyword, .elementType, .integer, .float, .string, .symbol, .end, .invalid:
        result.append(.token(index))
        index += 1
      }
    }
    return result
  }

  /// The block at an index, and those that `else` adds.
  private func branches(_ index: inout Int, _ end: Int) -> [Piece.Branch] {
    var result = [Piece.Branch(lead: [], open: index, close: partners[index])]
    index = partners[index] + 1
    while index < end, tokens[index].kind == .keyword(.else) {
      var lead: [Piece] = [.token(index)]
      index += 1
      if tokens[index].kind == .keyword(.if) {
        lead.append(.token(index))
        index += 1
        lead += pieces(&index, end, inHeader: true, of: .if)
      }
      guard index < end else { break }
      result.append(Piece.Branch(lead: lead, open: index, close: partners[index]))
      index = partners[index] + 1
    }
    return result
  }

  /// Whether the `{` in a header opens the construct's block: it does not start an expression.
  private func opensBody(_ index: Int, of construct: Keyword?) -> Bool {
    construct == .recompute || tokens[index - 1].kind.canEndExpression
  }

  /// Whether a word is only a label or a field, in front of `:`.
  func isLabel(_ index: Int) -> Bool { tokens[index + 1].kind == .symbol(.colon) }
}

extension Keyword {
  /// Whether it begins an expression or a statement with a block.
  fileprivate var opensConstruct: Bool {
    switch self {
    case .if, .match, .for, .while, .map, .grad, .valueAndGrad, .jvp, .vjp, .recompute, .with: true
    case .import, .let, .var, .fn, .proc, .struct, .enum, .protocol, .else, .in, .return, .break,
      .continue, .where, .as, .and, .or, .not, .true, .false, .none, .self:
      false
    }
  }
}
