/// A tree as nested lists, the form in which `check --emit` shows a program's tree.
///
///     (let y (+ (call f x) 1))
public indirect enum SExpression: Sendable {
  /// A word.
  case atom(String)
  /// Nested parts.
  case list([SExpression])

  /// A list that starts with a word.
  public static func node(_ head: String, _ parts: [SExpression] = []) -> SExpression {
    .list([.atom(head)] + parts)
  }

  /// A quoted text.
  public static func quoted(_ text: String) -> SExpression { .atom(Printer.literal(text)) }

  /// The widest line that is not broken.
  private static let width = 96

  /// The text, broken where a line gets too long.
  public func text(indent: Int = 0) -> String {
    if remainder(of: SExpression.width - indent) >= 0 { return flat }
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

  /// What is left of a width behind the text on one line; below zero it does not fit.
  ///
  /// It stops at once where it does not fit, so that a deep tree is not measured at each level.
  private func remainder(of width: Int) -> Int {
    switch self {
    case .atom(let word): return width - word.utf8.count
    case .list(let parts):
      var rest = width - 1 - max(1, parts.count)
      for part in parts where rest >= 0 { rest = part.remainder(of: rest) }
      return rest
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
