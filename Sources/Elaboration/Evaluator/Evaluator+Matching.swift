import MartletSource
import MartletTyping

extension Evaluator {
  /// `Join.stack`.
  func enumerationCase(_ id: EnumerationID, _ index: Int) -> Value {
    .enumeration(
      EnumerationValue(
        enumeration: id, index: index, name: program.enumerations[id.index].cases[index]))
  }

  /// `match subject { pattern => value … }`.
  func match(
    _ subject: TypedExpression, _ arms: [TypedArm], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let (index, arm) = try chosen(from: arms, for: subject, frame, at: span)
    return try descending(index) { try blockValue(arm.body, frame) }
  }

  /// The first arm that fits, with its names bound.
  func chosen(
    from arms: [TypedArm], for subject: TypedExpression, _ frame: Frame, at span: SourceSpan
  ) throws -> (Int, TypedArm) {
    let value = try evaluate(subject, frame)
    for (index, arm) in arms.enumerated() where try fits(value, arm.pattern, at: subject.span) {
      try bind(arm.pattern, to: value, frame, at: arm.span)
      return (index, arm)
    }
    throw Diagnostic.unexpectedValue(value.kindName, "one of the cases", at: span)
  }

  /// Whether a value is what a pattern describes.
  private func fits(_ value: Value, _ pattern: TypedCasePattern, at span: SourceSpan) throws -> Bool
  {
    switch (pattern, value) {
    case (.wildcard, _), (.binding, _): return true
    case (.integer(let wanted), _): return try integer(value, at: span) == wanted
    case (.string(let wanted), .string(let text)): return text == wanted
    case (.boolean(let wanted), _): return try truth(value, at: span) == wanted
    case (.enumerationCase(let id, let index), .enumeration(let found)):
      return found.enumeration == id && found.index == index
    case (.none, .none): return true
    case (.present, .none): return false
    case (.present(let inner), _): return try fits(value, inner, at: span)
    case (.tuple(let parts), .tuple(let values)) where parts.count == values.count:
      return try zip(values, parts).allSatisfy { try fits($0, $1, at: span) }
    case (.string, _), (.enumerationCase, _), (.none, _), (.tuple, _): return false
    }
  }

  /// Binds the names of a pattern that fits.
  private func bind(
    _ pattern: TypedCasePattern, to value: Value, _ frame: Frame, at span: SourceSpan
  ) throws {
    switch (pattern, value) {
    case (.binding(let declaration), _):
      try bind(TypedPattern.binding(declaration), to: value, frame, at: span)
    case (.present(let inner), _): try bind(inner, to: value, frame, at: span)
    case (.tuple(let parts), .tuple(let values)):
      for (part, value) in zip(parts, values) { try bind(part, to: value, frame, at: span) }
    case (.wildcard, _), (.integer, _), (.string, _), (.boolean, _), (.enumerationCase, _),
      (.none, _), (.tuple, _):
      return
    }
  }
}
