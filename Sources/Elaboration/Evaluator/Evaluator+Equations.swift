import MartletSource
import MartletTyping

extension Evaluator {
  /// The tensor that `let y[i, j] = e` defines.
  func equation(_ equation: TypedEquation, name: String, _ frame: Frame, at span: SourceSpan) throws
    -> Value
  {
    let graph = try currentGraph(at: span)
    return try EquationLowering(self, graph, frame).lower(equation, at: span)
  }

  /// A call inside an equation with arguments over all of its indices.
  ///
  /// What is built in works on elements anyway. Of other bodies only the parts that depend on the
  /// arguments do, so they are built for one element, and carried out on all as a `map` does.
  func applyScalar(
    _ call: TypedCall, _ arguments: [Value?], _ frame: Frame, _ type: Type, at span: SourceSpan
  ) throws -> Value {
    switch call.target {
    case .element(let element):
      guard let argument = arguments.first ?? nil else {
        throw Diagnostic.unexpectedValue("no argument", "a value", at: span)
      }
      return try converted(argument, to: known(element, frame, at: span), at: span)
    case .builtin(let name):
      let invocation = Invocation(
        arguments: arguments, expressions: call.arguments, dims: [], type: type, span: span,
        frame: frame)
      return try callBuiltin(name, invocation)
    case .function, .method, .requirement, .value:
      return try forAllElements(of: arguments, frame, at: span) {
        try applyToElement(call, $0, frame, at: span)
      }
    case .model, .structure: throw Diagnostic.notScalarInEquation("a constructor", at: span)
    }
  }

  /// A call of a function that is not built in, for one element.
  private func applyToElement(
    _ call: TypedCall, _ arguments: [Value?], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    switch call.target {
    case .function(let id): return try invokeScalar(id, on: nil, arguments, frame, at: span)
    case .method(let id, let base):
      return try invokeScalar(id, on: evaluate(base, frame), arguments, frame, at: span)
    case .requirement(let id, let name, let base):
      let value = try evaluate(base, frame)
      let witness = try witness(of: name, in: id, by: value, at: span)
      return try invokeScalar(witness.function, on: value, arguments, frame, at: span)
    case .value(let callee):
      guard case .function(let function) = try evaluate(callee, frame) else {
        throw Diagnostic.unexpectedValue("a value", "a function", at: span)
      }
      switch function {
      case .function(let id): return try invokeScalar(id, on: nil, arguments, frame, at: span)
      case .method(let id, let base):
        return try invokeScalar(id, on: base, arguments, frame, at: span)
      case .lambda(let lambda, let captured):
        return try applyScalar(lambda, captured, arguments, at: span)
      case .model, .builtin: return try apply(function, arguments, frame, at: span)
      }
    case .element, .builtin, .model, .structure:
      throw Diagnostic.notScalarInEquation("this", at: span)
    }
  }

  /// Runs a lambda of scalars on one element.
  private func applyScalar(
    _ lambda: TypedLambda, _ captured: Frame, _ arguments: [Value?], at span: SourceSpan
  ) throws -> Value {
    let inner = captured.snapshot()
    for (pattern, argument) in zip(lambda.parameters, arguments) {
      guard case .binding(let declaration) = pattern, case .local(let slot) = declaration.storage
      else { continue }
      inner.slots[slot.index] = try argument.map {
        try adapted($0, to: declaration.type, inner, at: span)
      }
    }
    return try descending { try evaluate(lambda.body, inner) }
  }

  /// Runs a function of scalars on one element.
  private func invokeScalar(
    _ id: FunctionID, on base: Value?, _ arguments: [Value?], _ caller: Frame, at span: SourceSpan
  ) throws -> Value {
    let function = program.functions[id.index]
    let frame = Frame(slotCount: function.frameSize, selfValue: base)
    frame.enter(base)
    depth += 1
    defer { depth -= 1 }
    guard depth <= Evaluator.depthLimit else {
      throw Diagnostic.recursionTooDeep(function.name, limit: Evaluator.depthLimit, at: span)
    }
    for (index, parameter) in function.parameters.enumerated() {
      guard case .local(let slot) = parameter.declaration.storage else { continue }
      let given = arguments.indices.contains(index) ? arguments[index] : nil
      let value = try given ?? parameter.defaultValue.map { try evaluate($0, frame) }
      frame.slots[slot.index] = try value.map {
        try adapted($0, to: parameter.declaration.type, frame, at: span)
      }
    }
    return try descending {
      switch try execute(function.body, frame) {
      case .value(let value), .returned(let value):
        return try adapted(value, to: function.result, frame, at: span)
      case .breakLoop, .continueLoop: return .unit
      }
    }
  }
}
