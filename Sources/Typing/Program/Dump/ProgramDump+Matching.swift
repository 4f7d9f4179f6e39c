import MartletSyntax

extension ProgramDump {
  /// A value of an enum.
  func name(_ id: EnumerationID, _ index: Int) -> String {
    let enumeration = program.enumerations[id.index]
    return "\(enumeration.name).\(enumeration.cases[index])"
  }

  /// An arm of a `match`.
  func arm(_ arm: TypedArm) -> SExpression { .node("=>", [pattern(arm.pattern), block(arm.body)]) }

  /// The pattern of an arm.
  private func pattern(_ pattern: TypedCasePattern) -> SExpression {
    switch pattern {
    case .wildcard: .atom("_")
    case .binding(let declaration): self.pattern(TypedPattern.binding(declaration))
    case .integer(let value): .atom("\(value)")
    case .string(let text): .quoted(text)
    case .boolean(let value): .atom("\(value)")
    case .enumerationCase(let id, let index): .atom(name(id, index))
    case .none: .atom("None")
    case .present(let inner): .node("some", [self.pattern(inner)])
    case .tuple(let parts): .node("tuple", parts.map(self.pattern))
    }
  }
}
