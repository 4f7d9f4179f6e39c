import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Evaluator {
  /// A size with the values of the frame's symbols put in.
  func resolved(_ dim: Dim, _ frame: Frame) throws -> Dim {
    guard dim.constant == nil else { return dim }
    if let graph, frame === rootFrame { note(dim, frame, graph) }
    return dim.substituting(frame.sizes)
  }

  /// Notes which sizes of the host the graph depends on by their number.
  private func note(_ dim: Dim, _ frame: Frame, _ graph: GraphContext) {
    for symbol in dim.symbols {
      guard let size = frame.sizes[symbol]?.constant, frame.hostFrame?.sizes[symbol] == Dim(size)
      else { continue }
      graph.fixedSizes[symbol] = size
    }
  }

  /// The sizes that bracket arguments stand for; `_` is no size here.
  func resolved(_ items: [MartletTyping.TensorType.Item], _ frame: Frame, at span: SourceSpan)
    throws -> [Dim]
  {
    var dims: [Dim] = []
    for item in items {
      switch item {
      case .dim(let dim): dims.append(try resolved(dim, frame))
      case .run(let run): dims += frame.runs[run] ?? []
      case .unknown: throw Diagnostic.unexpectedValue("`_`", "a size", at: span)
      }
    }
    return dims
  }

  /// A name in a message; a description of more than one word stands without quotes.
  private func quoted(_ name: String) -> String { name.contains(" ") ? name : "`\(name)`" }

  /// The size that an Int is.
  func size(_ value: Value, at span: SourceSpan) throws -> Dim {
    switch value {
    case .int(let value): return Dim(value)
    case .size(let dim): return dim
    case .unit, .float, .bool, .string, .enumeration, .none, .list, .tuple, .range, .tensor, .node,
      .model,
      .structure, .gradient, .stack, .absent, .cell, .function, .host:
      throw Diagnostic.unexpectedValue(value.kindName, "an Int", at: span)
    }
  }

  /// The number that a known Int is.
  func integer(_ value: Value, at span: SourceSpan) throws -> Int {
    let size = try size(value, at: span)
    guard let number = size.constant else { throw Diagnostic.sizeNotKnown(size, at: span) }
    return number
  }

  /// The sizes of a tensor, in memory or in the graph.
  func dims(_ value: Value) -> [Dim]? {
    switch value {
    case .tensor(let tensor): tensor.shape.map { Dim($0) }
    case .node(let node): graph.map { $0.type(of: node).dims }
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .list, .tuple, .range,
      .model,
      .structure, .gradient, .stack, .absent, .cell, .function, .host:
      nil
    }
  }

  /// The bound of a tensor's values, in memory or in the graph.
  private func bound(_ value: Value) -> Dim? {
    switch value {
    case .tensor(let tensor): tensor.bound.map { Dim($0) }
    case .node(let node): graph.flatMap { $0.type(of: node).bound }
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .list, .tuple, .range,
      .model,
      .structure, .gradient, .stack, .absent, .cell, .function, .host:
      nil
    }
  }

  /// Demands that two sizes agree, now or when the graph's sizes are laid out.
  func unify(_ found: Dim, _ expected: Dim, otherwise diagnostic: () -> Diagnostic) throws {
    if let graph { return try graph.unify(found, expected, otherwise: diagnostic) }
    if found != expected { throw diagnostic() }
  }

  /// Holds a value against its declared type: binds the symbols that are free in this frame and
  /// checks all others. The checker has proved what it could; what is left concerns `_`.
  func match(
    _ type: Type, _ value: Value, _ frame: Frame, named name: String, at span: SourceSpan
  ) throws {
    switch type {
    case .tensor(let tensor):
      try match(tensor, value, frame, named: name, at: span)
    case .model(let type):
      guard case .model(let model) = value else { return }
      try match(type.sizes, model.sizes, frame, named: name, at: span)
      try match(type.runs, model.runs, frame, named: name, at: span)
    case .structure(let type):
      guard case .structure(let structure) = value else { return }
      try match(type.sizes, structure.sizes, frame, named: name, at: span)
      try match(type.runs, structure.runs, frame, named: name, at: span)
    case .conforming(let type):
      guard case .model(let model) = value, let sizes = sizes(of: model, as: type.declaration)
      else { return }
      try match(type.sizes, sizes, frame, named: name, at: span)
    case .tuple(let types):
      guard case .tuple(let values) = value else { return }
      for (index, (type, value)) in zip(types, values).enumerated() {
        try match(type, value, frame, named: "\(name)[\(index)]", at: span)
      }
    case .list(let element):
      // Models and structs in a list have sizes of their own, so only tensors can be held to one.
      guard case .tensor = element, case .list(let values) = value else { return }
      for (index, value) in values.enumerated() {
        try match(element, value, frame, named: "\(name)[\(index)]", at: span)
      }
    case .stack(let element, let count):
      guard case .stack(let stack) = value else { return }
      // Tensors of an element have one axis more here, but sizes of models are those of each.
      try match(element, stack.element, frame, named: name, at: span)
      if case .dim(let dim) = count {
        try bindOrCheck(dim, stack.count, frame) {
          .sizeMismatch(
            quoted(name), axis: nil, found: stack.count,
            expected: (try? self.resolved(dim, frame)) ?? dim, promise: "\(type)", at: span)
        }
      }
    case .optional(let type):
      if case .none = value { return }
      try match(type, value, frame, named: name, at: span)
    case .variable(let variable):
      if case .value(let type) = variable.constraint {
        try match(type, value, frame, named: name, at: span)
      }
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .gradient,
      .stream,
      .host, .range, .error:
      return
    }
  }

  /// Holds the sizes of a model or struct against those that a type names.
  private func match(
    _ expected: [DimSymbol: Dim], _ found: [DimSymbol: Dim], _ frame: Frame, named name: String,
    at span: SourceSpan
  ) throws {
    for (symbol, dim) in expected.sorted(by: { $0.key.id < $1.key.id }) {
      guard let size = found[symbol] else { continue }
      try bindOrCheck(dim, size, frame) {
        .sizeMismatch(
          "`\(name).\(symbol.name)`", axis: nil, found: size,
          expected: (try? self.resolved(dim, frame)) ?? dim, promise: "\(dim)", at: span)
      }
    }
  }

  /// Holds the runs of a model or struct against those that a type names.
  private func match(
    _ expected: [DimRun: [MartletTyping.TensorType.Item]], _ found: [DimRun: [Dim]],
    _ frame: Frame, named name: String, at span: SourceSpan
  ) throws {
    for (run, items) in expected.sorted(by: { $0.key.id < $1.key.id }) {
      guard let dims = found[run] else { continue }
      let place = Match(
        name: quoted("\(name).\(run.name)"), promise: items.text, frame: frame, span: span)
      try match(items, dims, place)
    }
  }

  /// Holds a tensor against a tensor type.
  private func match(
    _ type: MartletTyping.TensorType, _ value: Value, _ frame: Frame, named name: String,
    at span: SourceSpan
  ) throws {
    guard let found = dims(value) else { return }
    try match(
      type.items, found,
      Match(name: quoted(name), promise: type.description, frame: frame, span: span))
    if case .below(let dim) = type.bound, let bound = bound(value), let symbol = dim.symbol,
      frame.sizes[symbol] == nil
    {
      frame.sizes[symbol] = bound
    }
  }

  /// What a message about a shape says: whose it is, and what was promised of it.
  private struct Match {
    /// The value's name.
    let name: String
    /// The type or shape that was promised.
    let promise: String
    /// The frame that binds what is free.
    let frame: Frame
    /// Where the value comes in.
    let span: SourceSpan
  }

  /// Holds a shape against a declared one.
  private func match(
    _ items: [MartletTyping.TensorType.Item], _ found: [Dim], _ place: Match
  ) throws {
    let hasRun = items.contains { if case .run = $0 { true } else { false } }
    let runLength = found.count - (items.count - 1)
    guard hasRun ? runLength >= 0 : found.count == items.count else {
      throw Diagnostic.rankMismatch(
        place.name, found: found, promise: place.promise, at: place.span)
    }
    var axis = 0
    for item in items {
      switch item {
      case .dim(let dim):
        try check(dim, found[axis], axis: axis, place)
        axis += 1
      case .unknown: axis += 1
      case .run(let run):
        try match(run, Array(found[axis..<axis + runLength]), place)
        axis += runLength
      }
    }
  }

  /// Binds a run of dims, or checks it against what it stands for.
  private func match(_ run: DimRun, _ found: [Dim], _ place: Match) throws {
    guard let expected = place.frame.runs[run] else {
      place.frame.runs[run] = found
      return
    }
    guard expected.count == found.count else {
      throw Diagnostic.rankMismatch(
        place.name, found: found, promise: place.promise, at: place.span)
    }
    for (axis, (size, wanted)) in zip(found, expected).enumerated() {
      try check(wanted, size, axis: axis, place)
    }
  }

  /// Binds or checks one axis.
  private func check(_ dim: Dim, _ size: Dim, axis: Int, _ place: Match) throws {
    try bindOrCheck(dim, size, place.frame) {
      .sizeMismatch(
        place.name, axis: axis, found: size,
        expected: (try? self.resolved(dim, place.frame)) ?? dim, promise: place.promise,
        at: place.span)
    }
  }

  /// Binds a bare symbol that is free, or checks the size against the dim's value.
  private func bindOrCheck(
    _ dim: Dim, _ size: Dim, _ frame: Frame, otherwise diagnostic: () -> Diagnostic
  ) throws {
    if let symbol = dim.symbol, frame.sizes[symbol] == nil {
      frame.sizes[symbol] = size
      return
    }
    let expected = try resolved(dim, frame)
    // A compound dim over a symbol that nothing has bound yet is checked where it gets its value.
    guard expected.symbols.allSatisfy({ isKnown($0, frame) }) else { return }
    try unify(size, expected, otherwise: diagnostic)
  }

  /// Whether a symbol of a resolved dim means something here: a size of the graph.
  private func isKnown(_ symbol: DimSymbol, _ frame: Frame) -> Bool {
    graph?.builder.symbols.contains(symbol) ?? false
  }

  /// The value as its place needs it: static numbers become scalars of the place's dtype.
  func adapted(_ value: Value, to type: Type, _ frame: Frame, at span: SourceSpan) throws -> Value {
    switch type {
    case .float:
      switch value {
      case .int(let number): return .float(Double(number))
      case .size(let dim):
        return .node(GraphNode(try sizeNode(dim, .f64, at: span), isNumber: true))
      default: return value
      }
    case .optional(let type):
      if case .none = value { return value }
      return try adapted(value, to: type, frame, at: span)
    case .tensor(let tensor):
      let element =
        switch tensor.element {
        case .known(let element): element
        case .variable(let variable): frame.elements[variable] ?? .f32
        }
      return try scalar(value, element, at: span)
    case .tuple(let types):
      guard case .tuple(let values) = value, values.count == types.count else { return value }
      return .tuple(
        try zip(values, types).map { try adapted($0, to: $1, frame, at: span) })
    case .int, .bool, .string, .enumeration, .unit, .none, .anyTensor, .list, .function, .model,
      .structure, .conforming,
      .gradient, .stack, .variable, .stream, .host, .range, .error:
      return value
    }
  }

  /// A static number or a number of data as a scalar tensor of the given dtype; others unchanged.
  func scalar(_ value: Value, _ element: ElementType, at span: SourceSpan) throws -> Value {
    switch value {
    case .int(let number): return try constant(Double(number), element, at: span)
    case .float(let number): return try constant(number, element, at: span)
    case .bool(let truth): return try constant(truth ? 1 : 0, .bool, at: span)
    case .size(let dim): return .node(GraphNode(try sizeNode(dim, element, at: span)))
    case .node(let node) where node.isNumber:
      return .node(GraphNode(try currentGraph(at: span).cast(node.id, to: element, at: span)))
    default: return value
    }
  }

  /// A known scalar: a constant of the graph, or a tensor in memory.
  func constant(_ number: Double, _ element: ElementType, at span: SourceSpan) throws -> Value {
    guard let graph else { return .tensor(Tensor(scalar: number, as: element)) }
    return .node(GraphNode(try graph.constant(number, element, at: span)))
  }

  /// A size as a scalar of the graph.
  func sizeNode(_ dim: Dim, _ element: ElementType, at span: SourceSpan) throws -> ValueID {
    try currentGraph(at: span).emit(SizeValue(dim: dim, element: element), at: span)
  }
}

extension Evaluator {
  /// The length of a stack in numbers: the leading axis of its tensors.
  private func settledCount(of stack: StackValue) -> Dim {
    var count = stack.count
    stack.element.forEachLeaf { leaf in
      if case .tensor(let tensor) = leaf, let size = tensor.shape.first { count = Dim(size) }
    }
    return count
  }

  /// A result of a graph in numbers: a struct's sizes are those of its tensors.
  public func settled(_ value: Value) -> Value {
    switch value {
    case .structure(var structure):
      let runs = structure.runs.values.joined()
      guard
        structure.sizes.values.contains(where: { $0.constant == nil })
          || runs.contains(where: { $0.constant == nil })
      else { return value }
      let declaration = program.structures[structure.structure.index]
      let frame = Frame(slotCount: 0)
      structure.fields = structure.fields.map(settled)
      for (field, part) in zip(declaration.fields, structure.fields) {
        // The graph has seen to it that the tensors agree; this only reads their sizes.
        try? match(field.type, part, frame, named: field.name, at: declaration.span)
      }
      for symbol in structure.sizes.keys { structure.sizes[symbol] = frame.sizes[symbol] }
      for run in structure.runs.keys { structure.runs[run] = frame.runs[run] }
      return .structure(structure)
    case .list(let values): return .list(values.map(settled))
    case .tuple(let values): return .tuple(values.map(settled))
    case .stack(let stack):
      return .stack(StackValue(count: settledCount(of: stack), element: settled(stack.element)))
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .node,
      .model,
      .gradient, .absent, .cell, .function, .host:
      return value
    }
  }
}
