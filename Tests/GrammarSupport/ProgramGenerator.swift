import GoldenSupport
import MartletShapes
import MartletSyntax

/// Makes up texts that derive from the grammar of Martlet, laid out as its prose asks for.
///
///     var generator = ProgramGenerator(grammar, seed: 1)
///     generator.text(of: "statement")   // "a . b ( for : - x ) = 12"
public struct ProgramGenerator {
  /// The grammar.
  let grammar: Grammar
  /// Where chance comes from.
  var random: SplitMix
  /// How deep the shortest text of each production derives.
  private let heights: [Int]
  /// How many words a text may have before it takes the shortest way out.
  public var budget = 120
  /// How deep productions may stand in each other before that.
  public var depthLimit = 120

  /// What has been written.
  var pieces: [Piece] = []
  /// The names of the productions that are open, the innermost last.
  var open: [String] = []
  /// The brackets that are open; `DTYPE` stands for the bound of integers.
  var brackets: [String] = []

  /// A piece of a text.
  enum Piece: Hashable {
    /// A word or a sign.
    case word(String)
    /// The end of a line.
    case lineEnd
  }

  /// A generator that makes the same texts for the same seed.
  public init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    random = SplitMix(state: seed)
    heights = ProgramGenerator.heights(of: grammar)
  }

  /// A text of a production.
  public mutating func text(of name: String) -> String {
    (pieces, open, brackets) = ([], [], [])
    write(production: grammar.index(of: name) ?? 0)
    return layout
  }

  /// Writes a text of a production.
  private mutating func write(production: Int) {
    open.append(grammar.names[production])
    write(grammar.rules[production])
    open.removeLast()
  }

  /// Writes a text of a rule.
  mutating func write(_ rule: Grammar.Rule) {
    switch rule {
    case .word(let word): write(word: word)
    case .token(let kind): write(token: kind)
    case .production(let production): write(production: production)
    case .sequence(let parts): for part in parts { write(part) }
    case .choice(let parts):
      let allowed = isShort || parts.count == 2 && random.once(in: 2) ? shortest(parts) : parts
      write(allowed[random.below(allowed.count)])
    case .optional(let part):
      if mustWrite(part) || !isShort && !mustSkip(part) && random.once(in: 3) { write(part) }
    case .repeated(let part):
      while !isShort, !mustSkip(part), random.once(in: 5) { write(part) }
    case .list(let part):
      write(part)
      while !isShort, random.once(in: 2) {
        write(word: ",")
        write(part)
      }
      if random.once(in: 8) { write(word: ",") }
    case .lines(let part): writeLines(of: part, commas: false)
    case .commaLines(let part): writeLines(of: part, commas: true)
    }
  }

  /// Writes some elements that stand on lines of their own.
  private mutating func writeLines(of part: Grammar.Rule, commas: Bool) {
    let inString = brackets.contains("\"")
    let limit = brackets.isEmpty ? 4 : inString ? 1 : 3
    let count = isShort ? 0 : random.below(limit + 1)
    for index in 0..<count {
      if index > 0, commas, random.once(in: 2) {
        write(word: ",")
      } else if !inString, index > 0 || !brackets.isEmpty && (count > 1 || random.once(in: 2)) {
        pieces.append(.lineEnd)
      }
      write(part)
    }
    if pieces.contains(.lineEnd), !inString, count > 0, random.once(in: 2) || brackets.isEmpty {
      pieces.append(.lineEnd)
    }
  }

  /// Whether the text must come to an end.
  private var isShort: Bool { pieces.count >= budget || open.count >= depthLimit }

  /// The alternatives with the shortest texts.
  private func shortest(_ parts: [Grammar.Rule]) -> [Grammar.Rule] {
    let all = parts.map { ProgramGenerator.height(of: $0, heights) }
    let least = all.min() ?? 0
    return zip(parts, all).filter { $0.1 == least }.map(\.0)
  }

  /// How deep the shortest text of each production derives.
  private static func heights(of grammar: Grammar) -> [Int] {
    var heights = [Int](repeating: 1_000_000, count: grammar.rules.count)
    while true {
      let next = grammar.rules.map { 1 + height(of: $0, heights) }
      if next == heights { return heights }
      heights = next
    }
  }

  /// How deep the shortest text of a rule derives.
  private static func height(of rule: Grammar.Rule, _ heights: [Int]) -> Int {
    switch rule {
    case .word, .token, .optional, .repeated, .lines, .commaLines: 0
    case .production(let production): heights[production]
    case .sequence(let parts): parts.map { height(of: $0, heights) }.max() ?? 0
    case .choice(let parts): parts.map { height(of: $0, heights) }.min() ?? 0
    case .list(let part): height(of: part, heights)
    }
  }
}

extension ProgramGenerator {
  /// Goes on as a generator with this seed would begin.
  public mutating func restart(seed: UInt64) { random = SplitMix(state: seed) }
}
