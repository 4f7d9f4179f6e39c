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
  private func walk(_ operand: Operand, in rule: String, _ change: (Type) -> Type) -> Type? {
    switch operand.type {
    case .list(let element): return .list(change(element))
    case .stream(let element): return .stream(change(element))
    case .range where isHost: return .list(change(.int))
    default:
      report(.listsOnly(name(operand.type), of: rule, at: operand.span))
      return nil
    }
  }

  /// `enumerate(xs)`.
  func enumerate(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let type = walk(x, in: "enumerate", { .tuple([.int, $0]) })
    else { return nil }
    return make(call, [x], type)
  }

  /// `zip(a, b)`.
  func zipped(_ call: SpecialCall) -> Operand? {
    guard let a = operand(call, 0), let b = operand(call, 1) else { return nil }
    guard case .list(let other) = b.type else {
      report(.listsOnly(name(b.type), of: "zip", at: b.span))
      return nil
    }
    guard let type = walk(a, in: "zip", { .tuple([$0, other]) }) else { return nil }
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
      report(.notKnown(unknownKind(range), use: "a list's length", at: range.span))
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
    guard let element = elements(of: type, expecting: call.site.expected) else {
      report(.tensorOf(name(list.type), at: list.span))
      return nil
    }
    return make(call, [list], .tensor(TensorType(element: element, items: items)))
  }

  /// The dtype of a tensor of static values: the expected one if they adapt to it, or their own.
  private func elements(of type: Type, expecting expected: Type?) -> TensorType.Element? {
    var wanted = expected
    if case .optional(let inner)? = wanted { wanted = inner }
    var element = wanted?.tensor?.element
    if case .variable(let variable)? = element, openBinders.contains(.type(variable)) {
      element = nil
    }
    switch type {
    case .int: return element.flatMap { $0.isNumeric ? $0 : nil } ?? .known(.i32)
    case .float: return element.flatMap { $0.isFloating ? $0 : nil } ?? .known(.f32)
    case .bool: return .known(.bool)
    default: return nil
    }
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
}
