import MartletSyntax

extension TypedProgram {
  /// The program as text: every declaration that it reaches, its names resolved and types shown.
  ///
  ///     (fn double (x f32[N]) f32[N] (* 2 x : f32[N]))
  public var dump: String {
    let dump = ProgramDump(self)
    let declarations =
      models.map(dump.model) + functions.map(dump.function)
      + globals.filter { $0.lazyValue != nil }.map(dump.global)
    let statements =
      script.statements.map(dump.statement) + (script.value.map { [dump.expression($0)] } ?? [])
    return (declarations + statements).map { $0.text() + "\n" }.joined()
  }
}

/// Writes the parts of a typed program as nested lists.
struct ProgramDump {
  /// The program, for the names of what its parts refer to.
  let program: TypedProgram
  /// How types are written.
  private let naming: TypeNaming

  /// A writer for a program's parts.
  init(_ program: TypedProgram) {
    self.program = program
    naming = TypeNaming(
      modelBinders: { program.models[$0.index].binders },
      structureBinders: { program.structures[$0.index].binders },
      protocolBinders: { program.protocols[$0.index].binders })
  }

  /// A type as a word.
  func type(_ type: Type, after prefix: String = "") -> SExpression {
    .atom(prefix + naming.name(type))
  }

  /// The name of a function, with its model's in front.
  func name(_ id: FunctionID) -> String { program.functions[id.index].name }

  /// The name of a model.
  func name(_ id: ModelID) -> String { program.models[id.index].name }

  /// The name of a struct.
  func name(_ id: StructureID) -> String { program.structures[id.index].name }

  /// The name of a protocol.
  func name(_ id: ProtocolID) -> String { program.protocols[id.index].name }

  /// The name of a top-level binding.
  func name(_ id: GlobalID) -> String { program.globals[id.index].name }

  /// The name of a setting.
  func name(_ id: SettingID) -> String { program.settings[id.index].name }

  /// A model: its fields with their roles and types.
  func model(_ model: TypedModel) -> SExpression {
    .node(
      "model",
      [.atom(model.name)]
        + model.fields.map { field in
          .node(
            "\(field.role)",
            [.atom(field.name), type(field.type)]
              + ((field.initialiser ?? field.taken?.value).map { [expression($0)] } ?? []))
        })
  }

  /// A function: its parameters, its result and its body.
  func function(_ function: TypedFunction) -> SExpression {
    .node(
      "\(function.kind)",
      [.atom(function.name)]
        + function.parameters.map { parameter in
          .node(
            parameter.declaration.name,
            [type(parameter.declaration.type)]
              + (parameter.defaultValue.map { [expression($0)] } ?? []))
        } + [type(function.result), block(function.body)])
  }

  /// A library's `let`.
  func global(_ global: TypedGlobal) -> SExpression {
    .node(
      "let",
      [.atom(global.name), type(global.type)]
        + (global.lazyValue.map { [expression($0)] } ?? []))
  }

  /// A block: its statements and its value.
  func block(_ block: TypedBlock) -> SExpression {
    .node("block", block.statements.map(statement) + (block.value.map { [expression($0)] } ?? []))
  }

  /// A statement.
  func statement(_ statement: TypedStatement) -> SExpression {
    switch statement.kind {
    case .bind(let pattern, let value): .node("bind", [self.pattern(pattern), expression(value)])
    case .equation(let declaration, let equation):
      .node(
        "equation",
        [.atom(declaration.name), type(declaration.type)] + equation.items.map(item)
          + [expression(equation.body)])
    case .assign(let places, let operation, let value):
      .node(
        "\(operation?.rawValue ?? "")=", places.map(place) + [expression(value)])
    case .expression(let value): expression(value)
    case .whileLoop(let condition, let limit, let body):
      .node(
        "while",
        [expression(condition)] + (limit.map { [.node("limit", [expression($0)])] } ?? [])
          + [block(body)])
    case .breakLoop: .atom("break")
    case .continueLoop: .atom("continue")
    case .returnValue(let value): .node("return", value.map { [expression($0)] } ?? [])
    }
  }

  /// An entry of an equation's left side.
  private func item(_ item: TypedEquation.Item) -> SExpression {
    switch item {
    case .rest: .atom("...")
    case .index(let index): self.index(index)
    }
  }

  /// An index with its written range.
  func index(_ index: TypedEquationIndex) -> SExpression {
    guard let bound = index.bound else { return .atom(index.name) }
    return .node("<", [.atom(index.name), expression(bound)])
  }

  /// The names that a pattern binds, with their types.
  func pattern(_ pattern: TypedPattern) -> SExpression {
    switch pattern {
    case .wildcard: .atom("_")
    case .binding(let declaration):
      .node(
        declaration.isVariable ? "var" : "let",
        [.atom(declaration.name), type(declaration.type)])
    case .tuple(let parts): .node("tuple", parts.map(self.pattern))
    }
  }

  /// A place.
  func place(_ place: TypedPlace) -> SExpression {
    let root: SExpression =
      switch place.root {
      case .local(let id): .atom("%\(id.index)")
      case .global(let id): .atom(name(id))
      case .selfValue: .atom("self")
      }
    return place.steps.reduce(root) { base, step in
      switch step {
      case .field(let field): .node(".", [base, .atom(field.name)])
      case .element(let position): .node("index", [base, expression(position)])
      }
    }
  }
}
