/// A grammar in the notation of `grammar/martlet.ebnf`.
///
///     power = postfix [ "**" unary ]   →   names ["power", …], rules [.sequence([…]), …]
public struct Grammar: Sendable {
  /// What a production says.
  public indirect enum Rule: Hashable, Sendable {
    /// `"word"`: a word or a sign.
    case word(String)
    /// `NAME`: a kind of token.
    case token(String)
    /// `expression`: the production with this index.
    case production(Int)
    /// `a b c`.
    case sequence([Rule])
    /// `a | b | c`.
    case choice([Rule])
    /// `[ a ]`.
    case optional(Rule)
    /// `{ a }`.
    case repeated(Rule)
    /// `a , …`: one or more, with commas between and perhaps one after the last.
    case list(Rule)
    /// `LINES(a)`: any number, each on a line of its own.
    case lines(Rule)
    /// `LINES(a , …)`: likewise, or with commas between them.
    case commaLines(Rule)
  }

  /// The names of the productions, in their order.
  public internal(set) var names: [String]
  /// What each says.
  public internal(set) var rules: [Rule]

  /// A grammar of productions in order.
  public init(names: [String], rules: [Rule]) {
    self.names = names
    self.rules = rules
  }

  /// The production of a name.
  public func index(of name: String) -> Int? { names.firstIndex(of: name) }

  /// The kinds of token that the productions name.
  public var tokens: Set<String> { Set(rules.flatMap(\.tokens)) }
}

extension Grammar.Rule {
  /// The same, said with the first seven cases only.
  var plain: Self {
    let newline = Self.token("NEWLINE")
    switch self {
    case .word, .token, .production, .sequence, .choice, .optional, .repeated: return self
    case .list(let element):
      return .sequence([
        element, .repeated(.sequence([.word(","), element])), .optional(.word(",")),
      ])
    case .lines(let element):
      let next = Self.sequence([newline, .repeated(newline), .optional(element)])
      return .sequence([.optional(element), .repeated(next)])
    case .commaLines(let element):
      let comma = Self.sequence([.word(","), .repeated(newline)])
      let next = Self.sequence([.choice([comma, newline]), .repeated(newline), element])
      return .sequence([
        .repeated(newline),
        .optional(.sequence([element, .repeated(next), .optional(.word(","))])),
        .repeated(newline),
      ])
    }
  }

  /// The kinds of token in it.
  fileprivate var tokens: [String] {
    switch self {
    case .token(let name): [name]
    case .word, .production: []
    case .sequence(let parts), .choice(let parts): parts.flatMap(\.tokens)
    case .optional(let part), .repeated(let part), .list(let part), .lines(let part),
      .commaLines(let part):
      part.tokens
    }
  }
}
