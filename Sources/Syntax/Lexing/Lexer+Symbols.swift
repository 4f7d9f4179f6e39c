extension Lexer {
  /// The longest symbol that starts at the current byte.
  func symbol() -> Symbol? {
    let next = byte(1)
    switch byte() {
    case UInt8(ascii: "("): return .openParenthesis
    case UInt8(ascii: ")"): return .closeParenthesis
    case UInt8(ascii: "["): return .openBracket
    case UInt8(ascii: "]"): return .closeBracket
    case UInt8(ascii: "{"): return .openBrace
    case UInt8(ascii: "}"): return .closeBrace
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: "%"): return .percent
    case UInt8(ascii: "@"): return .at
    case UInt8(ascii: "."): return dots(next)
    case UInt8(ascii: "-"):
      return next == UInt8(ascii: ">") ? .arrow : assigning(next, .subtractAssign, or: .minus)
    case UInt8(ascii: "="):
      return next == UInt8(ascii: ">") ? .doubleArrow : assigning(next, .equal, or: .assign)
    case UInt8(ascii: "+"): return assigning(next, .addAssign, or: .plus)
    case UInt8(ascii: "*"):
      return next == UInt8(ascii: "*") ? .power : assigning(next, .multiplyAssign, or: .star)
    case UInt8(ascii: "/"):
      return next == UInt8(ascii: "/") ? .floorDivide : assigning(next, .divideAssign, or: .slash)
    case UInt8(ascii: "<"): return assigning(next, .lessOrEqual, or: .less)
    case UInt8(ascii: ">"):
      if brackets.last?.symbol == .openBound { return .closeBound }
      return assigning(next, .greaterOrEqual, or: .greater)
    case UInt8(ascii: "|"): return next == UInt8(ascii: ">") ? .pipe : nil
    case UInt8(ascii: "?"): return next == UInt8(ascii: "?") ? .coalesce : .question
    case UInt8(ascii: "!"): return next == UInt8(ascii: "=") ? .notEqual : nil
    default: return nil
    }
  }

  /// The symbol with `=` behind it, or the one without.
  private func assigning(_ next: UInt8, _ long: Symbol, or short: Symbol) -> Symbol {
    next == UInt8(ascii: "=") ? long : short
  }

  /// The symbol that starts with a dot; `..` alone is none.
  private func dots(_ next: UInt8) -> Symbol? {
    guard next == UInt8(ascii: ".") else { return .dot }
    switch byte(2) {
    case UInt8(ascii: "."): return .rest
    case UInt8(ascii: "<"): return .range
    default: return nil
    }
  }
}

extension UInt8 {
  /// Whether it is `0` to `9`.
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// Whether a word can start with it.
  var isWordStart: Bool {
    let lowered = self | 0x20
    return lowered >= UInt8(ascii: "a") && lowered <= UInt8(ascii: "z") || self == UInt8(ascii: "_")
  }

  /// Whether it can stand in a word.
  var isWordPart: Bool { isWordStart || isDigit }
}
