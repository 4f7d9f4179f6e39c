import MartletShapes

/// Values for the binders of a declaration: what a call or a use of a type puts in their place.
struct Substitution {
  /// The values of dims.
  var dims: [DimSymbol: Dim] = [:]
  /// Dims that are only known when built.
  var unknown: Set<DimSymbol> = []
  /// The values of runs.
  var runs: [DimRun: [TensorType.Item]] = [:]
  /// Runs that are only known when built: a tensor of such dims is one of which nothing is known.
  var unknownRuns: Set<DimRun> = []
  /// The values of type binders.
  var types: [TypeVariable: Type] = [:]

  /// Whether it changes nothing.
  var isEmpty: Bool {
    dims.isEmpty && unknown.isEmpty && runs.isEmpty && unknownRuns.isEmpty && types.isEmpty
  }

  /// The dim in terms of the values; nil if it is only known when built.
  func apply(_ dim: Dim) -> Dim? {
    if dim.constant != nil { return dim }
    if !unknown.isEmpty, !dim.symbols.isDisjoint(with: unknown) { return nil }
    return dim.substituting(dims)
  }

  /// The claim in terms of the values; nil if it can only be checked when built.
  func apply(_ claim: DimClaim) -> DimClaim? {
    switch claim {
    case .equal(let a, let b): both(a, b).map { .equal($0, $1) }
    case .atLeast(let a, let b): both(a, b).map { .atLeast($0, $1) }
    case .different(let a, let b): both(a, b).map { .different($0, $1) }
    }
  }

  /// Two dims in terms of the values.
  private func both(_ a: Dim, _ b: Dim) -> (Dim, Dim)? {
    guard let a = apply(a), let b = apply(b) else { return nil }
    return (a, b)
  }

  /// The type in terms of the values.
  func apply(_ type: Type) -> Type {
    if isEmpty { return type }
    switch type {
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .host, .range,
      .error:
      return type
    case .tensor(let tensor):
      return tensor.items.contains(where: isUnknown) ? .anyTensor : .tensor(apply(tensor))
    case .list(let element): return .list(apply(element))
    case .tuple(let parts): return .tuple(parts.map(apply))
    case .optional(let wrapped): return .optional(apply(wrapped))
    case .function(let function):
      return .function(
        FunctionType(
          binders: function.binders, parameters: function.parameters.map(apply),
          result: apply(function.result)))
    case .model(var model):
      var sizes: [DimSymbol: Dim] = [:]
      for (symbol, dim) in model.sizes { sizes[symbol] = apply(dim) }
      model.sizes = sizes
      model.runs = apply(model.runs)
      model.types = model.types.mapValues(apply)
      return .model(model)
    case .structure(var structure):
      var sizes: [DimSymbol: Dim] = [:]
      for (symbol, dim) in structure.sizes { sizes[symbol] = apply(dim) }
      structure.sizes = sizes
      structure.runs = apply(structure.runs)
      structure.types = structure.types.mapValues(apply)
      return .structure(structure)
    case .conforming(var type):
      var sizes: [DimSymbol: Dim] = [:]
      for (symbol, dim) in type.sizes { sizes[symbol] = apply(dim) }
      type.sizes = sizes
      type.types = type.types.mapValues(apply)
      return .conforming(type)
    case .gradient(let of): return apply(of).gradient
    case .variable(let variable): return types[variable] ?? type
    case .stream(let element): return .stream(apply(element))
    case .stack(let element, let count):
      return .stack(apply(element), apply(count).first ?? .unknown)
    }
  }

  /// The tensor type in terms of the values.
  func apply(_ tensor: TensorType) -> TensorType {
    var result = tensor
    if case .variable(let variable) = tensor.element, let value = types[variable],
      case .tensor(let scalar) = value
    {
      result.element = scalar.element
    }
    result.items = tensor.items.flatMap(apply)
    if case .below(let bound) = tensor.bound {
      result.bound = apply(bound).map { .below($0) } ?? .unknown
    }
    return result
  }

  /// The values of runs in terms of the values; those that are only known when built are left out.
  private func apply(_ runs: [DimRun: [TensorType.Item]]) -> [DimRun: [TensorType.Item]] {
    runs.compactMapValues { $0.contains(where: isUnknown) ? nil : $0.flatMap(apply) }
  }

  /// Whether an item is a run that is only known when built.
  private func isUnknown(_ item: TensorType.Item) -> Bool {
    if case .run(let run) = item { unknownRuns.contains(run) } else { false }
  }

  /// An item of a shape in terms of the values.
  private func apply(_ item: TensorType.Item) -> [TensorType.Item] {
    switch item {
    case .dim(let dim): [apply(dim).map { .dim($0) } ?? .unknown]
    case .run(let run): runs[run] ?? [item]
    case .unknown: [item]
    }
  }
}

extension Type {
  /// The dims that the type mentions, in the order of the text.
  func forEachDim(_ body: (Dim) -> Void) {
    forEachItem { if case .dim(let dim) = $0 { body(dim) } }
  }

  /// The dims and runs that the type mentions, in the order of the text.
  func forEachItem(_ body: (TensorType.Item) -> Void) {
    switch self {
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .host, .range,
      .error, .variable:
      break
    case .tensor(let tensor):
      tensor.items.forEach(body)
      if case .below(let bound) = tensor.bound { body(.dim(bound)) }
    case .list(let element), .optional(let element), .gradient(let element), .stream(let element):
      element.forEachItem(body)
    case .stack(let element, let count):
      element.forEachItem(body)
      body(count)
    case .tuple(let parts): for part in parts { part.forEachItem(body) }
    case .function(let function):
      for parameter in function.parameters { parameter.forEachItem(body) }
      function.result.forEachItem(body)
    case .model(let model):
      for (_, dim) in model.sizes.sorted(by: { $0.key < $1.key }) { body(.dim(dim)) }
      for (_, items) in model.runs { items.forEach(body) }
      for (_, type) in model.types { type.forEachItem(body) }
    case .structure(let structure):
      for (_, dim) in structure.sizes.sorted(by: { $0.key < $1.key }) { body(.dim(dim)) }
      for (_, items) in structure.runs { items.forEach(body) }
      for (_, type) in structure.types { type.forEachItem(body) }
    case .conforming(let value):
      for (_, dim) in value.sizes.sorted(by: { $0.key < $1.key }) { body(.dim(dim)) }
      for (_, type) in value.types { type.forEachItem(body) }
    }
  }

  /// All symbols that the type mentions.
  var symbols: Set<DimSymbol> {
    var result: Set<DimSymbol> = []
    forEachDim { result.formUnion($0.symbols) }
    return result
  }

  /// All runs that the type mentions.
  var runs: Set<DimRun> {
    var result: Set<DimRun> = []
    forEachItem { if case .run(let run) = $0 { result.insert(run) } }
    return result
  }

  /// The type with the given symbols and runs forgotten: known when built.
  func forgetting(_ symbols: Set<DimSymbol>, runs: Set<DimRun> = []) -> Type {
    symbols.isEmpty && runs.isEmpty
      ? self : Substitution(unknown: symbols, unknownRuns: runs).apply(self)
  }

  /// The type with all its symbols and runs forgotten.
  var forgettingSizes: Type { forgetting(symbols, runs: runs) }
}
