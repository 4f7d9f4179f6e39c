import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// Declares a name for a value of the given type in the innermost scope.
  ///
  /// Sizes that the type leaves open get symbols that the value determines. An Int gets a symbol of
  /// its own unless its size is known in terms of others.
  func declare(
    _ name: Name, _ type: Type, isVariable: Bool = false, size: Dim? = nil, isKnown: Bool = true,
    mayBeZero: Bool = true, storage: LocalDeclaration.Storage? = nil
  ) -> LocalDeclaration {
    let place = storage ?? .local(freshLocal())
    var opened = type
    var symbols: [BinderSymbol] = []
    if !isVariable {
      opened = open(type, path: name.text, at: name.span, into: &symbols)
    } else if case .model = type {
      opened = open(type, path: name.text, at: name.span, into: &symbols)
    }
    var declaration = LocalDeclaration(
      storage: place, name: name.text, type: opened, isVariable: isVariable, introduces: symbols,
      span: name.span)
    var dim = isVariable ? nil : size
    if type == .int, !isVariable, dim == nil {
      let symbol = freshSymbol(name.text, at: name.span, "`\(name.text)` is this number")
      if mayBeZero { facts.allowZero(symbol) }
      declaration.size = symbol
      dim = Dim(symbol)
    }
    noteFacts(of: opened)
    if case .global(let id) = place {
      program.globals[id.index].typed.type = opened
      program.globals[id.index].constant = dim?.constant
    }
    if !name.isWildcard { bind(name.text, .value(declaration, size: dim, isKnown: isKnown)) }
    return declaration
  }

  /// The type with a symbol for every size that it leaves open.
  func open(_ type: Type, path: String, at span: SourceSpan, into symbols: inout [BinderSymbol])
    -> Type
  {
    switch type {
    case .tensor(var tensor):
      for (axis, item) in tensor.items.enumerated() where item == .unknown {
        let symbol = freshSymbol("\(path).\(axis)", at: span, "axis \(axis) of `\(path)`")
        symbols.append(.dim(symbol))
        looseSymbols.insert(symbol)
        tensor.items[axis] = .dim(Dim(symbol))
      }
      if tensor.bound == .unknown {
        let symbol = freshSymbol("\(path).bound", at: span, "the bound of `\(path)`")
        symbols.append(.dim(symbol))
        looseSymbols.insert(symbol)
        tensor.bound = .below(Dim(symbol))
      }
      return .tensor(tensor)
    case .model(var value):
      for size in program.sizes(of: value.model) where value.sizes[size.symbol] == nil {
        let name = "\(path).\(size.path.joined(separator: "."))"
        let symbol = freshSymbol(name, at: span, "a size of `\(path)`")
        symbols.append(.dim(symbol))
        value.sizes[size.symbol] = Dim(symbol)
      }
      for run in program.runs(of: value.model) where value.runs[run.run] == nil {
        value.runs[run.run] = [openRun(path, run.path.joined(separator: "."), into: &symbols)]
      }
      return .model(value)
    case .structure(var value):
      for symbol in program.structures[value.structure.index].dims
      where value.sizes[symbol] == nil {
        let fresh = freshSymbol("\(path).\(symbol.name)", at: span, "a size of `\(path)`")
        symbols.append(.dim(fresh))
        value.sizes[symbol] = Dim(fresh)
      }
      if let run = program.structures[value.structure.index].run, value.runs[run] == nil {
        value.runs[run] = [openRun(path, run.name, into: &symbols)]
      }
      return .structure(value)
    case .conforming(var value):
      for symbol in program.protocols[value.declaration.index].dims
      where value.sizes[symbol] == nil {
        let fresh = freshSymbol("\(path).\(symbol.name)", at: span, "a size of `\(path)`")
        symbols.append(.dim(fresh))
        value.sizes[symbol] = Dim(fresh)
      }
      return .conforming(value)
    case .tuple(let parts):
      return .tuple(
        parts.enumerated().map { open($1, path: "\(path).\($0)", at: span, into: &symbols) })
    case .gradient(let of): return .gradient(open(of, path: path, at: span, into: &symbols))
    case .stack(let element, var count):
      if count == .unknown {
        let symbol = freshSymbol("\(path).count", at: span, "the length of `\(path)`")
        symbols.append(.dim(symbol))
        looseSymbols.insert(symbol)
        count = .dim(Dim(symbol))
      }
      return .stack(open(element, path: path, at: span, into: &symbols), count)
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .list, .optional,
      .function,
      .variable, .stream, .host, .range, .error:
      return type
    }
  }

  /// A run for one that a type leaves open.
  private func openRun(_ path: String, _ name: String, into symbols: inout [BinderSymbol])
    -> TensorType.Item
  {
    let run = freshRun("\(path).\(name)")
    symbols.append(.run(run))
    return .run(run)
  }

  /// Takes the facts of a type's `where` clause into what is known.
  func noteFacts(of type: Type) {
    guard case .model(let value) = type.seenThrough else { return }
    guard notedTypes.insert(value).inserted else { return }
    var substitution = Substitution()
    for size in program.models[value.model.index].headerSizes {
      if let dim = value.sizes[size] {
        substitution.dims[size] = dim
        if dim.constant == nil, dim.symbol == nil { facts.assume(.atLeast(dim, 1)) }
      } else {
        substitution.unknown.insert(size)
      }
    }
    for fact in program.models[value.model.index].signature?.facts ?? [] {
      if let claim = substitution.apply(fact.claim) { facts.assume(claim) }
    }
    for (symbol, dim) in value.sizes {
      guard program.models[value.model.index].zeros.contains(symbol), let own = dim.symbol
      else { continue }
      facts.allowZero(own)
    }
  }

  /// Declares the names of a pattern for a value of the given type.
  func bind(
    _ pattern: Pattern, to type: Type, isVariable: Bool = false, size: Dim? = nil,
    isKnown: Bool = true
  ) -> TypedPattern {
    switch pattern.kind {
    case .wildcard, .invalid: return .wildcard
    case .name(let name):
      if name.isWildcard { return .wildcard }
      if type == .unit {
        report(.noValue(at: name.span))
        bind(name.text, .failed)
        return .wildcard
      }
      if hidesField(name.text) {
        report(.hidesField(name.text, of: model?.name ?? "", at: name.span))
      }
      if type.isError {
        bind(name.text, .failed)
        return .wildcard
      }
      return .binding(
        declare(
          name, type, isVariable: isVariable, size: size, isKnown: isKnown,
          storage: globalStorage(name, type, isVariable: isVariable)))
    case .tuple(let parts):
      if type.isError {
        for name in pattern.names { bind(name.text, .failed) }
        return .wildcard
      }
      guard case .tuple(let types) = type, types.count == parts.count else {
        report(.patternMismatch(parts.count, name(type), at: pattern.span))
        for name in pattern.names { bind(name.text, .failed) }
        return .wildcard
      }
      return .tuple(
        zip(parts, types).map { bind($0, to: $1, isVariable: isVariable, isKnown: isKnown) })
    case .literal, .path:
      report(.refutablePattern(at: pattern.span))
      return .wildcard
    }
  }

  /// Whether a local of the given name would hide a field.
  private func hidesField(_ name: String) -> Bool {
    guard let model, kind == .function else { return false }
    return model.fieldNames.contains(name)
  }

  /// The storage of a script's own binding; nil for a local.
  private func globalStorage(_ name: Name, _ type: Type, isVariable: Bool)
    -> LocalDeclaration.Storage?
  {
    guard kind == .script, scopes.count == 1 else { return nil }
    let id = GlobalID(index: program.globals.count)
    let entry = GlobalEntry(
      id: id,
      typed: TypedGlobal(
        name: name.text, type: type, isVariable: isVariable, lazyValue: nil, frameSize: 0,
        span: name.span))
    program.globals.append(entry)
    module.entities[name.text] = .global(entry)
    return .global(id)
  }
}
