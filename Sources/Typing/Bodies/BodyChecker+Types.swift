import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// The type that a piece of syntax spells; sizes that it leaves out stay open.
  func resolve(_ syntax: TypeSyntax) -> Type {
    switch syntax.kind {
    case .invalid: return .error
    case .tuple(let parts): return .tuple(parts.map(resolve))
    case .list(let element): return .list(resolve(element))
    case .optional(let wrapped):
      let type = resolve(wrapped)
      return type.isError ? .error : .optional(type)
    case .function(let binders, let parameters, let result):
      scopes.append(Scope())
      defer { scopes.removeLast() }
      let symbols = bind(binders)
      return .function(
        FunctionType(
          binders: symbols, parameters: parameters.map(resolve), result: resolve(result)))
    case .tensor(let tensor):
      guard let dimensions = tensor.dimensions else {
        return wrong(.bareElementType(tensor.element.rawValue, at: syntax.span))
      }
      return resolveTensor(.known(tensor.element), bound: tensor.bound, dimensions)
    case .named(let path, let brackets): return resolve(path, brackets, at: syntax.span)
    }
  }

  /// Adds a message and yields the type that silences what follows.
  private func wrong(_ diagnostic: Diagnostic) -> Type {
    program.report(diagnostic)
    return .error
  }

  /// A tensor type from its parts.
  private func resolveTensor(
    _ element: TensorType.Element, bound: Expression?, _ dimensions: [BracketItem]
  ) -> Type {
    var type = TensorType(element: element, items: shapeItems(dimensions))
    // How many axes an unknown run stands for is not known, so the type fits nothing.
    if dimensions.contains(where: isUnknownRun) { return .error }
    if let bound {
      if case .name("_") = bound.kind {
        type.bound = .unknown
      } else {
        type.bound = size(of: bound).map { .below($0) } ?? .unknown
      }
      if !element.isInteger {
        return wrong(.boundOfNonInteger(element.name, at: bound.span))
      }
    }
    let runs = type.items.filter { if case .run = $0 { true } else { false } }
    if runs.count > 1, let second = dimensions.last {
      return wrong(.twoRuns(at: second.span))
    }
    return .tensor(type)
  }

  /// Whether an item is a run that nothing binds.
  private func isUnknownRun(_ item: BracketItem) -> Bool {
    guard case .rest(let name) = item.kind else { return false }
    if let name, case .run? = binding(name.text) { return false }
    return true
  }

  /// The items of a shape in square brackets.
  func shapeItems(_ items: [BracketItem]) -> [TensorType.Item] {
    items.map { item in
      switch item.kind {
      case .rest(let name):
        guard let name else {
          report(.namelessRun(at: item.span))
          return .unknown
        }
        guard case .run(let run)? = binding(name.text) else {
          report(.unknownSize("..." + name.text, near: runNames, at: item.span))
          return .unknown
        }
        return .run(run)
      case .expression(let expression):
        if case .name("_") = expression.kind {
          if !allowsOpaqueSizes { report(.unknownInSignature(at: item.span)) }
          return .unknown
        }
        return size(of: expression).map { .dim($0) } ?? .unknown
      case .newAxis, .slice, .type:
        report(.notASize(at: item.span))
        return .unknown
      }
    }
  }

  /// A type that begins with a name.
  private func resolve(_ path: [Name], _ brackets: [[BracketItem]], at span: SourceSpan) -> Type {
    let name = path[0]
    if path.count == 1 {
      if case .type(let variable)? = binding(name.text) {
        return resolve(variable, brackets, at: span)
      }
      if let simple = simpleType(name.text) {
        if !brackets.isEmpty { return wrong(.noSizesTaken(name.text, at: span)) }
        return simple
      }
      if name.text == "Grad" || name.text == "Stream" {
        guard let own = brackets.first, own.count == 1, let argument = typeArgument(own[0]) else {
          return wrong(.oneTypeExpected(name.text, at: span))
        }
        if name.text == "Grad" { return stack(argument.gradient, brackets.dropFirst(), at: span) }
        if brackets.count > 1 { return wrong(.oneTypeExpected(name.text, at: span)) }
        return .stream(argument)
      }
    }
    var entity = program.entity(name.text, in: module)
    for part in path.dropFirst() {
      guard case .module(let library)? = entity else { break }
      entity = program.member(part, of: library)
    }
    switch entity {
    case .model(let entry):
      return resolve(entry, brackets, at: span)
    case .structure(let entry):
      let type = StructureType(structure: entry.id, name: entry.typed.name, sizes: [:])
      guard let items = brackets.first else { return .structure(type) }
      if entry.typed.binders.isEmpty { return stack(.structure(type), brackets[...], at: span) }
      return stack(
        .structure(sizes(type, of: entry, items, at: span)), brackets.dropFirst(), at: span)
    case .enumeration(let entry):
      if let items = brackets.first?.first {
        return wrong(.noSizesTaken(name.text, at: items.span))
      }
      return .enumeration(entry.type)
    case .requirements(let entry): return resolve(entry, brackets, at: span)
    case .alias(let type): return type
    case .failed: return .error
    case .global, .setting:
      return wrong(.valueAsType(path.map(\.text).joined(separator: "."), at: span))
    case .function, .module, .special, .number, nil:
      let written = path.map(\.text).joined(separator: ".")
      return wrong(.unknownType(written, near: typeNames, at: span))
    }
  }

  /// The types that need no brackets.
  private func simpleType(_ name: String) -> Type? {
    switch name {
    case "Int": .int
    case "Float": .float
    case "Bool": .bool
    case "String": .string
    case "Table": .host("Table")
    case "tensor": .anyTensor
    default: nil
    }
  }

  /// A type binder, perhaps as the elements of a tensor.
  private func resolve(_ variable: TypeVariable, _ brackets: [[BracketItem]], at span: SourceSpan)
    -> Type
  {
    guard let items = brackets.first else { return .variable(variable) }
    switch variable.constraint {
    case .element, .numeric, .floating, .integer:
      return resolveTensor(.variable(variable), bound: nil, items)
    case .tree, .model, .value: return stack(.variable(variable), brackets[...], at: span)
    case .type: return wrong(.noSizesTaken(variable.name, at: span))
    }
  }

  /// A model type with its sizes in brackets.
  private func resolve(_ entry: ModelEntry, _ brackets: [[BracketItem]], at span: SourceSpan)
    -> Type
  {
    program.completeHeader(of: entry)
    var type = ModelType(model: entry.id, name: entry.name, sizes: [:])
    guard let items = brackets.first else { return .model(type) }
    let binders = entry.signature?.binders.prefix(entry.signature?.writtenBinderCount ?? 0) ?? []
    if binders.isEmpty { return stack(.model(type), brackets[...], at: span) }
    guard let values = values(of: Array(binders), items) else {
      return wrong(
        .wrongSizeCount(entry.name, expected: Array(binders), found: items.count, at: span))
    }
    (type.sizes, type.runs, type.types) = (values.dims, values.runs, values.types)
    return stack(.model(type), brackets.dropFirst(), at: span)
  }

  /// The type with a length for each further pair of brackets: `M[K]`, outermost first.
  private func stack(_ type: Type, _ brackets: ArraySlice<[BracketItem]>, at span: SourceSpan)
    -> Type
  {
    var result = type
    for items in brackets.reversed() {
      guard items.count == 1, let count = shapeItems(items).first,
        let stacked = result.stacked(count)
      else { return wrong(.noSizesTaken(name(result), at: span)) }
      result = stacked
    }
    return result
  }

  /// A struct type with its sizes in brackets.
  private func sizes(
    _ type: StructureType, of entry: StructureEntry, _ items: [BracketItem], at span: SourceSpan
  ) -> StructureType {
    var type = type
    guard let values = values(of: entry.typed.binders, items) else {
      report(
        .wrongSizeCount(
          entry.typed.name, expected: entry.typed.binders, found: items.count, at: span))
      return type
    }
    (type.sizes, type.runs, type.types) = (values.dims, values.runs, values.types)
    return type
  }

  /// The values that square brackets give to the binders of a type; what is `_` stays out. Nil if
  /// there are too many or too few.
  private func values(of binders: [BinderSymbol], _ items: [BracketItem]) -> Substitution? {
    guard let shares = shares(of: items, among: binders) else { return nil }
    var result = Substitution()
    for (binder, items) in zip(binders, shares) {
      switch binder {
      case .dim(let symbol):
        switch shapeItems(Array(items)).first {
        case .dim(let dim): result.dims[symbol] = dim
        case .run: if let item = items.first { report(.notASize(at: item.span)) }
        case .unknown, nil: break
        }
      case .type(let variable):
        if let argument = items.first.flatMap(typeArgument) { result.types[variable] = argument }
      case .run(let run): result.runs[run] = shapeItems(Array(items))
      }
    }
    return result
  }

  /// A protocol with the values of its binders in brackets.
  private func resolve(_ entry: ProtocolEntry, _ brackets: [[BracketItem]], at span: SourceSpan)
    -> Type
  {
    var type = ProtocolType(declaration: entry.id, name: entry.typed.name, sizes: [:])
    guard let items = brackets.first else { return .conforming(type) }
    guard let values = values(of: entry.typed.binders, items), brackets.count == 1 else {
      return wrong(
        .wrongSizeCount(
          entry.typed.name, expected: entry.typed.binders, found: items.count, at: span))
    }
    (type.sizes, type.types) = (values.dims, values.types)
    return .conforming(type)
  }

  /// The type that an item in brackets spells.
  func typeArgument(_ item: BracketItem) -> Type? {
    switch item.kind {
    case .type(let syntax): return resolve(syntax)
    case .expression(let expression):
      if let syntax = expression.asType { return resolve(syntax) }
    case .rest, .newAxis, .slice: break
    }
    report(.notAType(at: item.span))
    return .error
  }

  /// Declares the binders of a declaration in the innermost scope.
  func bind(_ binders: [Binder]) -> [BinderSymbol] {
    binders.map { binder in
      let name = binder.name
      if scopes[scopes.count - 1].names[name.text] != nil {
        let first = binders.first { $0.name.text == name.text }?.name.span
        report(
          .duplicateName(name.text, first: first == name.span ? nil : first, at: name.span))
      }
      if binder.isRun {
        let run = DimRun(id: program.freshNumber(), name: name.text)
        bind(name.text, .run(run))
        return .run(run)
      }
      guard let constraint = binder.constraint else {
        let symbol = program.freshSymbol(name.text, at: name.span, "`\(name.text)` is bound here")
        bind(name.text, .size(Dim(symbol)))
        return .dim(symbol)
      }
      let variable = TypeVariable(
        id: program.freshNumber(), name: name.text, constraint: resolve(constraint: constraint))
      bind(name.text, .type(variable))
      return .type(variable)
    }
  }

  /// What a type binder may stand for.
  private func resolve(constraint: TypeSyntax) -> TypeVariable.Constraint {
    if case .named(let path, let brackets) = constraint.kind, path.count == 1, brackets.isEmpty {
      switch path[0].text {
      case "Type": return .type
      case "Tree": return .tree
      case "Model": return .model
      case "Numeric": return .numeric
      case "Floating": return .floating
      case "Integer": return .integer
      case "Element": return .element
      default: break
      }
    }
    let type = resolve(constraint)
    return type.isError ? .type : .value(type)
  }
}
