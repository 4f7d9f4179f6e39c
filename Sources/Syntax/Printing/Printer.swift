/// Writes a tree as a program; parsing what it writes gives the same tree.
///
/// Comments other than documentation are not in the tree and are lost.
public struct Printer: Sendable {
  /// How far a block's statements stand in from the block.
  static let step = 4
  /// The longest statement that shares a line with the braces around it.
  static let inlineWidth = 60

  /// Whether everything must stay on one line, as inside a string.
  let isInline: Bool

  /// The text of a file.
  public static func text(of tree: SyntaxTree) -> String {
    let printer = Printer(isInline: false)
    var result = ""
    var previous: Item?
    for item in tree.items {
      if let previous, !(previous.isLine && item.isLine) { result += "\n" }
      result += printer.text(item) + "\n"
      previous = item
    }
    return result
  }

  /// The text of an expression, with the lines after the first indented.
  public static func text(of expression: Expression, indent: Int = 0) -> String {
    Printer(isInline: false).text(expression, indent)
  }

  /// The text of a type on one line.
  public static func text(of type: TypeSyntax) -> String { Printer(isInline: true).text(type) }

  /// The start of a line at a depth.
  func margin(_ indent: Int) -> String { "\n" + String(repeating: " ", count: indent) }

  /// `##` lines, each with the line break and the indentation behind it.
  func text(documentation: String?, _ indent: Int) -> String {
    guard let documentation else { return "" }
    return documentation.split(separator: "\n", omittingEmptySubsequences: false).map {
      ($0.isEmpty ? "##" : "## " + $0) + margin(indent)
    }.joined()
  }

  /// Parts in braces: one a line, or all on one line where `canJoin` allows and they fit.
  func braces(_ parts: [String], _ indent: Int, separator: String = "", canJoin: Bool = true)
    -> String
  {
    if parts.isEmpty { return "{}" }
    let joined = parts.joined(separator: separator + " ")
    let fits =
      canJoin && (parts.count == 1 || !separator.isEmpty)
      && joined.utf8.count <= Printer.inlineWidth && !joined.contains("\n")
    if isInline || fits { return "{ \(joined) }" }
    let inner = margin(indent + Printer.step)
    return "{" + parts.map { inner + $0 }.joined() + margin(indent) + "}"
  }

  /// A string literal.
  static func literal(_ text: String) -> String { "\"" + escaped(text) + "\"" }

  /// A text as it stands in a string literal.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\0": result += "\\0"
      case "{": result += "{{"
      case "}": result += "}}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Item {
  /// Whether it stands close to its neighbours, without a blank line.
  fileprivate var isLine: Bool {
    switch self {
    case .importing, .statement, .setting, .alias: true
    case .function, .model, .structure, .enumeration, .requirements, .gradient, .test: false
    }
  }
}
