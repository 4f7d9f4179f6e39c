import MartletShapes
import MartletSource
import MartletSyntax

extension ProgramChecker {
  /// The entry of a model; its parts are checked when they are needed.
  func makeModel(_ declaration: ModelDeclaration, in module: Module) -> ModelEntry {
    let entry = ModelEntry(
      id: ModelID(index: models.count), module: module, declaration: declaration,
      checker: BodyChecker(program: self, module: module, kind: .constructor))
    models.append(entry)
    return entry
  }

  /// Checks the binders, parameters and facts of a model.
  func completeHeader(of entry: ModelEntry) {
    switch entry.progress {
    case .inHeader: report(.recursiveDefinition(entry.name, at: entry.declaration.name.span))
    case .header, .inFields, .complete: break
    case .declared:
      entry.progress = .inHeader
      checkHeader(of: entry)
      entry.progress = .header
    }
  }

  /// Checks the binders, parameters and facts of a model, once.
  private func checkHeader(of entry: ModelEntry) {
    let declaration = entry.declaration
    let checker = entry.checker
    checker.allowsOpaqueSizes = false
    checkRuns(of: "model", declaration.binders)
    let header = checker.header(
      binders: declaration.binders, parameters: declaration.parameters, facts: declaration.facts)
    resolveConformances(of: entry)
    checker.allowsOpaqueSizes = true
    entry.parameters = header.parameters
    entry.zeros = header.zeros
    for binder in header.binders {
      switch binder {
      case .dim(let symbol):
        addSize(symbol, path: path(symbol.name), to: entry)
        entry.binders[symbol.name] = .size(Dim(symbol))
      case .type(let variable): entry.binders[variable.name] = .type(variable)
      case .run(let run):
        entry.runs.append(TypedModel.Run(run: run, path: path(run.name)))
        entry.binders[run.name] = .run(run)
      }
    }
    for (parameter, label) in zip(header.parameters, header.labels) {
      if let size = label.size {
        addSize(size, path: [label.name], to: entry)
        entry.binders[label.name] = .size(Dim(size))
      }
      if let count = label.count, !label.type.isStaticField, header.mentions(count) {
        addSize(count, path: [label.name, "count"], to: entry)
        entry.zeros.insert(count)
      }
      guard label.type.isStaticField, case .local(let local) = parameter.declaration.storage
      else { continue }
      entry.add(
        argument: TypedModel.Field(
          name: label.name, role: .argument, type: label.type, initialiser: nil, local: local,
          size: label.size,
          count: addCount(label.name, label.type, nil, local, to: entry, at: label.span),
          span: label.span))
    }
    entry.headerSizes = entry.sizes.map(\.symbol)
    entry.headerRuns = entry.runs.map(\.run)
    entry.signature = Signature(
      name: entry.name, isHost: false, binders: header.binders,
      writtenBinderCount: declaration.binders.count, parameters: header.labels, result: .error,
      facts: header.facts, zeros: header.zeros, span: declaration.name.span)
    var type = entry.selfType
    for field in entry.fields { if let count = field.count { type.sizes[count] = nil } }
    entry.signature?.result = .model(type)
  }

  /// Adds a static size to a model.
  private func addSize(_ symbol: DimSymbol, path: [String], to entry: ModelEntry) {
    entry.sizes.append(TypedModel.Size(symbol: symbol, path: path))
  }

  /// The parts of a dotted name.
  private func path(_ name: String) -> [String] { name.split(separator: ".").map(String.init) }

  /// Reports a second run among the binders of a declaration: one takes what the others leave.
  func checkRuns(of kind: String, _ binders: [Binder]) {
    let runs = binders.filter(\.isRun)
    for binder in runs.dropFirst() {
      report(.misplacedRun(binder.name.text, of: kind, first: runs[0].span, at: binder.span))
    }
  }

  /// The runs of dims of a model, as far as they are known.
  func runs(of id: ModelID) -> [TypedModel.Run] {
    let entry = models[id.index]
    completeFields(of: entry)
    return entry.runs
  }

  /// The static sizes of a model, as far as they are known.
  func sizes(of id: ModelID) -> [TypedModel.Size] {
    let entry = models[id.index]
    completeFields(of: entry)
    return entry.sizes
  }

  /// Checks the fields of a model.
  func completeFields(of entry: ModelEntry) {
    completeHeader(of: entry)
    guard entry.progress == .header else { return }
    entry.progress = .inFields
    for member in entry.declaration.members { checkField(member, of: entry) }
    entry.progress = .complete
  }

  /// Checks one field of a model.
  private func checkField(_ member: Member, of entry: ModelEntry) {
    let checker = entry.checker
    let name: Name
    let role: TypedModel.Role
    let value: Operand
    switch member {
    case .function: return
    case .tensor(let field):
      name = field.name
      role = field.role == .param ? .parameter : .state
      value = checker.checkInitialiser(field.value, type: field.type, of: name)
      checkTensors(value, field, of: entry)
    case .constant(let constant, let isFrozen, let span):
      role = isFrozen ? .frozen : .constant
      switch constant.target {
      case .equation(let defined, _):
        name = defined
        value = checker.inScope { checker.checkEquationAsValue(constant, at: span) }
      case .pattern(let pattern):
        guard case .name(let single) = pattern.kind else {
          take(pattern, from: constant, as: role, of: entry)
          return
        }
        name = single
        value = checker.checkInitialiser(constant.value, type: constant.type, of: name)
      }
    }
    if let first = entry.fields.first(where: { $0.name == name.text && $0.role != .argument }) {
      report(.duplicateName(name.text, first: first.span, at: name.span))
    }
    add(value, as: name, role, to: entry)
  }

  /// Reports a `param` or `state` that holds no tensors.
  private func checkTensors(_ value: Operand, _ field: TensorField, of entry: ModelEntry) {
    if value.isError || value.type.isTree { return }
    report(
      .fieldWithoutTensors(
        field.name.text, role: field.role.rawValue, entry.checker.name(value.type),
        at: field.type?.span ?? field.value.span))
  }

  /// Adds a checked field to a model.
  private func add(_ value: Operand, as name: Name, _ role: TypedModel.Role, to entry: ModelEntry) {
    let checker = entry.checker
    guard !value.isError else {
      checker.bind(name.text, .failed)
      let local = checker.freshLocal()
      entry.fields.append(
        TypedModel.Field(
          name: name.text, role: role, type: .error, initialiser: nil, local: local,
          span: name.span))
      return
    }
    let declaration = checker.declare(
      name, value.type, size: value.size, isKnown: value.isKnown, mayBeZero: false)
    add(declaration, value, role, to: entry)
  }

  /// Adds the fields that a pattern takes out of one value, `let (a, b) = pair()`.
  private func take(
    _ pattern: Pattern, from constant: LetStatement, as role: TypedModel.Role, of entry: ModelEntry
  ) {
    let checker = entry.checker
    let name = pattern.names.first ?? Name(text: "_", span: pattern.span)
    let value = checker.checkInitialiser(constant.value, type: constant.type, of: name)
    let bound = checker.bind(pattern, to: value.type)
    let declarations = bound.declarations
    for (position, declaration) in declarations.enumerated() {
      if let first = entry.fields.first(where: {
        $0.name == declaration.name && $0.role != .argument
      }) {
        report(.duplicateName(declaration.name, first: first.span, at: declaration.span))
      }
      let taken = position == 0 ? (pattern: bound, value: value.expression) : nil
      add(declaration, nil, role, to: entry, taken: taken)
    }
  }

  /// Adds a field whose name is declared in the constructor's frame.
  private func add(
    _ declaration: LocalDeclaration, _ value: Operand?, _ role: TypedModel.Role,
    to entry: ModelEntry, taken: (pattern: TypedPattern, value: TypedExpression)? = nil
  ) {
    guard case .local(let local) = declaration.storage else { return }
    for case .dim(let symbol) in declaration.introduces {
      if entry.checker.facts.zeros.contains(symbol) { entry.zeros.insert(symbol) }
      addSize(symbol, path: path(symbol.name), to: entry)
    }
    for case .run(let run) in declaration.introduces {
      entry.runs.append(TypedModel.Run(run: run, path: path(run.name)))
    }
    if let size = declaration.size { addSize(size, path: [declaration.name], to: entry) }
    let known = Set(entry.sizes.map(\.symbol))
    let strangers = declaration.type.symbols.subtracting(known)
    if declaration.type == .int, let size = value?.size ?? declaration.size.map({ Dim($0) }),
      size.symbols.isSubset(of: known)
    {
      entry.fieldSizes[declaration.name] = size
    }
    entry.fields.append(
      TypedModel.Field(
        name: declaration.name, role: role, type: declaration.type.forgetting(strangers),
        initialiser: value?.expression, taken: taken, local: local,
        introduces: declaration.introduces, size: declaration.size,
        count: addCount(
          declaration.name, declaration.type, value?.expression, local, to: entry,
          at: declaration.span),
        span: declaration.span))
  }

  /// Adds the length of a field that is a list to the model's sizes, unless the list is written out.
  private func addCount(
    _ name: String, _ type: Type, _ value: TypedExpression?, _ local: LocalID,
    to entry: ModelEntry, at span: SourceSpan
  ) -> DimSymbol? {
    guard case .list = type else { return nil }
    if case .list(let parts)? = value?.kind {
      entry.fieldSizes["\(name).count"] = Dim(parts.count)
      entry.checker.counts[local] = Dim(parts.count)
      return nil
    }
    let symbol =
      entry.checker.counts[local]?.symbol
      ?? freshSymbol("\(name).count", at: span, "`\(name)` is a list of this length")
    addSize(symbol, path: [name, "count"], to: entry)
    entry.zeros.insert(symbol)
    entry.checker.facts.allowZero(symbol)
    entry.checker.counts[local] = Dim(symbol)
    return symbol
  }

  /// Makes the typed models of all entries; those of the main file with all their methods.
  func finishModels(main: Module) {
    var index = 0
    while index < models.count {
      let entry = models[index]
      completeFields(of: entry)
      if entry.module === main {
        for name in entry.methodDeclarations.keys.sorted() { _ = method(name, of: entry) }
      }
      checkConformances(of: entry)
      checkPending()
      index += 1
    }
    for entry in models {
      guard let signature = entry.signature else { continue }
      entry.typed = TypedModel(
        name: entry.name, binders: signature.binders, parameters: entry.parameters,
        facts: signature.facts, fields: entry.fields, sizes: entry.sizes,
        runs: entry.runs,
        methods: entry.methods.compactMapValues(\.id),
        conformances: entry.conformances.map {
          TypedConformance(type: $0.type, witnesses: entry.witnesses[$0.type.declaration] ?? [:])
        }, frameSize: entry.checker.frameSize, span: entry.declaration.name.span,
        documentation: entry.declaration.documentation)
    }
  }
}
