import MartletSource

extension BodyChecker {
  /// What a name means to the code that reads it: inside a lambda, a script's `var` is the value
  /// that it had when the lambda was made.
  ///
  /// Locals are taken along with the frame; a script's own variables get a local of the lambda.
  func captured(_ binding: Binding) -> Binding {
    guard case .value(let declaration, _, _) = binding, declaration.isVariable,
      case .global(let id) = declaration.storage,
      let lambda = scopes.firstIndex(where: { $0.barrier == .lambda })
    else { return binding }
    mentioned.insert(.global(id))
    if let known = scopes[lambda].captures[id] { return .value(known, size: nil, isKnown: true) }
    var own = declaration
    own.storage = .local(freshLocal())
    scopes[lambda].captures[id] = own
    return .value(own, size: nil, isKnown: true)
  }

  /// The captures of the lambda whose scope is innermost.
  func takeCaptures() -> [TypedLambda.Capture] {
    scopes[scopes.count - 1].captures.sorted { $0.key.index < $1.key.index }.compactMap {
      id, declaration in
      guard case .local(let local) = declaration.storage else { return nil }
      return TypedLambda.Capture(
        local: local,
        value: TypedExpression(.global(id), type: declaration.type, span: declaration.span))
    }
  }
}
