import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

extension Evaluator {
  /// The value of an expression.
  public func evaluate(_ expression: TypedExpression, _ frame: Frame) throws -> Value {
    for definition in expression.definitions {
      let value = try evaluate(definition.value, frame)
      frame.sizes[definition.symbol] = try size(value, at: definition.value.span)
    }
    let span = expression.span
    if let graph {
      if let value = try hoisted(expression, frame, graph) { return value }
    } else if let host, isTensorWork(expression) {
      return try host.compute(expression, in: frame)
    }
    switch expression.kind {
    case .integer(let value): return .int(value)
    case .float(let value): return .float(value)
    case .boolean(let value): return .bool(value)
    case .string(let parts): return .string(try interpolated(parts, frame))
    case .enumerationCase(let id, let index): return enumerationCase(id, index)
    case .none: return .none
    case .selfValue: return try selfValue(frame, at: span)
    case .local(let id): return try local(id, type: expression.type, frame, at: span)
    case .global(let id): return try global(id, at: span)
    case .setting(let id): return settings[id.index]
    case .size(let dim): return Value(size: try resolved(dim, frame))
    case .function(let reference): return .function(try functionValue(reference, frame))
    case .field(let base, let field): return try self.field(field, of: evaluate(base, frame), span)
    case .property(let base, let name):
      return try property(name, of: evaluate(base, frame), at: span)
    case .tuple(let parts): return .tuple(try parts.map { try evaluate($0, frame).bound() })
    case .list(let parts): return .list(try listElements(parts, expression.type, frame))
    case .range(let lower, let upper):
      return .range(
        try size(evaluate(lower, frame), at: lower.span),
        try size(evaluate(upper, frame), at: upper.span))
    case .lambda(let lambda): return .function(.lambda(lambda, try closure(of: lambda, frame)))
    case .block(let block): return try blockValue(block, frame)
    case .conditional(let condition, let then, let otherwise):
      return try conditional(
        condition, then, otherwise, expression.type, frame, at: span)
    case .optionalBinding(let declaration, let value, let then, let otherwise):
      return try optionalBinding(declaration, value, then, otherwise, frame)
    case .match(let subject, let arms): return try match(subject, arms, frame, at: span)
    case .coalesce(let optional, let fallback):
      let value = try evaluate(optional, frame)
      if case .none = value { return try evaluate(fallback, frame) }
      return value
    case .loop(let loop): return try self.loop(loop, frame, at: span)
    case .gradient(let gradient): return try self.gradient(gradient, frame, at: span)
    case .recompute(let block): return try recompute(block, frame, at: span)
    case .with(let bindings, let block): return try with(bindings, block, frame)
    case .call(let call): return try self.call(call, frame, of: expression.type, at: span)
    case .index(let base, let items):
      return try index(evaluate(base, frame), items, frame, at: span)
    case .negate(let operand): return try negated(evaluate(operand, frame), at: span)
    case .not(let operand): return try logicalNot(evaluate(operand, frame), at: span)
    case .binary(let operation, let left, let right):
      return try binary(operation, left, right, frame, at: span)
    case .cast(let value, let type):
      return try cast(evaluate(value, frame), to: type.type, frame, at: span)
    case .equationIndex, .access, .reducer, .normaliser:
      throw Diagnostic.unexpectedValue("a part of an equation", "an expression", at: span)
    }
  }

  /// The frame of a lambda: the bindings around it as they are now.
  private func closure(of lambda: TypedLambda, _ frame: Frame) throws -> Frame {
    let inner = frame.snapshot()
    for capture in lambda.captures {
      inner.slots[capture.local.index] = try evaluate(capture.value, frame)
    }
    return inner
  }

  /// The value of `self`.
  private func selfValue(_ frame: Frame, at span: SourceSpan) throws -> Value {
    if let value = frame.selfValue { return value }
    throw Diagnostic.unboundName(at: span)
  }

  /// A list's elements; where they must be tensors, static numbers become scalars.
  private func listElements(_ parts: [TypedExpression], _ type: Type, _ frame: Frame) throws
    -> [Value]
  {
    let element = if case .list(let element) = type { element } else { Type.error }
    return try parts.map {
      try adapted(evaluate($0, frame), to: element, frame, at: $0.span).bound()
    }
  }

  /// A function reference as a value.
  private func functionValue(_ reference: FunctionReference, _ frame: Frame) throws
    -> FunctionValue
  {
    switch reference {
    case .function(let id): .function(id)
    case .method(let id, let base): .method(id, base: try evaluate(base, frame))
    case .model(let id): .model(id)
    case .builtin(let name): .builtin(name)
    }
  }

  /// The current value of a local, captured from the host's frame where a graph is built.
  func local(_ id: LocalID, type: Type, _ frame: Frame, at span: SourceSpan) throws -> Value {
    if let value = frame.slots[id.index] { return value }
    guard let hostFrame = frame.hostFrame, let graph,
      let value = hostFrame.slots[id.index]
    else { throw Diagnostic.unboundName(at: span) }
    let owner = hostFrame.immutableNames[id.index]
    let name = owner ?? "v\(id.index)"
    let captured = capture(value, type: type, name: name, owner: owner, graph)
    graph.captures.append(Capture(root: .local(id), working: captured, name: name))
    frame.slots[id.index] = captured
    return captured
  }

  /// The current value of a top-level binding; a library's `let` is computed at first use.
  func global(_ id: GlobalID, at span: SourceSpan) throws -> Value {
    let declaration = program.globals[id.index]
    if let graph, let value = graph.globals[id.index] { return value }
    if globals[id.index] == nil { try computeLazily(id, declaration, at: span) }
    guard let value = globals[id.index] else { throw Diagnostic.unboundName(at: span) }
    guard let graph else { return value }
    let captured = capture(
      value, type: declaration.type, name: declaration.name,
      owner: declaration.isVariable ? nil : declaration.name, graph)
    graph.captures.append(
      Capture(root: .global(id), working: captured, name: declaration.name))
    graph.globals[id.index] = captured
    return captured
  }

  /// The graph's form of a value; the sizes that it leaves open are so from here on.
  private func capture(
    _ value: Value, type: Type, name: String, owner: String?, _ graph: GraphContext
  ) -> Value {
    let captured = graph.capture(value, type: type, name: name, owner: owner)
    for symbol in type.namedSizes where graph.isOpen(symbol) {
      rootFrame?.sizes[symbol] = Dim(symbol)
    }
    return captured
  }

  /// Captures the tensors from outside that some statements read, so that the sizes in their types
  /// are open before anything else mentions them.
  public func captureTensors(readBy statements: [TypedStatement], _ frame: Frame) throws {
    guard let graph else { return }
    let own = statements.flatMap(\.declarations).map(\.storage)
    var fault: (any Error)?
    let visit = { (part: TypedExpression) -> Bool in
      guard fault == nil, !part.type.namedSizes.isEmpty else { return true }
      do {
        switch part.kind {
        case .local(let id) where !own.contains(.local(id)):
          guard frame.slots[id.index] == nil, frame.hostFrame?.slots[id.index] != nil else { break }
          _ = try self.local(id, type: part.type, frame, at: part.span)
        case .global(let id) where !own.contains(.global(id)):
          guard graph.globals[id.index] == nil, self.globals[id.index] != nil else { break }
          _ = try self.global(id, at: part.span)
        default: break
        }
      } catch { fault = error }
      return true
    }
    for statement in statements { statement.walk(visit) }
    if let fault { throw fault }
  }

  /// Computes a library's `let`, as host code.
  private func computeLazily(_ id: GlobalID, _ declaration: TypedGlobal, at span: SourceSpan) throws
  {
    guard let initialiser = declaration.lazyValue else { return }
    guard pendingGlobals.insert(id.index).inserted else {
      throw Diagnostic.recursionTooDeep(declaration.name, limit: 1, at: span)
    }
    defer { pendingGlobals.remove(id.index) }
    let outer = (graph, rootFrame, settings, seed)
    (graph, rootFrame, settings, seed) = (nil, nil, initialSettings, nil)
    defer { (graph, rootFrame, settings, seed) = outer }
    let frame = Frame(slotCount: declaration.frameSize)
    let value = try evaluate(initialiser, frame)
    globals[id.index] = try adapted(value, to: declaration.type, frame, at: initialiser.span)
      .bound()
  }

  /// A field's value; a state field's cell is read.
  func field(_ field: FieldReference, of value: Value, _ span: SourceSpan) throws -> Value {
    let part: Value
    switch value {
    case .model(let model):
      let isFrozen = program.models[model.model.index].fields[field.index].role == .frozen
      part = isFrozen ? model.fields[field.index].frozen() : model.fields[field.index]
    case .structure(let structure): part = structure.fields[field.index]
    case .gradient(let gradient): part = gradient.fields[field.index]
    case .stack(let stack): return try self.field(field, of: stack, span)
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .list, .tuple, .range,
      .tensor, .node,
      .absent, .cell, .function, .host:
      throw Diagnostic.unexpectedValue(value.kindName, "something with fields", at: span)
    }
    if case .cell(let cell) = part { return cell.value }
    return part
  }

  /// A field of all elements of a stack, stacked.
  private func field(_ field: FieldReference, of stack: StackValue, _ span: SourceSpan) throws
    -> Value
  {
    let part = try self.field(field, of: stack.element, span)
    if case .tensor = part { return part }
    if case .node = part { return part }
    return .stack(StackValue(count: stack.count, element: part))
  }

  /// A property that the language defines.
  private func property(_ name: String, of value: Value, at span: SourceSpan) throws -> Value {
    switch value {
    case .list(let values): return .int(values.count)
    case .string(let text): return .int(text.count)
    case .range(let lower, let upper): return Value(size: upper - lower)
    case .tuple(let parts):
      guard let first = parts.first else { return .int(0) }
      return try property(name, of: first, at: span)
    case .tensor(let tensor): return .int(tensor.shape.first ?? 1)
    case .node(let node):
      return Value(size: try currentGraph(at: span).type(of: node).dims.first ?? 1)
    case .stack(let stack): return Value(size: stack.count)
    case .structure(let structure):
      guard let first = structure.fields.first else { return .int(0) }
      return try property(name, of: first, at: span)
    case .unit, .int, .size, .float, .bool, .enumeration, .none, .model, .gradient, .absent, .cell,
      .function,
      .host:
      throw Diagnostic.unexpectedValue(value.kindName, "something with `\(name)`", at: span)
    }
  }

  /// `with setting = value { … }`.
  private func with(
    _ bindings: [(setting: SettingReference, value: TypedExpression)], _ block: TypedBlock,
    _ frame: Frame
  ) throws -> Value {
    let outer = (settings, seed, draws, turns)
    defer { (settings, seed, draws, turns) = outer }
    var hostSeed: Int?
    for binding in bindings {
      let value = try evaluate(binding.value, frame)
      switch binding.setting {
      case .declared(let id): settings[id.index] = value
      case .seed:
        let number = try integer(value, at: binding.value.span)
        // The statements of a script's block draw one after the other, each from a key of its own.
        // In a graph all lanes and turns draw alike: that is what a seed is given for.
        if graph == nil {
          hostSeed = number
        } else {
          (seed, draws, turns) = (number, DrawPath(), [])
        }
      }
    }
    guard let hostSeed, let host else { return try blockValue(block, frame) }
    return try host.seeding(hostSeed) { try blockValue(block, frame) }
  }
}

extension Value {
  /// An Int: a known number if the size is one.
  public init(size: Dim) {
    self = size.constant.map { .int($0) } ?? .size(size)
  }
}
