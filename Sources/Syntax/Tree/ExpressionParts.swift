import MartletSource

/// A stretch of a string literal.
public enum StringPart: Sendable {
  /// Text, with its escapes resolved.
  case text(String)
  /// `{value:format}`; the format is uninterpreted.
  case interpolation(Expression, format: String?)
}

/// A value given in a call: `x` or `axis: 0`.
public struct Argument: Sendable {
  /// The name before `:`.
  public var label: Name?
  /// The value.
  public var value: Expression
  /// The whole argument.
  public var span: SourceSpan
}

/// `(x, y: f32[]) => body`.
public struct Lambda: Sendable {
  /// A parameter of a lambda; only a name can have a type.
  public struct Parameter: Sendable {
    /// What takes the argument.
    public var pattern: Pattern
    /// The type, where it is written.
    public var type: TypeSyntax?
  }

  /// The parameters.
  public var parameters: [Parameter]
  /// The value; a block is a `.block`.
  public var body: Expression
}

/// `if condition { … } else { … }`.
public struct Conditional: Sendable {
  /// What decides.
  public enum Condition: Sendable {
    /// A truth value.
    case test(Expression)
    /// `let name = value`: whether the optional is there.
    case binding(Name, Expression)
  }

  /// What decides.
  public var condition: Condition
  /// The value if it holds.
  public var thenBlock: Block
  /// The value if it does not: a `.block` or another `.conditional`.
  public var elseBranch: Expression?
}

/// `match subject { pattern => value … }`.
public struct Match: Sendable {
  /// A pattern and the value where it fits.
  public struct Arm: Sendable {
    /// What must fit.
    public var pattern: Pattern
    /// The value.
    public var value: Expression
  }

  /// What is looked at.
  public var subject: Expression
  /// The arms in the order of the text.
  public var arms: [Arm]
}

/// `for pattern in source { … }` or `map pattern in source { … }`.
public struct Loop: Sendable {
  /// Whether steps follow one another.
  public enum Kind: String, Sendable {
    /// One after the other.
    case sequential = "for"
    /// Independent of one another.
    case parallel = "map"
  }

  /// `pattern in source`.
  public struct Clause: Sendable {
    /// What takes each element.
    public var pattern: Pattern
    /// Where the elements come from.
    public var source: Expression
  }

  /// `for` or `map`.
  public var kind: Kind
  /// What is walked, in step; never empty.
  public var clauses: [Clause]
  /// What is done for each.
  public var body: Block
}

/// `grad targets { … }` or `value_and_grad targets { … }`.
public struct GradientExpression: Sendable {
  /// Whether the value of the block is wanted too.
  public enum Kind: String, Sendable {
    /// The gradient alone.
    case gradient = "grad"
    /// The value and the gradient.
    case valueAndGradient = "value_and_grad"
  }

  /// `grad` or `value_and_grad`.
  public var kind: Kind
  /// Names and field paths, never empty.
  public var targets: [Place]
  /// What is differentiated.
  public var body: Block
}

/// `name = value` after `with`.
public struct SettingBinding: Sendable {
  /// The setting.
  public var name: Name
  /// What it is inside the block.
  public var value: Expression
}
