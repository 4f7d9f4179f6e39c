import MartletSyntax

extension ProgramDump {
  /// An expression; what computes something ends with its type.
  func expression(_ expression: TypedExpression) -> SExpression {
    switch expression.kind {
    case .integer(let value): .atom("\(value)")
    case .float(let value): .atom("\(value)")
    case .boolean(let value): .atom("\(value)")
    case .enumerationCase(let id, let index): .atom(name(id, index))
    case .none: .atom("None")
    case .selfValue: .atom("self")
    case .local(let id): .atom("%\(id.index)")
    case .global(let id): .atom(name(id))
    case .setting(let id): .atom(name(id))
    case .size(let dim): .node("size", [.atom("\(dim)")])
    case .equationIndex(let id): .atom("i\(id.index)")
    case .string(let parts): .node("string", parts.map(part))
    case .function(let reference): function(reference)
    case .field(let base, let field): .node(".", [self.expression(base), .atom(field.name)])
    case .property(let base, let name): .node(".", [self.expression(base), .atom(name)])
    case .tuple(let parts): .node("tuple", parts.map(self.expression))
    case .list(let parts): typed("list", parts.map(self.expression), expression)
    case .range(let lower, let upper):
      .node("..<", [self.expression(lower), self.expression(upper)])
    case .lambda(let lambda):
      .node("lambda", lambda.parameters.map(pattern) + [self.expression(lambda.body)])
    case .block(let block): self.block(block)
    case .conditional(let condition, let then, let otherwise):
      .node(
        "if", [self.expression(condition), block(then)] + (otherwise.map { [block($0)] } ?? []))
    case .optionalBinding(let declaration, let value, let then, let otherwise):
      .node(
        "if-let",
        [pattern(.binding(declaration)), self.expression(value), block(then)]
          + (otherwise.map { [block($0)] } ?? []))
    case .match(let subject, let arms):
      typed("match", [self.expression(subject)] + arms.map(arm), expression)
    case .coalesce(let a, let b): typed("??", [self.expression(a), self.expression(b)], expression)
    case .loop(let loop): self.loop(loop, expression)
    case .gradient(let gradient):
      typed(
        gradient.kind.keyword,
        gradient.targets.map(place) + (gradient.kind.operand.map { [self.expression($0)] } ?? [])
          + [block(gradient.body)], expression)
    case .recompute(let block): typed("recompute", [self.block(block)], expression)
    case .with(let bindings, let block):
      .node(
        "with",
        bindings.map { .node(setting($0.setting), [self.expression($0.value)]) }
          + [self.block(block)])
    case .call(let call): self.call(call, expression)
    case .index(let base, let items):
      typed("index", [self.expression(base)] + items.map(indexItem), expression)
    case .negate(let operand): typed("-", [self.expression(operand)], expression)
    case .not(let operand): typed("not", [self.expression(operand)], expression)
    case .binary(let operation, let a, let b):
      typed(operation.rawValue, [self.expression(a), self.expression(b)], expression)
    case .cast(let value, let type):
      .node("as", [self.expression(value), self.type(type.type)])
    case .access(let base, let items):
      .node("access", [self.expression(base)] + items.map(accessItem))
    case .reducer(let kind, let indices, let body):
      .node(kind.rawValue, indices.map(index) + [self.expression(body)])
    case .normaliser(let kind, let id, let body):
      .node(kind.rawValue, [.atom("i\(id.index)"), self.expression(body)])
    }
  }

  /// A node that ends with its type.
  private func typed(_ head: String, _ parts: [SExpression], _ expression: TypedExpression)
    -> SExpression
  {
    .node(head, parts + [type(expression.type, after: ": ")])
  }

  /// A piece of an interpolated string.
  private func part(_ part: TypedStringPart) -> SExpression {
    switch part {
    case .text(let text): .quoted(text)
    case .interpolation(let value, let format):
      .node("value", [expression(value)] + (format.map { [.quoted($0)] } ?? []))
    }
  }

  /// A function as a value.
  private func function(_ reference: FunctionReference) -> SExpression {
    switch reference {
    case .function(let id): .atom(name(id))
    case .method(let id, let base): .node("method", [.atom(name(id)), expression(base)])
    case .model(let id): .atom(name(id))
    case .builtin(let name): .atom(name)
    }
  }

  /// The name of what a `with` sets.
  private func setting(_ reference: SettingReference) -> String {
    switch reference {
    case .declared(let id): name(id)
    case .seed: "seed"
    }
  }

  /// A loop.
  private func loop(_ loop: TypedLoop, _ expression: TypedExpression) -> SExpression {
    let clauses = loop.clauses.map { clause in
      SExpression.node("in", [pattern(clause.pattern), self.expression(clause.source)])
    }
    return typed(loop.kind.rawValue, clauses + [block(loop.body)], expression)
  }

  /// A call: its target, its binders' values and its arguments; `_` takes a default.
  private func call(_ call: TypedCall, _ expression: TypedExpression) -> SExpression {
    let target: SExpression =
      switch call.target {
      case .function(let id): .atom(name(id))
      case .method(let id, let base): .node("method", [.atom(name(id)), self.expression(base)])
      case .requirement(let id, let method, let base):
        .node("method", [.atom("\(name(id)).\(method)"), self.expression(base)])
      case .model(let id): .atom(name(id))
      case .structure(let id): .atom(name(id))
      case .builtin(let name): .atom(name)
      case .value(let value): self.expression(value)
      case .element(.known(let element)): .atom(element.rawValue)
      case .element(.variable(let variable)): .atom(variable.name)
      }
    let arguments = call.arguments.map { $0.map(self.expression) ?? .atom("_") }
    return typed("call", [target] + call.binders.map(binder) + arguments, expression)
  }

  /// A binder's value.
  private func binder(_ argument: BinderArgument) -> SExpression {
    switch argument {
    case .dim(let symbol, let dim): .atom("\(symbol.name)=\(dim)")
    case .run(let run, let items): .atom("...\(run.name)=\(items.text)")
    case .type(let variable, let type): .list([.atom(variable.name), self.type(type)])
    }
  }

  /// An entry in the brackets behind a tensor or list.
  private func indexItem(_ item: TypedIndexItem) -> SExpression {
    switch item {
    case .rest: .atom("...")
    case .newAxis: .atom("None")
    case .slice(let lower, let upper, let step):
      .node(":", [lower, upper, step].map { $0.map(expression) ?? .atom("_") })
    case .position(let position): expression(position)
    }
  }

  /// An entry in the brackets of an access.
  private func accessItem(_ item: TypedAccessItem) -> SExpression {
    switch item {
    case .rest: .atom("...")
    case .position(let position): expression(position)
    }
  }
}
