import MartletShapes
import MartletSyntax

extension ProgramGenerator {
  /// Names, among them the words that are special only somewhere.
  private static let names = [
    "a", "b", "x", "y", "net", "N", "Mlp", "value_2", "_", "model", "test", "state", "limit",
    "along", "frozen", "type", "setting", "param", "gradient", "export", "iota",
  ]
  /// Numbers of all forms.
  private static let numbers = ["0", "1", "12", "100_000", "0.5", "1e-5", "2.5e+3"]

  /// Writes a word, or, where the lexer would take it for something else, one like it.
  mutating func write(word: String) {
    var word = word
    if open.last == "comparison" {
      if word == "<", endsWithElementType { word = "==" }
      if word.hasPrefix(">"), brackets.last == "DTYPE" { word = "!=" }
    }
    switch word {
    case "(", "[", "{": brackets.append(word)
    case ")", "]", "}": brackets.removeLast()
    case "<" where open.last == "tensorType": brackets.append("DTYPE")
    case ">" where open.last == "tensorType": brackets.removeLast()
    default: break
    }
    pieces.append(.word(word))
  }

  /// Writes a token of a kind.
  mutating func write(token kind: String) {
    switch kind {
    case "NAME": pieces.append(.word(name()))
    case "DTYPE":
      let types = ElementType.allCases.map(\.rawValue)
      pieces.append(.word(types[random.below(types.count)]))
    case "NUMBER":
      pieces.append(.word(ProgramGenerator.numbers[random.below(ProgramGenerator.numbers.count)]))
    case "STRING": writeString()
    default: break
    }
  }

  /// A name, or a reserved word where one can stand.
  private mutating func name() -> String {
    let isLabel = ["argument", "parameter", "field"].contains(open.last ?? "")
    let reserved = Keyword.allCases.map(\.rawValue)
    if pieces.last == .word("."), random.once(in: 8) {
      return reserved[random.below(reserved.count)]
    }
    if isLabel, random.once(in: 8) { return reserved[random.below(reserved.count)] }
    return ProgramGenerator.names[random.below(ProgramGenerator.names.count)]
  }

  /// Writes a string, sometimes with a value inside where the grammar allows one.
  private mutating func writeString() {
    let isPlain = ["importDeclaration", "test", "pattern"].contains(open.last ?? "")
    guard !isPlain, !brackets.contains("\""), random.once(in: 2) else {
      return pieces.append(.word(["\"\"", "\"a b\"", "\"\\n{{}}\"", "\"é\""][random.below(4)]))
    }
    let outer = (pieces, open, brackets)
    (pieces, brackets) = ([], ["\""])
    write(.production(grammar.index(of: "expression") ?? 0))
    let format = ["", ":>8.3", ":.2"][random.below(3)]
    let text = "\"is { " + layout + format + "}\""
    (pieces, open, brackets) = outer
    pieces.append(.word(text))
  }

  /// Whether an optional part must be there: only a protocol's functions have no block.
  func mustWrite(_ part: Grammar.Rule) -> Bool {
    part == grammar.index(of: "block").map { .production($0) } && !open.contains("requirements")
      && ["method", "function"].contains(open.last ?? "")
  }

  /// Whether an optional part must not be there: what follows a lambda belongs to its value.
  func mustSkip(_ part: Grammar.Rule) -> Bool {
    guard open.last == "comparison" else { return false }
    var depth = 0
    for case .word(let word) in pieces.reversed() {
      if [")", "]", "}"].contains(word) { depth += 1 }
      if ["(", "[", "{"].contains(word) { depth -= 1 }
      if depth < 0 { return false }
      if depth == 0, word == "=>" { return true }
    }
    return false
  }

  /// Whether the last word is the name of an element type.
  private var endsWithElementType: Bool {
    guard case .word(let word)? = pieces.last else { return false }
    return ElementType(rawValue: word) != nil
  }

  /// The text, with blanks between its words and its lines indented.
  var layout: String {
    var text = ""
    var depth = 0
    var startsLine = true
    for piece in pieces {
      guard case .word(let word) = piece else {
        text += "\n"
        startsLine = true
        continue
      }
      if word == "}" { depth -= 1 }
      if startsLine {
        text += String(repeating: "    ", count: max(0, depth))
      } else if word != ":" {
        text += " "
      }
      if word == "{" { depth += 1 }
      text += word
      startsLine = false
    }
    return text
  }
}
