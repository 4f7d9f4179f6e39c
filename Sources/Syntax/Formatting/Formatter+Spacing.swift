extension Formatter {
  /// A token as it is written.
  func text(_ index: Int) -> String { file.text(in: tokens[index].span) }

  /// Pieces without an operator at which to break.
  func plain(_ pieces: ArraySlice<Piece>, _ place: Place) -> Layout {
    var parts: [Layout] = []
    var previous: Piece?
    var isType = false
    for piece in pieces {
      if let previous {
        let isStep = tokens[piece.first].kind == .symbol(.dot) && tokens[piece.first].startsLine
        let blank = hasSpace(previous.last, piece.first) ? " " : ""
        let separator: Layout =
          isStep ? .indented(.hardLine(blank: false)) : .text(blank)
        parts.append(junction(before: piece.first, separator))
      }
      let kind = tokens[piece.first].kind
      isType = isType || kind == .symbol(.arrow) || kind == .symbol(.colon)
      parts.append(layout(piece, isType: isType))
      previous = piece
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// One piece, perhaps a part of a type.
  private func layout(_ piece: Piece, isType: Bool) -> Layout {
    switch piece {
    case .token(let index): .text(text(index))
    case .list(let open, let close): list(open, close, isRigid: isType)
    case .blocks(let branches): layout(branches)
    case .construct(let keyword, let header, let branches):
      .sequence(
        [.text(text(keyword))]
          + (header.first.map {
            [junction(before: $0.first, .text(" ")), layout(header[...], .header)]
          } ?? []) + [.text(" "), layout(branches)])
    }
  }

  /// Whether a piece is `=`, `+=` or one of their kin.
  func isAssignment(_ piece: Piece) -> Bool {
    guard case .token(let index) = piece, case .symbol(let symbol) = tokens[index].kind else {
      return false
    }
    return symbol.isAssignment
  }

  /// Whether a piece is an operator of some strength between two operands.
  func isOperator(_ piece: Piece, _ strength: OperatorStrength) -> Bool {
    guard case .token(let index) = piece else { return false }
    return OperatorStrength(tokens[index].kind) == strength && !isSign(index) && !isLabel(index)
  }

  /// Whether a token is the sign of a number and not a difference.
  private func isSign(_ index: Int) -> Bool {
    guard tokens[index].kind == .symbol(.minus) else { return false }
    guard index > 0, tokens[index - 1].kind != .keyword(.return) else { return true }
    return !tokens[index - 1].kind.canEndExpression
  }

  /// Whether a blank stands between two tokens on one line.
  private func hasSpace(_ left: Int, _ right: Int) -> Bool {
    if isSign(left) { return tokens[right].kind == .symbol(.minus) }
    switch tokens[left].kind {
    case .symbol(.dot), .symbol(.rest), .symbol(.range): return false
    case .symbol(.colon) where isSlice[left]: return false
    default: break
    }
    switch tokens[right].kind {
    case .symbol(.comma), .symbol(.dot), .symbol(.question), .symbol(.range), .symbol(.openBound),
      .symbol(.colon):
      return false
    case .symbol(.openParenthesis), .symbol(.openBracket): return !isApplied(left, right)
    default: return true
    }
  }

  /// Whether a bracket belongs to the token in front of it, as in a call.
  private func isApplied(_ left: Int, _ right: Int) -> Bool {
    switch tokens[left].kind {
    case .keyword(.fn): return true
    case .keyword(.return): return false
    case .identifier("along"), .identifier("limit"):
      // These words are names too, so the text decides.
      return tokens[left].span.end == tokens[right].span.start
    default: return tokens[left].kind.canEndExpression
    }
  }
}

extension Symbol {
  /// Whether it is `=` or one of its kin.
  fileprivate var isAssignment: Bool {
    self == .assign || self == .addAssign || self == .subtractAssign || self == .multiplyAssign
      || self == .divideAssign
  }
}
