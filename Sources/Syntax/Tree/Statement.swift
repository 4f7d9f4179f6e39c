import MartletSource

/// One step of a block or of a script.
public struct Statement: Sendable {
  /// What a statement does.
  public enum Kind: Sendable {
    /// `let y = x`, also an equation.
    case constant(LetStatement)
    /// `var y = x`.
    case variable(VarStatement)
    /// `y = x` or `y += x`.
    case assignment(Assignment)
    /// `while c { … }`.
    case whileLoop(WhileStatement)
    /// `break`.
    case breakLoop
    /// `continue`.
    case continueLoop
    /// `return`, perhaps with a value.
    case returnValue(Expression?)
    /// A value, which the last statement of a block gives to the block.
    case expression(Expression)
  }

  /// What it does.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan

  /// A statement that could not be parsed, and has been reported.
  static func unread(at span: SourceSpan) -> Statement {
    Statement(kind: .expression(Expression(kind: .invalid, span: span)), span: span)
  }

  /// The statement with a value of which nothing is said; what it declares stays declared.
  var unread: Statement {
    let nothing = Expression(kind: .invalid, span: span)
    var result = self
    switch kind {
    case .constant(var statement):
      statement.value = nothing
      if case .equation(let name, _) = statement.target {
        statement.target = .pattern(Pattern(kind: .name(name), span: name.span))
      }
      result.kind = .constant(statement)
    case .variable(var statement):
      statement.value = nothing
      result.kind = .variable(statement)
    case .expression: result = .unread(at: span)
    case .assignment, .whileLoop, .breakLoop, .continueLoop, .returnValue: break
    }
    return result
  }
}

/// The statements between two braces; the last expression is its value.
public struct Block: Sendable {
  /// The statements in the order of the text.
  public var statements: [Statement]
  /// From brace to brace.
  public var span: SourceSpan
}

/// `let pattern: type = value` or the equation `let y[i, j < T] = value`.
public struct LetStatement: Sendable {
  /// What a `let` defines.
  public enum Target: Sendable {
    /// Names for the value or its parts.
    case pattern(Pattern)
    /// A tensor, element by element.
    case equation(Name, [EquationIndex])
  }

  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// What is defined.
  public var target: Target
  /// The type, where it is written.
  public var type: TypeSyntax?
  /// The value; for an equation, that of one element.
  public var value: Expression
}

/// An index on the left of an equation: `i`, `i < n` or `...`.
public struct EquationIndex: Sendable {
  /// Which of the two forms.
  public enum Kind: Sendable {
    /// All dims that the right side also writes as `...`.
    case rest
    /// A name and, where written, the size of its range.
    case name(Name, bound: Expression?)
  }

  /// Which form.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan
}

/// `var pattern: type = value`.
public struct VarStatement: Sendable {
  /// The text of the `##` lines in front of it.
  public var documentation: String?
  /// What is defined.
  public var pattern: Pattern
  /// The type, where it is written.
  public var type: TypeSyntax?
  /// What it starts as.
  public var value: Expression
}

/// `place = value` or `place += value`.
public struct Assignment: Sendable {
  /// What is changed.
  public var place: Place
  /// The arithmetic of `+=` and its like; nil for `=`.
  public var operation: BinaryOperator?
  /// The right side.
  public var value: Expression
}

/// `while condition limit bound { … }`.
public struct WhileStatement: Sendable {
  /// Whether to go on.
  public var condition: Expression
  /// The most steps that it can take; what makes it differentiable.
  public var limit: Expression?
  /// What is repeated.
  public var body: Block
}
