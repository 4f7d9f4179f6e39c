import MartletTyping

extension Evaluator {
  /// Runs a call of a method; one of a `frozen` part is built with `training = false` (M21).
  func frozen(_ base: TypedExpression, _ body: () throws -> Value) rethrows -> Value {
    guard passesFrozenField(base),
      let index = program.settings.firstIndex(where: { $0.name == "training" })
    else { return try body() }
    let outer = settings
    settings[index] = .bool(false)
    defer { settings = outer }
    return try body()
  }

  /// Whether an expression reaches its value through a `frozen` field.
  private func passesFrozenField(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .field(let base, let field):
      if case .model(let type) = base.type.shownModel,
        program.models[type.model.index].fields[field.index].role == .frozen
      {
        return true
      }
      return passesFrozenField(base)
    case .index(let base, _), .cast(let base, _): return passesFrozenField(base)
    default: return false
    }
  }
}

extension Type {
  /// The model's type that a binder such as `M: Mlp[I, C]` shows; other types as they are.
  fileprivate var shownModel: Type {
    if case .variable(let variable) = self, case .value(let type) = variable.constraint {
      return type.shownModel
    }
    return self
  }
}
