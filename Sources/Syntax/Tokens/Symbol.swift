/// The tokens made of signs.
public enum Symbol: String, CaseIterable, Hashable, Sendable {
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case comma = ","
  case colon = ":"
  case dot = "."
  case rest = "..."
  case range = "..<"
  case arrow = "->"
  case doubleArrow = "=>"
  case assign = "="
  case addAssign = "+="
  case subtractAssign = "-="
  case multiplyAssign = "*="
  case divideAssign = "/="
  case pipe = "|>"
  case coalesce = "??"
  case question = "?"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case floorDivide = "//"
  case percent = "%"
  case at = "@"
  case power = "**"
  /// The `<` right behind an element type, as in `i32<N>`.
  case openBound = "i32<"
  /// The `>` that ends what `openBound` began, even in `i32<N>= y`.
  case closeBound = "i32<>"

  /// How it is written.
  public var spelling: String { self == .openBound ? "<" : self == .closeBound ? ">" : rawValue }

  /// Whether an expression or a type can end with it.
  var canEndExpression: Bool { Symbol.endings.contains(self) }

  /// Whether a line that starts with it goes on with the line before.
  var continuesLine: Bool { Symbol.continuations.contains(self) }

  /// What an expression or a type can end with.
  private static let endings: Set<Symbol> = [
    .closeParenthesis, .closeBracket, .closeBrace, .closeBound, .question,
  ]

  /// What a line can go on with; not `-`, `(` and `[`, which also start expressions.
  private static let continuations: Set<Symbol> = [
    .pipe, .dot, .coalesce, .plus, .star, .slash, .floorDivide, .percent, .at, .power,
    .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .range, .arrow,
  ]
}
