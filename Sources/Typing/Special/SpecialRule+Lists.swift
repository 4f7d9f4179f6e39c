import MartletShapes
import MartletSource
import MartletSyntax

extension SpecialRule {
  /// What makes or walks lists.
  static let lists: [String: SpecialRule] = [
    "enumerate": SpecialRule("x") { $0.enumerate($1) },
    "zip": SpecialRule("a b") { $0.zipped($1) },
    "list": SpecialRule("range") { $0.list($1) },
    "tensor": SpecialRule("list") { $0.tensorOfList($1) },
    "to_list": SpecialRule("x", host: true) { $0.listOfTensor($1) },
  ]
}

extension BodyChecker {
  /// The list or stream with each element's type changed; nil after an error.
  private func walk(_ operand: Operand, _ change: (Type) -> Type) -> Type? {
    switch operand.type {
    case .list(let element): return .list(change(element))
    case .stream(let element): return .stream(change(element))
    case .range where isHost: return .list(change(.int))
    default:
      report(.notIterable(name(operand.type), at: operand.span))
      return nil
    }
  }

  /// `enumerate(xs)`.
  func enumerate(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let type = walk(x, { .tuple([.int, $0]) }) else { return nil }
    return make(call, [x], type)
  }

  /// `zip(a, b)`.
  func zipped(_ call: SpecialCall) -> Operand? {
    guard let a = operand(call, 0), let b = operand(call, 1) else { return nil }
    guard case .list(let other) = b.type else {
      report(.notIterable(name(b.type), at: b.span))
      return nil
    }
    guard let type = walk(a, { .tuple([$0, other]) }) else { return nil }
    return make(call, [a, b], type)
  }

  /// `list(0..<n)`.
  func list(_ call: SpecialCall) -> Operand? {
    guard let range = operand(call, 0) else { return nil }
    guard range.type == .range else {
      report(.rangeExpected(name(range.type), at: range.span))
      return nil
    }
    if !range.isKnown {
      report(.notKnown("a size", use: "a list's length", at: range.span))
      return nil
    }
    return make(call, [range], .list(.int))
  }

  /// `tensor([[1.0, 2.0], [3.0, 4.0]])`.
  func tensorOfList(_ call: SpecialCall) -> Operand? {
    guard let list = operand(call, 0) else { return nil }
    var type = list.type
    var items: [TensorType.Item] = []
    var written: TypedExpression? = list.expression
    while case .list(let element) = type {
      if case .list(let parts)? = written?.kind {
        items.append(.dim(Dim(parts.count)))
        written = lengths(parts) == nil ? nil : parts.first
        if parts.count > 1, lengths(parts) == nil, case .list = element {
          report(.raggedTensor(at: list.span))
          return nil
        }
      } else {
        items.append(.unknown)
        written = nil
      }
      type = element
    }
    let element: ElementType
    switch type {
    case .int: element = .i32
    case .float: element = .f32
    case .bool: element = .bool
    default:
      report(.tensorOf(name(list.type), at: list.span))
      return nil
    }
    return make(call, [list], .tensor(TensorType(element: .known(element), items: items)))
  }

  /// The common length of written lists; nil if they differ. Other values have length 0.
  private func lengths(_ parts: [TypedExpression]) -> Int? {
    let counts = parts.map { part in
      if case .list(let inner) = part.kind { inner.count } else { 0 }
    }
    return counts.allSatisfy { $0 == counts[0] } ? counts.first : nil
  }

  /// `to_list(t)`.
  func listOfTensor(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call) else { return nil }
    guard let rank = tensor.rank, rank >= 1 else {
      report(.notIterable(name(x.type), at: x.span))
      return nil
    }
    var type: Type =
      tensor.element.isBool ? .bool : tensor.element.isInteger ? .int : .float
    for _ in 0..<rank { type = .list(type) }
    return make(call, [x], type)
  }

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
    _ name: String, _ base: Operand, _ argument: Operand, _ type: Type,
    at span: SourceSpan
  ) -> Operand {
    var result = Operand(
      .call(
        TypedCall(
          target: .builtin(name), arguments: [base.expression, argument.expression])),
      type, at: span)
    result.isKnown = base.isKnown && argument.isKnown
    return result
  }

  /// A method of a list.
  private func listMethod(_ call: CallSite, _ name: Name, _ base: Operand, _ element: Type)
    -> Operand
  {
    switch name.text {
    case "append":
      guard isVariable(base) else { return fail(.appendToLet(at: base.span)) }
      guard let value = argument(call, name, expecting: element) else {
        return .error(at: call.span)
      }
      return make("list.append", base, value, .unit, at: call.span)
    case "contains":
      guard let value = argument(call, name, expecting: element) else {
        return .error(at: call.span)
      }
      return make("list.contains", base, value, .bool, at: call.span)
    case "filter":
      let wanted = Type.function(FunctionType(parameters: [element], result: .bool))
      guard let value = argument(call, name, expecting: wanted) else {
        return .error(at: call.span)
      }
      return make("list.filter", base, value, base.type, at: call.span)
    default:
      return fail(
        .unknownMember(
          name.text, of: "`\(self.name(base.type))`",
          near: ["append", "contains", "filter", "count"], at: name.span))
    }
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
      guard let value = argument(call, name, expecting: .string) else {
        return .error(at: call.span)
      }
      return make("string.\(name.text)", base, value, .bool, at: call.span)
    default:
      return fail(
        .unknownMember(
          name.text, of: "`String`",
          near: ["ends_with", "starts_with", "contains", "count"], at: name.span))
    }
  }
}
