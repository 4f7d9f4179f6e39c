import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

extension Evaluator {
  /// The value of a block that is used as an expression.
  ///
  /// Inside a `fn`, `return` does not exist, so only a value can come out; a proc's blocks are run
  /// by `execute`, which hands the flow on.
  func blockValue(_ block: TypedBlock, _ frame: Frame) throws -> Value {
    switch try execute(block, frame) {
    case .value(let value): return value
    case .breakLoop: throw PendingFlow.breakLoop
    case .continueLoop: throw PendingFlow.continueLoop
    case .returned(let value): throw PendingFlow.returned(value)
    }
  }

  /// Executes a block: by the host outside of graphs, into the graph otherwise.
  public func execute(_ block: TypedBlock, _ frame: Frame) throws -> Flow {
    if graph == nil, let host { return try host.execute(block, in: frame) }
    return try executeInOrder(block, frame)
  }

  /// Executes a block statement by statement.
  func executeInOrder(_ block: TypedBlock, _ frame: Frame) throws -> Flow {
    for statement in block.statements {
      switch try execute(statement, frame) {
      case .value: continue
      case .breakLoop: return .breakLoop
      case .continueLoop: return .continueLoop
      case .returned(let value): return .returned(value)
      }
    }
    guard let value = block.value else { return .value(.unit) }
    return try catchingFlow { .value(try evaluate(value, frame)) }
  }

  /// Executes one statement.
  public func execute(_ statement: TypedStatement, _ frame: Frame) throws -> Flow {
    try catchingFlow {
      switch statement.kind {
      case .bind(let pattern, let value):
        try bind(pattern, to: evaluate(value, frame), frame, at: value.span)
      case .equation(let declaration, let equation):
        let value = try self.equation(equation, name: declaration.name, frame, at: statement.span)
        try bind(.binding(declaration), to: value, frame, at: statement.span)
      case .assign(let places, let operation, let value):
        try assign(places, operation, value, frame, at: statement.span)
      case .expression(let expression): _ = try evaluate(expression, frame)
      case .whileLoop(let condition, let limit, let body):
        return try whileLoop(condition, limit: limit, body, frame)
      case .breakLoop: return .breakLoop
      case .continueLoop: return .continueLoop
      case .returnValue(let value):
        return .returned(try value.map { try evaluate($0, frame) } ?? .unit)
      }
      return .value(.unit)
    }
  }

  /// Turns a flow that came out of a nested expression back into the flow of the statement.
  func catchingFlow(_ body: () throws -> Flow) throws -> Flow {
    do {
      return try body()
    } catch let pending as PendingFlow {
      switch pending {
      case .breakLoop: return .breakLoop
      case .continueLoop: return .continueLoop
      case .returned(let value): return .returned(value)
      }
    }
  }

  /// Binds a pattern's names; the value is copied where it holds state.
  func bind(_ pattern: TypedPattern, to value: Value, _ frame: Frame, at span: SourceSpan) throws {
    switch pattern {
    case .wildcard: return
    case .binding(let declaration): try bind(declaration, to: value, frame, at: span)
    case .tuple(let parts):
      guard case .tuple(let values) = value, values.count == parts.count else {
        throw Diagnostic.unexpectedValue(value.kindName, "a tuple of \(parts.count)", at: span)
      }
      for (part, value) in zip(parts, values) { try bind(part, to: value, frame, at: span) }
    }
  }

  /// Binds one name to a copy of the value.
  private func bind(
    _ declaration: LocalDeclaration, to value: Value, _ frame: Frame, at span: SourceSpan
  ) throws {
    try bind(declaration, toLent: value.bound(), frame, at: span)
  }

  /// Binds one name to the value itself, with its cells: parameters and loop variables.
  func bind(
    _ declaration: LocalDeclaration, toLent value: Value, _ frame: Frame, at span: SourceSpan
  ) throws {
    bindElement(of: declaration.type, value, frame)
    let value = try adapted(value, to: declaration.type, frame, at: span)
    frame.forget(declaration.introduces)
    if let symbol = declaration.size { frame.sizes[symbol] = try size(value, at: span) }
    if let symbol = declaration.count, case .list(let values) = value {
      frame.sizes[symbol] = Dim(values.count)
    }
    try match(declaration.type, value, frame, named: declaration.name, at: span)
    switch declaration.storage {
    case .local(let id):
      frame.slots[id.index] = value
      frame.immutableNames[id.index] = declaration.isVariable ? nil : declaration.name
    case .global(let id):
      if let graph {
        graph.globals[id.index] = value
        graph.assignedGlobals.insert(id.index)
      } else {
        globals[id.index] = value
      }
    }
  }

  /// Notes what follows from a binding that a graph has made for the host's frame: whether it may
  /// be assigned, and the sizes that its type names.
  public func noteBinding(_ declaration: LocalDeclaration, _ frame: Frame, at span: SourceSpan)
    throws
  {
    let value: Value?
    switch declaration.storage {
    case .local(let id):
      frame.immutableNames[id.index] = declaration.isVariable ? nil : declaration.name
      value = frame.slots[id.index]
    case .global(let id): value = globals[id.index]
    }
    guard !declaration.introduces.isEmpty, let value else { return }
    frame.forget(declaration.introduces)
    try match(declaration.type, value, frame, named: declaration.name, at: span)
  }

  /// `if let name = optional { … }`.
  func optionalBinding(
    _ declaration: LocalDeclaration, _ value: TypedExpression, _ then: TypedBlock,
    _ otherwise: TypedBlock?, _ frame: Frame
  ) throws -> Value {
    let optional = try evaluate(value, frame)
    if case .none = optional {
      guard let otherwise else { return .unit }
      return try descending(0) { try blockValue(otherwise, frame) }
    }
    try bindElement((.binding(declaration), value), to: optional, frame)
    return try descending(1) { try blockValue(then, frame) }
  }

  /// `for` and `map`.
  func loop(_ loop: TypedLoop, _ frame: Frame, at span: SourceSpan) throws -> Value {
    let sources = try loop.clauses.map { try evaluate($0.source, frame) }
    switch loop.mode {
    case .host where graph != nil && sources.contains(where: \.isInGraph):
      return try hostLoopInGraph(loop, over: sources, frame, at: span)
    case .unrolled, .host: return try steps(of: loop, over: sources, frame, at: span)
    case .rolled: return try rolled(loop, over: sources, frame, at: span)
    case .batched: return try batchedMap(loop, over: sources, frame, at: span)
    case .numbered: return try numberedMap(loop, over: sources, frame, at: span)
    }
  }

  /// A loop that is run, or built, step by step.
  func steps(
    of loop: TypedLoop, over values: [Value], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let sources = try zip(values, loop.clauses).map { try sequence($0, at: $1.source.span) }
    var results: [Value] = []
    var iteration = 0
    while true {
      var values: [Value] = []
      for source in sources {
        if let value = try source.next() { values.append(value) }
      }
      if values.isEmpty { break }
      guard values.count == sources.count else {
        throw Diagnostic.unequalLengths(iteration, at: span)
      }
      let flow = try descending(iteration) {
        for (clause, value) in zip(loop.clauses, values) {
          try bindElement(clause, to: value, frame)
        }
        return try execute(loop.body, frame)
      }
      switch flow {
      case .value(let value): if loop.collection != .none { results.append(value.bound()) }
      case .continueLoop: break
      case .breakLoop: return .unit
      case .returned(let value): throw PendingFlow.returned(value)
      }
      iteration += 1
    }
    switch loop.collection {
    case .none: return .unit
    case .list: return .list(results)
    case .stack: return try stacked(results, at: loop.body.value?.span ?? span)
    }
  }

  /// Whether a loop walks a variable or a part of one, whose state its elements lend.
  func isVariable(_ source: TypedExpression, _ frame: Frame) -> Bool {
    switch source.kind {
    case .local(let id): frame.immutableNames[id.index] == nil
    case .global(let id): program.globals[id.index].isVariable
    case .field(let base, _): isVariable(base, frame)
    case .call(let call):
      switch call.target {
      case .builtin("enumerate"), .builtin("zip"):
        call.arguments.allSatisfy { $0.map { isVariable($0, frame) } ?? true }
      default: false
      }
    default: false
    }
  }

  /// Binds a pattern whose values are lent: loop variables, and a lambda's parameters.
  func bindLent(_ pattern: TypedPattern, to value: Value, _ frame: Frame, at span: SourceSpan)
    throws
  {
    switch pattern {
    case .wildcard: return
    case .binding(let declaration): try bind(declaration, toLent: value, frame, at: span)
    case .tuple(let parts):
      guard case .tuple(let values) = value, values.count == parts.count else {
        throw Diagnostic.unexpectedValue(value.kindName, "a tuple of \(parts.count)", at: span)
      }
      for (part, value) in zip(parts, values) { try bindLent(part, to: value, frame, at: span) }
    }
  }

  /// What a loop walks.
  private func sequence(_ value: Value, at span: SourceSpan) throws -> any ValueSequence {
    switch value {
    case .list(let values): return ListSequence(values)
    case .range(let lower, let upper):
      guard let low = lower.constant, let high = upper.constant else {
        throw Diagnostic.sizeNotKnown(upper - lower, at: span)
      }
      return RangeSequence(low, high)
    case .tensor(let tensor): return TensorSequence(tensor)
    case .host(let object):
      if let stream = object as? any HostStream { return stream.makeSequence() }
      throw Diagnostic.unexpectedValue(value.kindName, "something to walk over", at: span)
    case .stack(let stack): return try StackSequence(stack)
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .tuple, .node, .model,
      .structure,
      .gradient, .absent, .cell, .function:
      throw Diagnostic.unexpectedValue(value.kindName, "something to walk over", at: span)
    }
  }
}

/// A `break`, `continue` or `return` on its way out of a nested expression.
enum PendingFlow: Error, @unchecked Sendable {
  case breakLoop
  case continueLoop
  case returned(Value)
}
