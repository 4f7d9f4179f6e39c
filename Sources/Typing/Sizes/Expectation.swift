import MartletSource

/// What a value is expected to fit, for messages.
enum Expectation {
  /// The type that a `let`, field or parameter's default is written with.
  case annotation(String, SourceSpan)
  /// A parameter of a function, with the place of its type.
  case argument(String, of: String, SourceSpan)
  /// A function's result.
  case result(SourceSpan)
  /// A variable or field that is assigned, with its declaration.
  case assignment(String, SourceSpan)
  /// An element or a branch beside others.
  case element(SourceSpan)
  /// The type behind `as`.
  case cast(SourceSpan)
  /// What a derivative takes or yields, in words, with the place that says of what.
  case derivative(String, SourceSpan)

  /// Whether a number that becomes a tensor needs a conversion of its own, because no declaration
  /// carries the type.
  var needsConversion: Bool {
    switch self {
    case .annotation, .argument, .cast: false
    case .result, .assignment, .element, .derivative: true
    }
  }

  /// The place of what is expected.
  var span: SourceSpan {
    switch self {
    case .annotation(_, let span), .argument(_, of: _, let span), .result(let span),
      .assignment(_, let span), .element(let span), .cast(let span), .derivative(_, let span):
      span
    }
  }
}
