extension TypedPattern {
  /// The bindings in the pattern.
  public var declarations: [LocalDeclaration] {
    switch self {
    case .wildcard: []
    case .binding(let declaration): [declaration]
    case .tuple(let parts): parts.flatMap(\.declarations)
    }
  }
}
