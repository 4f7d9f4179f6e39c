/// An operator in front of its operand.
public enum UnaryOperator: String, CaseIterable, Sendable {
  case negate = "-"
  case not = "not"
}

/// An operator between two operands; `|>`, `??`, `..<` and `as` are expressions of their own.
public enum BinaryOperator: String, CaseIterable, Sendable {
  case or = "or"
  case and = "and"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case matrixProduct = "@"
  case power = "**"

  /// Whether it is `==` or one of its kin.
  public var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .or, .and, .add, .subtract, .multiply, .divide, .floorDivide, .remainder,
      .matrixProduct, .power:
      false
    }
  }
}
