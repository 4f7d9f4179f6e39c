import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// A call.
  func check(
    call callee: Expression, _ arguments: [CallArgument], expecting expected: Type?,
    at span: SourceSpan
  ) -> Operand {
    if let reduction = equationCall(callee, arguments, at: span) { return reduction }
    var head = callee
    var brackets: [BracketItem]?
    if case .subscript(let base, let items) = callee.kind,
      takesSizes(base, inCall: true)
    {
      head = base
      brackets = items
    }
    let call = CallSite(
      brackets: brackets, arguments: arguments, expected: expected?.withoutOptional, span: span,
      calleeSpan: head.span)
    switch self.callee(head) {
    case .failed:
      for argument in arguments {
        if case .written(let written) = argument, !written.value.isLambda {
          _ = check(written.value, expecting: nil)
        }
      }
      return .error(at: span)
    case .function(let entry, let base): return check(call, of: entry, base: base)
    case .model(let entry): return check(call, of: entry)
    case .structure(let entry):
      return check(call, of: entry.signature, target: .structure(entry.id))
    case .requirement(let entry, let name, let base):
      return check(call, of: name, in: entry, base: base)
    case .special(let rule, let name): return check(call, rule: rule, name: name)
    case .conversion(let name): return check(call, conversion: name)
    case .element(let element, let name): return check(call, element: element, named: name)
    case .value(let operand): return check(call, of: operand)
    case .property(let operand, let name): return check(call, property: name, of: operand)
    }
  }

  /// `value |> callee`: a call with the value put first.
  func check(
    pipe value: Expression, into callee: Expression, expecting expected: Type?,
    at span: SourceSpan
  ) -> Operand {
    let first = check(value, expecting: nil)
    if first.isError { return first }
    if case .call(let head, let arguments) = callee.kind {
      return check(
        call: head, [.checked(first)] + arguments.map { .written($0) }, expecting: expected,
        at: span)
    }
    return check(call: callee, [.checked(first)], expecting: expected, at: span)
  }

  /// Whether square brackets behind an expression hold sizes, not positions.
  func takesSizes(_ base: Expression, inCall: Bool) -> Bool {
    switch base.kind {
    case .name(let name):
      for scope in scopes.reversed() {
        guard case .value(let declaration, _, _)? = scope.names[name] else { continue }
        if !inCall || isCallable(declaration.type) { return isFunction(declaration.type) }
      }
      if kind == .function, let model {
        if model.methodDeclarations[name] != nil { return true }
        if model.fieldNames.contains(name), let field = fieldOrEntity(name, at: base.span),
          !inCall || isCallable(field.type)
        {
          return isFunction(field.type)
        }
      }
      switch program.entity(name, in: module) {
      case .function, .model, .structure, .special: return true
      case .global(let entry): return isFunction(entry.typed.type)
      case .enumeration, .requirements, .alias, .setting, .module, .number, .failed, nil:
        return false
      }
    case .member(let inner, let name):
      if let library = moduleNamed(inner) {
        switch program.member(name, of: library) {
        case .function, .model, .structure, .special: return true
        case .global, .enumeration, .requirements, .alias, .setting, .module, .number, .failed:
          return false
        }
      }
      let operand = check(inner, expecting: nil)
      if case .conforming(let type) = operand.type.seenThrough {
        return program.protocols[type.declaration.index].method(name.text) != nil
      }
      guard case .model(let type) = operand.type.seenThrough else { return false }
      return program.models[type.model.index].methodDeclarations[name.text] != nil
    default: return false
    }
  }

  /// Whether the type is that of a function.
  private func isFunction(_ type: Type) -> Bool {
    if case .function = type { true } else { false }
  }

  /// A call of a declared function or method.
  private func check(_ call: CallSite, of entry: FunctionEntry, base: TypedExpression?) -> Operand {
    guard var signature = program.signature(of: entry) else { return .error(at: call.span) }
    if signature.isHost, !isHost {
      return fail(.hostInFunction(signature.name, at: call.calleeSpan))
    }
    var target: TypedCall.Target
    if let id = entry.id {
      target = base.map { .method(id, base: $0) } ?? .function(id)
    } else {
      target = .builtin(entry.builtin ?? entry.name)
    }
    if let base, case .model(let type) = base.type.seenThrough {
      signature = specialise(signature, to: type)
      target = entry.id.map { .method($0, base: base) } ?? target
      var origin = call
      origin.baseOrigin = self.origin(of: base)
      return check(origin, of: signature, target: target)
    }
    if let builtin = entry.builtin, let twin = wideTwin(of: builtin, call) {
      return check(twin.call, of: twin.entry, base: nil)
    }
    if entry.builtin.map(Signature.creations.contains) ?? false {
      signature = signature.making(call.expected)
    }
    if entry.builtin != nil, signature.isElementwise {
      return check(call, elementwise: signature)
    }
    return check(call, of: signature, target: target)
  }

  /// A method's signature in terms of the sizes of the value that it is called on.
  func specialise(_ signature: Signature, to type: ModelType) -> Signature {
    specialise(signature, by: program.substitution(of: type))
  }

  /// A signature with the values of the symbols around it put in.
  func specialise(_ signature: Signature, by substitution: Substitution) -> Signature {
    var result = signature
    for index in result.parameters.indices {
      result.parameters[index].type = substitution.apply(result.parameters[index].type)
      result.parameters[index].defaultSize =
        result.parameters[index].defaultSize.flatMap(substitution.apply)
    }
    result.result = substitution.apply(result.result)
    result.facts = result.facts.compactMap { fact in
      substitution.apply(fact.claim).map { TypedFunction.Fact(claim: $0, span: fact.span) }
    }
    return result
  }

  /// A call of a method that a protocol promises.
  private func check(
    _ call: CallSite, of name: String, in entry: ProtocolEntry, base: TypedExpression
  ) -> Operand {
    guard case .conforming(let type) = base.type.seenThrough,
      let signature = program.signature(of: name, in: entry)
    else { return .error(at: call.span) }
    return check(
      call, of: specialise(signature, by: program.substitution(of: type)),
      target: .requirement(entry.id, name, base: base))
  }

  /// A call of a model's constructor.
  private func check(_ call: CallSite, of entry: ModelEntry) -> Operand {
    program.completeHeader(of: entry)
    guard let signature = entry.signature else { return .error(at: call.span) }
    if kind == .constructor, entry.progress == .inFields {
      return fail(.recursiveDefinition(entry.name, at: call.calleeSpan))
    }
    return check(call, of: signature, target: .model(entry.id))
  }

  /// A call of a function value, or of a model by its method `call`.
  private func check(_ call: CallSite, of operand: Operand) -> Operand {
    switch operand.type.seenThrough {
    case .function(let type):
      let signature = Signature(
        name: program.map.text(of: call.calleeSpan), isHost: false, binders: type.binders,
        writtenBinderCount: type.binders.count,
        parameters: type.parameters.enumerated().map {
          Signature.Parameter(
            name: "\($0 + 1)", type: $1, span: call.calleeSpan, size: nil, hasDefault: false,
            defaultSize: nil)
        }, result: type.result, facts: [], zeros: [], span: call.calleeSpan)
      var result = check(call, of: signature, target: .value(operand.expression))
      result.isKnown = result.isKnown && operand.isKnown
      return result
    case .model(let type):
      let entry = program.models[type.model.index]
      guard let method = program.method("call", of: entry) else {
        return fail(.notCallable(name(operand.type), at: call.calleeSpan))
      }
      return check(call, of: method, base: operand.expression)
    case .conforming(let type):
      let entry = program.protocols[type.declaration.index]
      guard entry.method("call") != nil else {
        return fail(.notCallable(name(operand.type), at: call.calleeSpan))
      }
      return check(call, of: "call", in: entry, base: operand.expression)
    case .error: return .error(at: call.span)
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .tensor, .anyTensor, .list,
      .tuple,
      .optional, .structure, .gradient, .stack, .variable, .stream, .host, .range:
      return fail(.notCallable(name(operand.type), at: call.calleeSpan))
    }
  }
}

/// A call as it is written.
struct CallSite {
  /// The sizes and types in square brackets.
  var brackets: [BracketItem]?
  /// The values in parentheses.
  var arguments: [CallArgument]
  /// The type that the context wants.
  var expected: Type?
  /// The whole call.
  var span: SourceSpan
  /// What is called.
  var calleeSpan: SourceSpan
  /// Where the value whose method is called comes from.
  var baseOrigin: Diagnostic.Label?
}

extension Expression {
  /// Whether it is a lambda, which only makes sense against an expected type.
  var isLambda: Bool {
    switch kind {
    case .lambda: true
    case .group(let inner): inner.isLambda
    default: false
    }
  }
}

extension Signature {
  /// The builtins that fill a tensor with one number, of the dtype that is expected of it.
  static let creations: Set<String> = ["zeros", "ones", "full"]

  /// The signature with the expected dtype in place of f32.
  fileprivate func making(_ expected: Type?) -> Signature {
    guard case .tensor(let tensor)? = expected, case .known(let element) = tensor.element,
      element != .bool, case .tensor(let own) = result
    else { return self }
    var adapted = self
    adapted.result = .tensor(own.with(element: tensor.element))
    for index in parameters.indices {
      adapted.parameters[index].type = .tensor(TensorType(element: tensor.element, items: []))
    }
    return adapted
  }

  /// Whether it is that of a function on single elements: `fn exp[T: Floating, ...S](x: T[...S])`.
  var isElementwise: Bool {
    guard parameters.count == 1, case .tensor(let parameter) = parameters[0].type,
      case .tensor(let result) = result, parameter.items.count == 1, result.items.count == 1,
      case .run(let run) = parameter.items[0], case .run(let other) = result.items[0]
    else { return false }
    return run == other
  }
}
