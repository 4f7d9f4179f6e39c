import MartletSource
import MartletSyntax

/// Tells whether a text derives from a grammar, whatever the grammar: it follows all alternatives,
/// and remembers where each production can end.
///
/// It shares nothing with the parser but the lexer. Productions must not start with themselves.
public struct Recognizer {
  /// The place where a production is tried.
  private struct Attempt: Hashable {
    /// Which production.
    var production: Int
    /// From which terminal on.
    var start: Int
  }

  /// What may be derived.
  private let rules: [Grammar.Rule]
  /// The text.
  private let terminals: [Terminal]
  /// Where each production that was tried can end.
  private var ends: [Attempt: [Int]] = [:]
  /// The furthest terminal that anything was compared with.
  private var furthest = 0

  /// A recognizer of some terminals.
  private init(_ grammar: Grammar, _ terminals: [Terminal]) {
    rules = grammar.rules
    self.terminals = terminals
  }

  /// The line that no derivation gets past, or nil if the file derives from a production, and all
  /// expressions inside its strings from `expression`.
  public static func failure(of file: SourceFile, from start: String, in grammar: Grammar)
    -> String?
  {
    let tokens = Lexer.tokenize(file, id: SourceID(index: 0)).tokens
    var recognizer = Recognizer(grammar, Terminal.terminals(of: file))
    guard let production = grammar.index(of: start) else { return "no \(start)" }
    // Only the grammar of files names their end.
    let count = recognizer.terminals.count
    let ends = recognizer.ends(of: .production(production), from: [0])
    guard ends.contains(count) || ends.contains(count - 1) else {
      let place = tokens[min(recognizer.furthest, tokens.count - 1)].span.start
      let (line, column) = file.position(at: place)
      return "\(file.name):\(line):\(column): `\(file.line(line))` does not derive"
    }
    for case .string(let segments) in tokens.map(\.kind) {
      for case .interpolation(let span, format: _) in segments {
        let inner = SourceFile(name: file.name, text: file.text(in: span))
        if let failure = failure(of: inner, from: "expression", in: grammar) { return failure }
      }
    }
    return nil
  }

  /// Where a rule can end that starts at one of some places; in order, without repetition.
  private mutating func ends(of rule: Grammar.Rule, from starts: [Int]) -> [Int] {
    switch rule {
    case .word(let word):
      return starts.filter { matches($0) { $0.spelling == word } }.map { $0 + 1 }
    case .token(let kind):
      return starts.filter { matches($0) { $0.kinds.contains(kind) } }.map { $0 + 1 }
    case .production(let production): return union(starts.map { ends(of: production, from: $0) })
    case .sequence(let parts):
      var places = starts
      for part in parts where !places.isEmpty { places = ends(of: part, from: places) }
      return places
    case .choice(let parts): return union(parts.map { ends(of: $0, from: starts) })
    case .optional(let part): return union([starts, ends(of: part, from: starts)])
    case .repeated(let part):
      var all = Set(starts)
      var new = starts
      while !new.isEmpty {
        new = ends(of: part, from: new).filter { all.insert($0).inserted }
      }
      return all.sorted()
    case .list, .lines, .commaLines: return ends(of: rule.plain, from: starts)
    }
  }

  /// Where a production can end that starts at a place.
  private mutating func ends(of production: Int, from start: Int) -> [Int] {
    let attempt = Attempt(production: production, start: start)
    if let known = ends[attempt] { return known }
    let found = ends(of: rules[production], from: [start])
    ends[attempt] = found
    return found
  }

  /// Whether the terminal at a place is of some kind.
  private mutating func matches(_ place: Int, _ isWanted: (Terminal) -> Bool) -> Bool {
    guard place < terminals.count else { return false }
    furthest = max(furthest, place)
    return isWanted(terminals[place])
  }

  /// All places of several lists, in order, without repetition.
  private func union(_ lists: [[Int]]) -> [Int] {
    let nonempty = lists.filter { !$0.isEmpty }
    return nonempty.count < 2 ? nonempty.first ?? [] : Set(nonempty.joined()).sorted()
  }
}
