extension TypedPlace {
  /// The place that an expression reads, if it is one.
  public init?(_ expression: TypedExpression) {
    switch expression.kind {
    case .local(let id):
      self.init(root: .local(id), steps: [], type: expression.type, span: expression.span)
    case .global(let id):
      self.init(root: .global(id), steps: [], type: expression.type, span: expression.span)
    case .selfValue:
      self.init(root: .selfValue, steps: [], type: expression.type, span: expression.span)
    case .field(let base, let field):
      guard let outer = TypedPlace(base) else { return nil }
      self.init(
        root: outer.root, steps: outer.steps + [.field(field)], type: expression.type,
        span: expression.span)
    default: return nil
    }
  }
}
