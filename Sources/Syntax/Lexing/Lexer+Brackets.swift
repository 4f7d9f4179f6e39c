import MartletSource

extension Lexer {
  /// Pairs a bracket with its partner.
  mutating func trackBrackets(_ kind: Token.Kind) {
    guard case .symbol(let symbol) = kind else { return }
    switch symbol {
    case .openParenthesis, .openBracket, .openBrace, .openBound:
      brackets.append(OpenBracket(symbol: symbol, index: output.tokens.count))
    case .closeParenthesis: close(.openParenthesis)
    case .closeBracket: close(.openBracket)
    case .closeBrace: close(.openBrace)
    case .closeBound: close(.openBound)
    default: break
    }
  }

  /// Closes the innermost bracket of a kind, and with it whatever was left open inside.
  ///
  /// A brace is never closed by another bracket, so that a stray `)` does not end a block.
  private mutating func close(_ symbol: Symbol) {
    guard
      let position = brackets.lastIndex(where: { $0.symbol == symbol || $0.symbol == .openBrace }),
      brackets[position].symbol == symbol
    else { return }
    output.partners[brackets[position].index] = output.tokens.count
    brackets.removeSubrange(position...)
  }

  /// The symbol as its surroundings make it: the bounds of integer types.
  func adjusted(_ symbol: Symbol) -> Token.Kind {
    if symbol == .less, case .elementType? = output.tokens.last?.kind, !sawLineEnd {
      return .symbol(.openBound)
    }
    return .symbol(symbol)
  }

  /// Leaves the brackets that a new statement shows to have been forgotten, and says whether
  /// such a statement starts here.
  ///
  /// Otherwise one missing `)` would make the rest of the file one line.
  mutating func closeForgottenBrackets(before kind: Token.Kind) -> Bool {
    while brackets.last?.symbol == .openBound { brackets.removeLast() }
    guard startsStatement(kind), let last = output.tokens.last?.kind else { return false }
    while let open = brackets.last, open.symbol != .openBrace { brackets.removeLast() }
    return last != .symbol(.openBrace)
  }

  /// Whether only a statement can begin with the token, which ends at the current byte.
  private func startsStatement(_ kind: Token.Kind) -> Bool {
    guard case .keyword(let keyword) = kind, byte() == UInt8(ascii: " ") else { return false }
    if case .keyword(.if)? = output.tokens.last?.kind { return false }
    return keyword.startsStatement || keyword == .fn && byte(1).isWordStart
  }
}
