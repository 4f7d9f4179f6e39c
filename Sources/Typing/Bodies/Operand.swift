import MartletShapes
import MartletSource

/// A checked expression, with what the checker knows beyond its type.
struct Operand {
  /// The typed expression.
  var expression: TypedExpression
  /// The size that an Int is.
  var size: Dim?
  /// Whether an Int, Bool or the like may drive the building of a graph.
  var isKnown = true
  /// What follows for sizes if a Bool is true, and if it is false.
  var consequences: Consequences?

  /// Its type.
  var type: Type { expression.type }
  /// Its place.
  var span: SourceSpan { expression.span }
  /// Whether an error was reported for it.
  var isError: Bool { expression.type.isError }

  /// A checked expression of the given kind and type.
  init(
    _ kind: TypedExpression.Kind, _ type: Type, at span: SourceSpan, size: Dim? = nil,
    isKnown: Bool = true
  ) {
    expression = TypedExpression(kind, type: type, span: span)
    self.size = size
    self.isKnown = isKnown
  }

  /// What stands for an expression with a reported error.
  static func error(at span: SourceSpan) -> Operand {
    Operand(.tuple([]), .error, at: span)
  }

  /// The same expression with a more general type.
  func with(type: Type) -> Operand {
    var result = self
    result.expression.type = type
    return result
  }
}

/// The claims about sizes that a condition decides.
struct Consequences {
  /// What holds where the condition does.
  var whenTrue: [DimClaim]
  /// What holds where it does not.
  var whenFalse: [DimClaim]

  /// The claims of the negated condition.
  var negated: Consequences { Consequences(whenTrue: whenFalse, whenFalse: whenTrue) }
}
