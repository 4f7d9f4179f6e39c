import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// A method that the language defines: `xs.append(x)`, `path.ends_with("bias")`.
  func check(_ call: CallSite, property name: Name, of base: Operand) -> Operand {
    switch base.type {
    case .list(let element): return listMethod(call, name, base, element)
    case .string: return stringMethod(call, name, base)
    default:
      return fail(
        .unknownMember(
          name.text, of: "`\(self.name(base.type))`", near: [], at: name.span))
    }
  }

  /// The only argument of a method; nil after an error.
  private func argument(_ call: CallSite, _ name: Name, expecting type: Type) -> Operand? {
    guard call.arguments.count == 1 else {
      report(
        .wrongArgumentCount(name.text, expected: 1, found: call.arguments.count, at: call.span))
      return nil
    }
    let value = check(call.arguments[0], expecting: type)
    if value.isError { return nil }
    let coerced = coerce(value, to: type, as: .argument(name.text, of: name.text, name.span))
    return coerced.isError ? nil : coerced
  }

  /// The typed call of a method.
  private func make(
    _ name: String, _ base: Operand, _ argument: Operand?, _ type: Type, at span: SourceSpan
  ) -> Operand {
    let kind = base.type == .string ? "string" : "list"
    var result = Operand(
      .call(
        TypedCall(
          target: .builtin("\(kind).\(name)"),
          arguments: [base.expression] + (argument.map { [$0.expression] } ?? []))),
      type, at: span)
    result.isKnown = base.isKnown && argument?.isKnown ?? true
    return result
  }

  /// The result of a method that compares elements, which must be known where a graph is built.
  private func comparing(_ use: String, _ result: Operand, _ parts: [Operand]) -> Operand {
    guard isBuilding, !result.isError, let part = parts.first(where: { !$0.isKnown }) else {
      return result
    }
    return fail(.notKnown(unknownKind(part), use: use, at: part.span))
  }

  /// The methods of lists, for suggestions.
  private static let listMethods = [
    "append", "contains", "filter", "joined", "map", "reversed", "sorted", "count",
  ]

  /// A method of a list.
  private func listMethod(_ call: CallSite, _ name: Name, _ base: Operand, _ element: Type)
    -> Operand
  {
    switch name.text {
    case "append":
      guard isVariable(base) else { return fail(.appendToLet(at: base.span)) }
      return method(call, name, base, taking: element, .unit)
    case "contains":
      guard isComparable(element) else {
        return fail(.notComparable(self.name(element), at: base.span))
      }
      return method(call, name, base, taking: element, .bool, comparing: "`contains`")
    case "filter":
      let wanted = Type.function(FunctionType(parameters: [element], result: .bool))
      return method(call, name, base, taking: wanted, base.type, comparing: "`filter`")
    case "map": return mapped(call, name, base, element)
    case "reversed": return method(call, name, base, base.type)
    case "sorted":
      guard isOrdered(element) else {
        return fail(.notOrdered(self.name(element), at: base.span))
      }
      return comparing("`sorted`", method(call, name, base, base.type), [base])
    case "joined" where element == .string:
      return method(call, name, base, taking: .string, .string)
    default:
      return fail(
        .unknownMember(
          name.text, of: "`\(self.name(base.type))`", near: BodyChecker.listMethods, at: name.span))
    }
  }

  /// A method without arguments.
  private func method(_ call: CallSite, _ name: Name, _ base: Operand, _ type: Type) -> Operand {
    guard call.arguments.isEmpty else {
      return fail(
        .wrongArgumentCount(name.text, expected: 0, found: call.arguments.count, at: call.span))
    }
    return make(name.text, base, nil, type, at: call.span)
  }

  /// A method with one argument; `use` is what it does if it compares elements.
  private func method(
    _ call: CallSite, _ name: Name, _ base: Operand, taking parameter: Type, _ type: Type,
    comparing use: String? = nil
  ) -> Operand {
    guard let value = argument(call, name, expecting: parameter) else {
      return .error(at: call.span)
    }
    let result = make(name.text, base, value, type, at: call.span)
    return use.map { comparing($0, result, [base, value]) } ?? result
  }

  /// `xs.map(f)`: the list of what the function gives.
  private func mapped(_ call: CallSite, _ name: Name, _ base: Operand, _ element: Type) -> Operand {
    guard call.arguments.count == 1 else {
      return fail(
        .wrongArgumentCount(name.text, expected: 1, found: call.arguments.count, at: call.span))
    }
    // What the function gives is only known once it is checked.
    let open = Type.function(FunctionType(parameters: [element], result: .error))
    let value = check(call.arguments[0], expecting: open)
    if value.isError { return value }
    guard case .function(let function) = value.type, function.parameters.count == 1,
      function.result != .unit
    else { return fail(.notAMapping(self.name(value.type), at: value.span)) }
    let wanted = FunctionType(parameters: [element], result: .error)
    if let fault = conformance(of: value, to: .function(wanted)) {
      return fail(
        diagnostic(
          for: fault, value, expected: .function(wanted),
          as: .argument(name.text, of: name.text, name.span)))
    }
    var solver = BinderSolver(binders: function.binders)
    solver.match(function.parameters[0], element)
    return make(
      "map", base, value, .list(solver.solution.apply(function.result)), at: call.span)
  }

  /// Whether `==` tells static values of the type apart.
  private func isComparable(_ type: Type) -> Bool {
    switch type {
    case .int, .bool, .string, .enumeration, .none: true
    case .float: !isBuilding
    case .list(let element), .optional(let element): isComparable(element)
    case .tuple(let parts): parts.allSatisfy(isComparable)
    case .unit, .tensor, .anyTensor, .function, .model, .conforming, .stack, .structure, .gradient,
      .variable, .stream,
      .host, .range, .error:
      false
    }
  }

  /// Whether values of the type have an order that is known here.
  private func isOrdered(_ type: Type) -> Bool {
    type == .int || type == .string || (type == .float && !isBuilding)
  }

  /// Whether a value is a `var` that may change here.
  private func isVariable(_ operand: Operand) -> Bool {
    for scope in scopes {
      for case .value(let declaration, _, _) in scope.names.values where declaration.isVariable {
        switch (declaration.storage, operand.expression.kind) {
        case (.local(let a), .local(let b)) where a == b: return true
        case (.global(let a), .global(let b)) where a == b: return true
        default: break
        }
      }
    }
    return false
  }

  /// A method of a String.
  private func stringMethod(_ call: CallSite, _ name: Name, _ base: Operand) -> Operand {
    switch name.text {
    case "ends_with", "starts_with", "contains":
      return method(call, name, base, taking: .string, .bool)
    default:
      return fail(
        .unknownMember(
          name.text, of: "`String`",
          near: ["ends_with", "starts_with", "contains", "count"], at: name.span))
    }
  }
}
