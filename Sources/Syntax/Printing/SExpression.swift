/// A tree as nested lists, the form in which `check --emit tree` shows a program.
///
///     (let y (+ (call f x) 1))
indirect enum SExpression {
  /// A word.
  case atom(String)
  /// Nested parts.
  case list([SExpression])

  /// A list that starts with a word.
  static func node(_ head: String, _ parts: [SExpression] = []) -> SExpression {
    .list([.atom(head)] + parts)
  }

  /// A quoted text.
  static func quoted(_ text: String) -> SExpression { .atom(Printer.literal(text)) }

  /// The widest line that is not broken.
  private static let width = 96

  /// The text, broken where a line gets too long.
  func text(indent: Int = 0) -> String {
    let short = flat
    if indent + short.utf8.count <= SExpression.width { return short }
    switch self {
    case .atom(let word): return word
    case .list(let parts):
      // The words at the start stay on the first line: `(fn name`.
      let head = parts.prefix { $0.isAtom }
      let margin = "\n" + String(repeating: " ", count: indent + 2)
      let lines = parts.dropFirst(head.count).map { margin + $0.text(indent: indent + 2) }
      return "(" + head.map(\.flat).joined(separator: " ") + lines.joined() + ")"
    }
  }

  /// The text on one line.
  private var flat: String {
    switch self {
    case .atom(let word): word
    case .list(let parts): "(" + parts.map(\.flat).joined(separator: " ") + ")"
    }
  }

  /// Whether it is a word.
  private var isAtom: Bool {
    switch self {
    case .atom: true
    case .list: false
    }
  }
}
