extension Grammar {
  /// What cannot be read in the text of a grammar.
  public struct Mistake: Error, CustomStringConvertible {
    /// What was expected, and what stood there.
    public let description: String
  }

  /// Reads a grammar; every name in small letters must have a production.
  public init(reading text: String) throws {
    var reader = GrammarReader(text)
    self = try reader.grammar()
  }
}

/// Reads the notation of `grammar/martlet.ebnf`, by recursive descent.
private struct GrammarReader {
  /// The signs and words, without comments.
  private let pieces: [String]
  /// The index of the current one.
  private var position = 0
  /// The names of the productions.
  private let names: [String]

  /// A reader at the start of a text.
  init(_ text: String) {
    let program = text.replacing(/\(\*[\s\S]*?\*\)/, with: "")
    let pieces = program.matches(of: /"[^"\n]*"|\w+|\S/).map { String($0.0) }
    self.pieces = pieces
    names = pieces.indices.dropLast().filter { pieces[$0 + 1] == "=" }.map { pieces[$0] }
  }

  /// `{ NAME "=" choice }`.
  mutating func grammar() throws -> Grammar {
    var rules: [Grammar.Rule] = []
    for name in names {
      try expect(name)
      try expect("=")
      rules.append(try choice())
    }
    guard position == pieces.count else { throw mistake("a production") }
    return Grammar(names: names, rules: rules)
  }

  /// `sequence { "|" sequence }`.
  private mutating func choice() throws -> Grammar.Rule {
    var parts = [try sequence()]
    while discard("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  /// `{ part } [ "," "…" ]`, up to what cannot start a part.
  private mutating func sequence() throws -> Grammar.Rule {
    var parts: [Grammar.Rule] = []
    while let next = current, !["|", "]", "}", ")", ","].contains(next), !startsProduction {
      parts.append(try part())
    }
    guard !parts.isEmpty else { throw mistake("what a production says") }
    let whole = parts.count == 1 ? parts[0] : Grammar.Rule.sequence(parts)
    guard discard(",") else { return whole }
    try expect("…")
    return .list(whole)
  }

  /// One word, token, production or bracket.
  private mutating func part() throws -> Grammar.Rule {
    let piece = pieces[position]
    position += 1
    switch piece {
    case "[": return .optional(try choice(until: "]"))
    case "{": return .repeated(try choice(until: "}"))
    case "(": return try choice(until: ")")
    case "LINES":
      try expect("(")
      let element = try choice(until: ")")
      if case .list(let single) = element { return .commaLines(single) }
      return .lines(element)
    case _ where piece.hasPrefix("\""): return .word(String(piece.dropFirst().dropLast()))
    case _ where piece.allSatisfy(\.isUppercase): return .token(piece)
    default:
      guard let index = names.firstIndex(of: piece) else {
        throw Grammar.Mistake(description: "`\(piece)` has no production")
      }
      return .production(index)
    }
  }

  /// Alternatives in brackets.
  private mutating func choice(until close: String) throws -> Grammar.Rule {
    let rule = try choice()
    try expect(close)
    return rule
  }

  /// The current piece; nil at the end.
  private var current: String? { position < pieces.count ? pieces[position] : nil }

  /// Whether the next production starts here.
  private var startsProduction: Bool {
    position + 1 < pieces.count && pieces[position + 1] == "="
  }

  /// Skips a piece if it is there.
  private mutating func discard(_ piece: String) -> Bool {
    guard current == piece else { return false }
    position += 1
    return true
  }

  /// Skips a piece that must be there.
  private mutating func expect(_ piece: String) throws {
    guard discard(piece) else { throw mistake("`\(piece)`") }
  }

  /// What to throw where something else was expected.
  private func mistake(_ expected: String) -> Grammar.Mistake {
    let place = pieces[max(0, position - 4)..<min(pieces.count, position + 2)]
    return Grammar.Mistake(
      description: "expected \(expected) in `\(place.joined(separator: " "))`")
  }
}
