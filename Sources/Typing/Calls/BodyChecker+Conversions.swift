import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// The single argument of a conversion; nil after an error.
  private func only(_ call: CallSite, _ name: String) -> Operand? {
    guard call.arguments.count == 1, call.arguments[0].label == nil else {
      report(.wrongArgumentCount(name, expected: 1, found: call.arguments.count, at: call.span))
      return nil
    }
    let value = check(call.arguments[0], expecting: nil)
    return value.isError ? nil : value
  }

  /// `f32(x)`, or `T(x)` of a binder that stands for an element type.
  func check(_ call: CallSite, element: TensorType.Element, named name: String) -> Operand {
    guard let value = only(call, name) else { return .error(at: call.span) }
    let type: TensorType
    switch value.type {
    case .int, .float, .bool: type = TensorType(element: element, items: [])
    case .tensor(let tensor):
      let keepsBound = element.isInteger && tensor.element.isInteger
      type = tensor.with(element: element, bound: keepsBound ? tensor.bound : .none)
    default:
      return fail(.tensorExpected(name, self.name(value.type), at: value.span))
    }
    return Operand(
      .call(TypedCall(target: .element(element), arguments: [value.expression])), .tensor(type),
      at: call.span)
  }

  /// `Int(x)`, `Float(x)`, `Bool(x)`, `String(x)`.
  func check(_ call: CallSite, conversion name: String) -> Operand {
    guard let value = only(call, name) else { return .error(at: call.span) }
    let result: Type
    switch name {
    case "Int": result = .int
    case "Float": result = .float
    case "Bool": result = .bool
    default: result = .string
    }
    switch value.type {
    case .tensor(let tensor):
      guard !isBuilding else {
        return fail(.notKnown(self.name(value.type), use: "`\(name)` in a `fn`", at: value.span))
      }
      guard tensor.isScalar || result == .string else {
        return fail(.scalarExpected(name, self.name(value.type), at: value.span))
      }
    case .float where isBuilding && result == .int:
      return fail(.notKnown("a Float", use: "`Int` in a `fn`", at: value.span))
    case .int, .float, .bool, .string: break
    case .enumeration where result == .string: break
    default: return fail(.scalarExpected(name, self.name(value.type), at: value.span))
    }
    if value.type == result { return value }
    var operand = Operand(
      .call(TypedCall(target: .builtin(name), arguments: [value.expression])), result,
      at: call.span)
    operand.isKnown = value.isKnown
    return operand
  }

  /// A call of a function on single elements: of a tensor, a number, or a gradient leaf by leaf.
  func check(_ call: CallSite, elementwise signature: Signature) -> Operand {
    guard let slots = distribute(call, over: signature.parameters, of: signature.name),
      let argument = slots.first ?? nil
    else { return .error(at: call.span) }
    let value = check(argument, expecting: nil)
    if value.isError { return .error(at: call.span) }
    let parameter = signature.parameters[0].type
    guard case .tensor(let pattern) = parameter, case .tensor(let resultPattern) = signature.result
    else { return .error(at: call.span) }
    let made = { (type: Type) in
      var result = Operand(
        .call(TypedCall(target: .builtin(signature.name), arguments: [value.expression])), type,
        at: call.span)
      result.isKnown = value.isKnown
      return result
    }
    let yieldsBool = resultPattern.element.isBool
    switch value.type {
    case .int, .float:
      if yieldsBool { return made(.bool) }
      if case .variable(let variable) = pattern.element, variable.constraint == .numeric,
        value.type == .int
      {
        return made(.int)
      }
      return made(.float)
    case .tensor:
      var solver = BinderSolver(binders: signature.binders)
      solver.match(parameter, value.type)
      for case .type(let variable) in signature.binders {
        if case .tensor(let scalar)? = solver.solution.types[variable],
          !allows(variable, scalar.element)
        {
          return fail(
            .constraintNotMet(
              variable.name, constraint(variable), name(value.type), of: signature.name,
              text: quoted(value.span), at: value.span))
        }
      }
      let expected = solver.solution.apply(parameter)
      let coerced = coerce(
        value, to: expected,
        as: .argument(signature.parameters[0].name, of: signature.name, call.calleeSpan))
      if coerced.isError { return coerced }
      return made(solver.solution.apply(signature.result))
    default:
      if value.type.isGradientTree, !yieldsBool { return made(value.type) }
      return fail(.tensorExpected(signature.name, name(value.type), at: value.span))
    }
  }

  /// Whether a type binder may stand for an element type.
  private func allows(_ variable: TypeVariable, _ element: TensorType.Element) -> Bool {
    switch variable.constraint {
    case .floating: element.isFloating
    case .integer: element.isInteger
    case .numeric: element.isNumeric
    case .type, .tree, .model, .value, .element: true
    }
  }
}
