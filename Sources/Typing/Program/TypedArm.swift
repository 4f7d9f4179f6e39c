import MartletSource

/// An arm of a `match`: a pattern and the value where it fits.
public struct TypedArm: Sendable {
  /// What must fit.
  public var pattern: TypedCasePattern
  /// The value.
  public var body: TypedBlock
  /// The place of the pattern.
  public var span: SourceSpan

  /// An arm of the given parts.
  public init(pattern: TypedCasePattern, body: TypedBlock, span: SourceSpan) {
    self.pattern = pattern
    self.body = body
    self.span = span
  }
}

/// What a value is held against in a `match`.
public indirect enum TypedCasePattern: Sendable {
  /// Anything.
  case wildcard
  /// Anything, under a name.
  case binding(LocalDeclaration)
  case integer(Int)
  case string(String)
  case boolean(Bool)
  /// A value of an enum, by its position among the cases.
  case enumerationCase(EnumerationID, Int)
  /// An optional that is absent.
  case none
  /// An optional that is there, whose value fits.
  case present(TypedCasePattern)
  case tuple([TypedCasePattern])
}

extension TypedCasePattern {
  /// The bindings in the pattern.
  public var declarations: [LocalDeclaration] {
    switch self {
    case .wildcard, .integer, .string, .boolean, .enumerationCase, .none: []
    case .binding(let declaration): [declaration]
    case .present(let inner): inner.declarations
    case .tuple(let parts): parts.flatMap(\.declarations)
    }
  }
}
