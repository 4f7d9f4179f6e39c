import MartletShapes
import MartletSource

/// A function whose typing no signature can express: a rule of the checker's own.
struct SpecialRule: Sendable {
  /// A rule: the arguments by position, nil where a default is taken; nil after an error.
  typealias Rule = @Sendable (BodyChecker, SpecialCall) -> Operand?

  /// The labels of the arguments; those that can be left out end in `?`.
  let labels: [String]
  /// Whether only scripts, procs and tests can call it.
  let isHost: Bool
  /// Whether any number of arguments is fine.
  let isVariadic: Bool
  /// The typing.
  let rule: Rule

  /// A rule with its labels in one string, as in `x axis? keep?`.
  init(_ labels: String, host: Bool = false, variadic: Bool = false, _ rule: @escaping Rule) {
    self.labels = labels.split(separator: " ").map(String.init)
    isHost = host
    isVariadic = variadic
    self.rule = rule
  }

  /// The parameters, for sorting arguments.
  func parameters(at span: SourceSpan) -> [Signature.Parameter] {
    labels.map { label in
      let isOptional = label.hasSuffix("?")
      return Signature.Parameter(
        name: isOptional ? String(label.dropLast()) : label, type: .error, span: span, size: nil,
        hasDefault: isOptional, defaultSize: nil)
    }
  }

  /// The type of the function as a value; nil where it has none.
  func functionType(_ checker: BodyChecker) -> Type? { nil }

  /// The rule of a name.
  static func named(_ name: String) -> SpecialRule? {
    reductions[name] ?? shapes[name] ?? trees[name] ?? lists[name] ?? patterns[name]
      ?? host[name]
  }

  /// All names that have a rule.
  static var names: [String] {
    [reductions, shapes, trees, lists, patterns, host].flatMap { $0.keys.sorted() }
  }
}

/// A call of a function with a rule.
struct SpecialCall {
  /// The call.
  var site: CallSite
  /// The function's name.
  var name: String
  /// The arguments by position.
  var slots: [CallArgument?]

  /// The whole call.
  var span: SourceSpan { site.span }
}

extension BodyChecker {
  /// A call of a function with a rule.
  func check(_ call: CallSite, rule: SpecialRule, name: String) -> Operand {
    if rule.isHost, !isHost { return fail(.hostInFunction(name, at: call.calleeSpan)) }
    if call.brackets != nil,
      ReducerKind(rawValue: name) != nil || NormaliserKind(rawValue: name) != nil
    {
      return fail(.reducerOutsideEquation(name, at: call.calleeSpan))
    }
    var slots: [CallArgument?] = call.arguments
    if !rule.isVariadic {
      guard let sorted = distribute(call, over: rule.parameters(at: call.calleeSpan), of: name)
      else { return .error(at: call.span) }
      slots = sorted
    }
    let special = SpecialCall(site: call, name: name, slots: slots)
    return rule.rule(self, special) ?? .error(at: call.span)
  }

  /// The checked argument of a position; nil if it is missing or has an error.
  func operand(_ call: SpecialCall, _ index: Int, expecting expected: Type? = nil) -> Operand? {
    guard index < call.slots.count, let argument = call.slots[index] else { return nil }
    let operand = check(argument, expecting: expected)
    return operand.isError ? nil : operand
  }

  /// The checked argument of a position, coerced to a type; nil if missing or wrong.
  func operand(_ call: SpecialCall, _ index: Int, as type: Type, _ label: String) -> Operand? {
    guard let operand = operand(call, index, expecting: type) else { return nil }
    let coerced = coerce(
      operand, to: type, as: .argument(label, of: call.name, call.site.calleeSpan))
    return coerced.isError ? nil : coerced
  }

  /// Whether an argument is given.
  func has(_ call: SpecialCall, _ index: Int) -> Bool {
    index < call.slots.count && call.slots[index] != nil
  }

  /// The typed call of a builtin.
  func make(
    _ call: SpecialCall, _ arguments: [Operand?], _ type: Type,
    binders: [BinderArgument] = []
  ) -> Operand {
    var result = Operand(
      .call(
        TypedCall(
          target: .builtin(call.name), arguments: arguments.map { $0?.expression },
          binders: binders)),
      type, at: call.span)
    result.isKnown = arguments.allSatisfy { $0?.isKnown ?? true }
    return result
  }

  /// The argument as a tensor; reports what else it is.
  func tensor(_ operand: Operand, _ call: SpecialCall, floating: Bool = false) -> TensorType? {
    guard case .tensor(let tensor) = operand.type else {
      report(.tensorExpected(call.name, name(operand.type), at: operand.span))
      return nil
    }
    if floating, !tensor.element.isFloating {
      report(.floatingExpected(call.name, name(operand.type), at: operand.span))
      return nil
    }
    return tensor
  }

  /// A number that is known here, such as an axis.
  func constant(_ operand: Operand) -> Int? {
    if let constant = operand.size?.constant { return constant }
    report(.constantExpected(at: operand.span))
    return nil
  }

  /// The position of an axis in a shape; reports one that does not exist or hides behind a run.
  func axis(_ number: Int, of items: [TensorType.Item], _ type: Type, at span: SourceSpan) -> Int? {
    let index = number < 0 ? items.count + number : number
    guard items.indices.contains(index) else {
      report(.axisOutside(number, name(type), count: items.count, at: span))
      return nil
    }
    let passed = number < 0 ? items[index...] : items[...index]
    if passed.contains(where: { if case .run = $0 { true } else { false } }) {
      report(.axisBehindRun(number, name(type), at: span))
      return nil
    }
    return index
  }

  /// The positions of the axes that an argument gives: an Int or a list of Ints.
  func axes(_ operand: Operand, of items: [TensorType.Item], _ type: Type) -> [Int]? {
    if case .list(let parts) = operand.expression.kind {
      var result: [Int] = []
      for part in parts {
        guard let number = constantInteger(part) else {
          report(.constantExpected(at: part.span))
          return nil
        }
        guard let index = axis(number, of: items, type, at: part.span) else { return nil }
        guard !result.contains(index) else {
          report(.axisTwice(number, at: part.span))
          return nil
        }
        result.append(index)
      }
      return result
    }
    if case .tuple(let parts) = operand.expression.kind {
      report(.axesInParentheses(parts.compactMap(constantInteger), at: operand.span))
      return nil
    }
    guard let number = constant(operand),
      let index = axis(number, of: items, type, at: operand.span)
    else { return nil }
    return [index]
  }

  /// The number that a typed literal is.
  func constantInteger(_ expression: TypedExpression) -> Int? {
    switch expression.kind {
    case .integer(let value): value
    case .negate(let inner): constantInteger(inner).map { -$0 }
    default: nil
    }
  }
}
