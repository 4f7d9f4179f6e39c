import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

/// What a function of the language's own or of the host library is called with.
public struct Invocation {
  /// One entry a parameter of the signature; nil where the default is taken.
  public let arguments: [Value?]
  /// The arguments as they were written, in the same order.
  public let expressions: [TypedExpression?]
  /// For each binder that was given or solved, the sizes that it stands for.
  public let dims: [[Dim]]
  /// The type of the call's result.
  public let type: Type
  /// The place of the call.
  public let span: SourceSpan
  /// The frame of the caller.
  public let frame: Frame
}

extension Evaluator {
  /// The value of a call.
  func call(_ call: TypedCall, _ frame: Frame, of type: Type = .error, at span: SourceSpan) throws
    -> Value
  {
    switch call.target {
    case .function(let id):
      return try self.call(id, on: nil, call, frame, at: span)
    case .method(let id, let base):
      let value = try evaluate(base, frame)
      let arguments = try call.arguments.map { try $0.map { try evaluate($0, frame) } }
      return try frozen(base) {
        try invoke(id, on: value, arguments, call.binders, frame, at: span)
      }
    case .requirement(let id, let name, let base):
      let value = try evaluate(base, frame)
      let arguments = try call.arguments.map { try $0.map { try evaluate($0, frame) } }
      return try frozen(base) {
        try self.call(name, of: id, on: value, arguments, call.binders, frame, at: span)
      }
    case .model(let id): return try construct(id, call, frame, at: span)
    case .structure(let id): return try construct(id, call, frame, at: span)
    case .element(let element):
      guard let argument = call.arguments.first ?? nil else {
        throw Diagnostic.unexpectedValue("no argument", "a value", at: span)
      }
      return try converted(
        evaluate(argument, frame), to: known(element, frame, at: span), at: span)
    case .value(let callee):
      let arguments = try call.arguments.map { try $0.map { try evaluate($0, frame) } }
      guard case .function(let function) = try evaluate(callee, frame) else {
        throw Diagnostic.unexpectedValue("a value", "a function", at: span)
      }
      return try apply(function, arguments, binders: call.binders, frame, at: span)
    case .builtin("list.append"): return try append(call, frame, at: span)
    case .builtin(let name): return try callBuiltin(name, call, frame, of: type, at: span)
    }
  }

  /// Calls a function value with evaluated arguments.
  public func apply(
    _ function: FunctionValue, _ arguments: [Value?], binders: [BinderArgument] = [],
    _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    switch function {
    case .function(let id):
      let own = binders.renamed(to: program.functions[id.index].binders)
      return try invoke(id, on: nil, arguments, own, frame, at: span)
    case .method(let id, let base):
      let own = binders.renamed(to: program.functions[id.index].binders)
      return try invoke(id, on: base, arguments, own, frame, at: span)
    case .model(let id):
      let own = binders.renamed(to: program.models[id.index].binders)
      return try construct(id, arguments, own, frame, at: span)
    case .builtin(let name):
      if graph == nil, let host, let builtin = Builtins.table[name], !builtin.isStatic {
        return try compute(function, arguments, binders, frame, host, at: span)
      }
      let invocation = Invocation(
        arguments: arguments, expressions: arguments.map { _ in nil },
        dims: try binders.map { try dims(of: $0, frame, at: span) }, type: .error, span: span,
        frame: frame)
      return try callBuiltin(name, invocation)
    case .lambda(let lambda, let captured):
      let inner = captured.snapshot()
      return try calling(into: lambda.body.span.file, at: span) {
        for (pattern, argument) in zip(lambda.parameters, arguments) {
          guard let argument else { continue }
          try bindLent(pattern, to: argument, inner, at: span)
        }
        return try evaluate(lambda.body, inner)
      }
    }
  }

  /// Calls a function of the graph from host code: the call becomes a graph of its own, which reads
  /// the function, a part of its key, and the arguments from a frame made for it.
  private func compute(
    _ function: FunctionValue, _ arguments: [Value?], _ binders: [BinderArgument],
    _ caller: Frame, _ host: any Host, at span: SourceSpan
  ) throws -> Value {
    let frame = Frame(slotCount: 0, sizes: caller.sizes, runs: caller.runs)
    frame.slots = [.function(function)] + arguments
    let locals = frame.slots.indices.map {
      TypedExpression(.local(LocalID(index: $0)), type: .error, span: span)
    }
    let call = TypedCall(
      target: .value(locals[0]),
      arguments: zip(locals.dropFirst(), arguments).map { $1 == nil ? nil : $0 },
      binders: binders)
    return try host.compute(TypedExpression(.call(call), type: .error, span: span), in: frame)
  }

  /// Evaluates the arguments of a call and calls a function or method.
  private func call(
    _ id: FunctionID, on base: Value?, _ call: TypedCall, _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let arguments = try call.arguments.map { try $0.map { try evaluate($0, frame) } }
    return try invoke(id, on: base, arguments, call.binders, frame, at: span)
  }

  /// Runs a function's body in a frame of its own.
  func invoke(
    _ id: FunctionID, on base: Value?, _ arguments: [Value?], _ binders: [BinderArgument],
    _ caller: Frame, at span: SourceSpan
  ) throws -> Value {
    let function = program.functions[id.index]
    depth += 1
    defer { depth -= 1 }
    guard depth <= Evaluator.depthLimit else {
      throw Diagnostic.recursionTooDeep(
        function.name, limit: Evaluator.depthLimit, isHost: function.kind == .proc, at: span)
    }
    let frame = Frame(slotCount: function.frameSize, selfValue: base)
    frame.enter(base)
    try bind(binders, in: frame, from: caller, at: span)
    try bindParameters(function.parameters, arguments, frame, at: span)
    return try calling(into: function.span.file, at: span) {
      switch try execute(function.body, frame) {
      case .value(let value), .returned(let value):
        let result = try adapted(value, to: function.result, frame, at: function.body.span)
        guard let rule = function.rule else { return result }
        return try ruled(
          result, by: rule, of: function, values(of: function.parameters, frame), binders, caller,
          at: span)
      case .breakLoop, .continueLoop: return .unit
      }
    }
  }

  /// What a function's parameters are bound to.
  private func values(of parameters: [TypedFunction.Parameter], _ frame: Frame) -> [Value] {
    parameters.map { parameter in
      guard case .local(let id) = parameter.declaration.storage else { return .unit }
      return frame.slots[id.index] ?? .unit
    }
  }

  /// Puts the values of given binders, in the caller's symbols, into the callee's frame.
  func bind(
    _ binders: [BinderArgument], in frame: Frame, from caller: Frame, at span: SourceSpan
  ) throws {
    for binder in binders {
      switch binder {
      case .dim(let symbol, let dim): frame.sizes[symbol] = try resolved(dim, caller)
      case .run(let run, let items): frame.runs[run] = try resolved(items, caller, at: span)
      case .type(let variable, let type): frame.elements[variable] = element(of: type, caller)
      }
    }
  }

  /// The element type that a type binder stands for, if it is one.
  func element(of type: Type, _ frame: Frame) -> ElementType? {
    guard case .tensor(let tensor) = type else { return nil }
    return known(tensor.element, frame)
  }

  /// The element type that a written one or a binder stands for; nil if the binder is open.
  private func known(_ element: TensorType.Element, _ frame: Frame) -> ElementType? {
    switch element {
    case .known(let element): element
    case .variable(let variable): frame.elements[variable]
    }
  }

  /// The element type that a conversion makes.
  func known(_ element: TensorType.Element, _ frame: Frame, at span: SourceSpan) throws
    -> ElementType
  {
    guard let found: ElementType = known(element, frame) else {
      throw Diagnostic.unexpectedValue("an open type", "an element type", at: span)
    }
    return found
  }

  /// Binds a callee's parameters to the arguments, and the others to their defaults.
  private func bindParameters(
    _ parameters: [TypedFunction.Parameter], _ arguments: [Value?], _ frame: Frame,
    at span: SourceSpan
  ) throws {
    for (index, parameter) in parameters.enumerated() {
      let argument = arguments.indices.contains(index) ? arguments[index] : nil
      if let argument {
        try bind(parameter.declaration, toLent: argument, frame, at: span)
      } else if let value = parameter.defaultValue {
        try bind(parameter.declaration, toLent: evaluate(value, frame), frame, at: value.span)
      } else {
        throw Diagnostic.unexpectedValue("no argument", parameter.declaration.name, at: span)
      }
    }
  }

  /// `xs.append(x)`: the variable gets a longer list.
  private func append(_ call: TypedCall, _ frame: Frame, at span: SourceSpan) throws -> Value {
    guard let base = call.arguments.first ?? nil, let part = call.arguments.last ?? nil,
      let place = TypedPlace(base), case .list(var values) = try evaluate(base, frame)
    else { throw Diagnostic.unexpectedValue("a value", "a list in a variable", at: span) }
    let element = if case .list(let element) = base.type { element } else { Type.error }
    values.append(try adapted(evaluate(part, frame), to: element, frame, at: part.span).bound())
    try store(.list(values), in: place, frame)
    return .unit
  }

  /// Calls a function of the language's own or of the host library.
  private func callBuiltin(
    _ name: String, _ call: TypedCall, _ frame: Frame, of type: Type, at span: SourceSpan
  ) throws -> Value {
    let invocation = Invocation(
      arguments: try call.arguments.map { try $0.map { try evaluate($0, frame) } },
      expressions: call.arguments, dims: try call.binders.map { try dims(of: $0, frame, at: span) },
      type: type, span: span, frame: frame)
    return try callBuiltin(name, invocation)
  }

  /// Calls a function of the language's own or of the host library with evaluated arguments.
  func callBuiltin(_ name: String, _ invocation: Invocation) throws -> Value {
    if let builtin = Builtins.table[name] { return try builtin.body(self, invocation) }
    guard let host, graph == nil else {
      throw Diagnostic.unexpectedValue("`\(name)`", "a function of the graph", at: invocation.span)
    }
    return try host.call(name, invocation)
  }

  /// The sizes that a binder argument stands for.
  private func dims(of binder: BinderArgument, _ frame: Frame, at span: SourceSpan) throws -> [Dim]
  {
    switch binder {
    case .dim(_, let dim): [try resolved(dim, frame)]
    case .run(_, let items): try resolved(items, frame, at: span)
    case .type: []
    }
  }

  /// Makes a model by running its constructor.
  private func construct(
    _ id: ModelID, _ call: TypedCall, _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let arguments = try call.arguments.map { try $0.map { try evaluate($0, frame) } }
    return try construct(id, arguments, call.binders, frame, at: span)
  }

  /// Makes a model from evaluated arguments.
  private func construct(
    _ id: ModelID, _ arguments: [Value?], _ binders: [BinderArgument], _ caller: Frame,
    at span: SourceSpan
  ) throws -> Value {
    let model = program.models[id.index]
    let frame = Frame(slotCount: model.frameSize)
    try bind(binders, in: frame, from: caller, at: span)
    try bindParameters(model.parameters, arguments, frame, at: span)
    var fields: [Value] = []
    try calling(into: model.span.file, at: span) {
      for field in model.fields { fields.append(try self.field(field, frame, at: span)) }
    }
    var sizes: [DimSymbol: Dim] = [:]
    for size in model.sizes {
      sizes[size.symbol] = frame.sizes[size.symbol] ?? inner(size.path, model, fields)
    }
    try check(model.facts, frame, named: model.name, at: span)
    var runs: [DimRun: [Dim]] = [:]
    for run in model.runs {
      runs[run.run] = frame.runs[run.run] ?? innerRun(run.path, model, fields)
    }
    return .model(ModelValue(model: id, sizes: sizes, runs: runs, fields: fields))
  }

  /// Makes one field of a model and binds it in the constructor's frame.
  private func field(_ field: TypedModel.Field, _ frame: Frame, at span: SourceSpan) throws
    -> Value
  {
    let declaration = LocalDeclaration(
      storage: .local(field.local), name: field.name, type: field.type,
      introduces: field.introduces, size: field.size, span: field.span)
    if let taken = field.taken {
      let value = try descending { try evaluate(taken.value, frame) }
      try bind(taken.pattern, to: value, frame, at: taken.value.span)
    }
    if let initialiser = field.initialiser {
      let value = try descending { try evaluate(initialiser, frame) }
      try bind(.binding(declaration), to: value, frame, at: initialiser.span)
    }
    guard let value = frame.slots[field.local.index] else {
      throw Diagnostic.unboundName(at: field.span)
    }
    if let count = field.count, case .list(let values) = value {
      frame.sizes[count] = Dim(values.count)
    }
    if value.keepsTensors { throw Diagnostic.functionKeepsTensors(field.name, at: span) }
    switch field.role {
    case .state: return .cell(Cell(value))
    case .parameter, .frozen, .constant, .argument: return value
    }
  }

  /// A size that a dotted path names inside the fields of a model.
  private func inner(_ path: [String], _ model: TypedModel, _ fields: [Value]) -> Dim? {
    guard let first = path.first, let index = model.fields.firstIndex(where: { $0.name == first })
    else { return nil }
    let rest = Array(path.dropFirst())
    guard case .model(let value) = fields[index] else {
      return rest.isEmpty ? try? size(fields[index], at: model.span) : nil
    }
    let inner = program.models[value.model.index]
    return inner.sizes.first { $0.path == rest }.flatMap { value.sizes[$0.symbol] }
  }

  /// A run of dims that a dotted path names inside the fields of a model.
  private func innerRun(_ path: [String], _ model: TypedModel, _ fields: [Value]) -> [Dim]? {
    guard let first = path.first, let index = model.fields.firstIndex(where: { $0.name == first }),
      case .model(let value) = fields[index]
    else { return nil }
    let rest = Array(path.dropFirst())
    return program.models[value.model.index].runs.first { $0.path == rest }
      .flatMap { value.runs[$0.run] }
  }

  /// Checks a `where` clause where a model is built from sizes that the checker did not know.
  private func check(
    _ facts: [TypedFunction.Fact], _ frame: Frame, named name: String, at span: SourceSpan
  ) throws {
    for fact in facts where fact.claim.isRefuted(by: frame.sizes) {
      throw Diagnostic.factRefuted(name, at: span, fact: fact.span)
    }
  }

  /// Makes a struct.
  private func construct(
    _ id: StructureID, _ call: TypedCall, _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let structure = program.structures[id.index]
    let inner = Frame(slotCount: 0)
    try bind(call.binders, in: inner, from: frame, at: span)
    var fields: [Value] = []
    for (field, argument) in zip(structure.fields, call.arguments) {
      guard let argument else {
        throw Diagnostic.unexpectedValue("no argument", field.name, at: span)
      }
      let value = try adapted(
        evaluate(argument, frame), to: field.type, inner, at: argument.span
      ).bound()
      try match(field.type, value, inner, named: field.name, at: argument.span)
      fields.append(value)
    }
    return .structure(
      StructureValue(structure: id, sizes: inner.sizes, runs: inner.runs, fields: fields))
  }
}

extension [BinderArgument] {
  /// The values, given for the binders of a function's type, for the binders of the function
  /// itself: both stand in the same order.
  fileprivate func renamed(to binders: [BinderSymbol]) -> [BinderArgument] {
    zip(self, binders).map { argument, binder in
      switch (argument, binder) {
      case (.dim(_, let dim), .dim(let symbol)): .dim(symbol, dim)
      case (.run(_, let items), .run(let run)): .run(run, items)
      case (.type(_, let type), .type(let variable)): .type(variable, type)
      case (.dim, _), (.run, _), (.type, _): argument
      }
    }
  }
}

extension DimClaim {
  /// Whether the claim is false for the given values of its symbols.
  func isRefuted(by sizes: [DimSymbol: Dim]) -> Bool {
    func number(_ dim: Dim) -> Int? { dim.evaluated { sizes[$0]?.constant } }
    switch self {
    case .equal(let a, let b):
      guard let a = number(a), let b = number(b) else { return false }
      return a != b
    case .atLeast(let a, let b):
      guard let a = number(a), let b = number(b) else { return false }
      return a < b
    case .different(let a, let b):
      guard let a = number(a), let b = number(b) else { return false }
      return a == b
    }
  }
}

extension Diagnostic {
  /// A `where` clause that the values of this call make false.
  static func factRefuted(_ name: String, at span: SourceSpan, fact: SourceSpan) -> Diagnostic {
    Diagnostic(
      .factRefuted, "`\(name)` cannot be built from these sizes", at: span,
      labels: [Label(fact, "this must hold")])
  }
}
