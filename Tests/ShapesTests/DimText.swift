import MartletShapes

/// Reads dims and claims as a program writes them, so that tests can be read.
///
/// Symbols are single words; the number of a symbol is that of its first letter.
struct DimText {
  /// What is left to read, in tokens.
  private var tokens: ArraySlice<Substring>

  /// Splits `text` into names, numbers and operators.
  private init(_ text: String) {
    var found: [Substring] = []
    var rest = Substring(text)
    while let first = rest.first {
      let isWord = first.isLetter || first.isNumber
      let isDouble = ["//", "**", "==", "!=", ">=", "<="].contains(String(rest.prefix(2)))
      let token =
        isWord
        ? rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
        : rest.prefix(isDouble ? 2 : 1)
      if !first.isWhitespace { found.append(token) }
      rest = rest.dropFirst(token.count)
    }
    tokens = found[...]
  }

  /// The dim that `text` says.
  static func dim(_ text: String) -> Dim {
    var reader = DimText(text)
    return reader.sum()
  }

  /// The symbol called `name`.
  static func symbol(_ name: String) -> DimSymbol {
    DimSymbol(id: Int(name.utf8.first ?? 0), name: name)
  }

  /// The claim that `text` says: `a == b`, `!=`, `>=`, `<=`, `>` or `<`.
  static func claim(_ text: String) -> DimClaim {
    var reader = DimText(text)
    let left = reader.sum()
    let comparison = reader.tokens.popFirst()
    let right = reader.sum()
    precondition(reader.tokens.isEmpty, "claim with a rest: \(text)")
    switch comparison {
    case "==": return .equal(left, right)
    case "!=": return .different(left, right)
    case ">=": return .atLeast(left, right)
    case "<=": return .atLeast(right, left)
    case ">": return .atLeast(left, right + 1)
    case "<": return .atLeast(right, left + 1)
    default: preconditionFailure("no comparison in \(text)")
    }
  }

  /// Facts from claims between commas; `N >= 0` for a bare name allows it to be 0.
  static func facts(_ text: String) -> DimFacts {
    var facts = DimFacts()
    for part in text.split(separator: ",") {
      let claim = claim(String(part))
      if case .atLeast(let left, 0) = claim, let symbol = left.symbol {
        facts.allowZero(symbol)
      } else {
        facts.assume(claim)
      }
    }
    return facts
  }

  /// Products with `+` and `-` between them.
  private mutating func sum() -> Dim {
    var value = product()
    while let sign = tokens.first, sign == "+" || sign == "-" {
      tokens.removeFirst()
      let next = product()
      value = sign == "+" ? value + next : value - next
    }
    return value
  }

  /// Powers with `*`, `//` and `%` between them.
  private mutating func product() -> Dim {
    var value = power()
    while let sign = tokens.first, ["*", "//", "%"].contains(sign) {
      tokens.removeFirst()
      let next = power()
      value =
        sign == "*"
        ? value * next : sign == "//" ? value.floorDivided(by: next) : value.remainder(by: next)
    }
    return value
  }

  /// An atom, negated or raised to a number.
  private mutating func power() -> Dim {
    if tokens.first == "-" {
      tokens.removeFirst()
      return -power()
    }
    let base = atom()
    guard tokens.first == "**" else { return base }
    tokens.removeFirst()
    return base.raised(to: tokens.popFirst().flatMap { Int($0) } ?? -1)
  }

  /// A name, a number or a sum in parentheses.
  private mutating func atom() -> Dim {
    guard let token = tokens.popFirst() else { preconditionFailure("a dim ends early") }
    if token == "(" {
      let value = sum()
      precondition(tokens.popFirst() == ")", "a parenthesis is open")
      return value
    }
    return Int(token).map { Dim($0) } ?? Dim(DimText.symbol(String(token)))
  }
}
