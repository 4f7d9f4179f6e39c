import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// The typed form of an expression.
  ///
  /// `expected` guides what cannot be told from the inside (lambdas, empty lists, `ones()`); the
  /// caller still compares types with `coerce`.
  func check(_ expression: Expression, expecting expected: Type?, isUsed: Bool = true) -> Operand {
    let waiting = definitions
    definitions = []
    var result = checkKind(of: expression, expecting: expected, isUsed: isUsed)
    result.expression.definitions.insert(contentsOf: definitions, at: 0)
    definitions = waiting
    noteFacts(of: result.type)
    return result
  }

  /// Dispatches on the form of an expression.
  private func checkKind(of expression: Expression, expecting expected: Type?, isUsed: Bool)
    -> Operand
  {
    let span = expression.span
    switch expression.kind {
    case .invalid: return .error(at: span)
    case .integer(let value):
      return Operand(.integer(value), .int, at: span, size: Dim(value))
    case .float(let value): return Operand(.float(value), .float, at: span)
    case .boolean(let value): return Operand(.boolean(value), .bool, at: span)
    case .none: return Operand(.none, .none, at: span)
    case .string(let parts): return check(parts, at: span)
    case .selfValue:
      guard model != nil, kind == .function else { return fail(.selfOutsideMethod(at: span)) }
      return Operand(.selfValue, selfExpression(at: span).type, at: span)
    case .name(let name): return check(name: name, at: span)
    case .group(let inner): return check(inner, expecting: expected, isUsed: isUsed)
    case .tuple(let parts):
      return check(tuple: parts, expecting: expected?.withoutOptional, at: span)
    case .list(let parts): return check(list: parts, expecting: expected?.withoutOptional, at: span)
    case .block(let block):
      return inScope { value(of: check(block, expecting: expected, isUsed: isUsed), at: span) }
    case .lambda(let lambda):
      return check(lambda, expecting: expected?.withoutOptional, at: span)
    case .conditional(let conditional):
      return check(conditional, expecting: expected, isUsed: isUsed, at: span)
    case .loop(let loop): return check(loop, expecting: expected, isUsed: isUsed, at: span)
    case .gradient(let gradient): return check(gradient, at: span)
    case .with(let settings, let block):
      return check(with: settings, block, expecting: expected, isUsed: isUsed, at: span)
    case .call(let callee, let arguments):
      return check(
        call: callee, arguments.map { .written($0) }, expecting: expected, at: span)
    case .pipe(let value, let callee):
      return check(pipe: value, into: callee, expecting: expected, at: span)
    case .subscript(let base, let items): return check(subscript: base, items, at: span)
    case .member(let base, let name): return check(member: name, of: base, at: span)
    case .unary(let operation, let operand): return check(operation, operand, at: span)
    case .binary(let operation, let left, let right):
      return check(operation, left, right, expecting: expected, at: span)
    case .coalesce(let optional, let fallback):
      return check(coalesce: optional, fallback, expecting: expected, at: span)
    case .range(let lower, let upper):
      let lower = check(integer: lower)
      let upper = check(integer: upper)
      if lower.isError || upper.isError { return .error(at: span) }
      var range = Operand(.range(lower.expression, upper.expression), .range, at: span)
      range.isKnown = lower.isKnown && upper.isKnown
      if let size = upper.size { rangeEnds[span] = (lower.size, size) }
      return range
    case .cast(let value, let type): return check(cast: value, type, at: span)
    case .tensorType: return fail(.typeAsValue(program.map.text(of: span), at: span))
    case .match(let match):
      return check(match, expecting: expected, isUsed: isUsed, at: span)
    case .jvp(let targets, let direction, let body):
      return check(jvp: targets, along: direction, body, at: span)
    case .vjp(let targets, let cotangent, let body):
      return check(vjp: targets, with: cotangent, body, at: span)
    case .recompute(let body):
      return check(recompute: body, expecting: expected, isUsed: isUsed, at: span)
    }
  }

  /// An Int expression.
  func check(integer expression: Expression) -> Operand {
    let operand = check(expression, expecting: .int)
    if operand.isError || operand.type == .int { return operand }
    return fail(.integerExpected(name(operand.type), quoted(operand.span), at: operand.span))
  }

  /// The value of a block.
  func value(of block: TypedBlock, at span: SourceSpan) -> Operand {
    Operand(.block(block), block.type, at: span, isKnown: block.isKnown)
  }

  /// `(a, b)`.
  private func check(tuple parts: [Expression], expecting expected: Type?, at span: SourceSpan)
    -> Operand
  {
    var types: [Type?] = Array(repeating: nil, count: parts.count)
    if case .tuple(let wanted)? = expected, wanted.count == parts.count { types = wanted }
    let values = zip(parts, types).map { check($0, expecting: $1) }
    if values.contains(where: \.isError) { return .error(at: span) }
    var result = Operand(
      .tuple(values.map(\.expression)), .tuple(values.map(\.type)), at: span)
    result.isKnown = values.allSatisfy(\.isKnown)
    return result
  }

  /// `[a, b]`, whose elements have one type.
  private func check(list parts: [Expression], expecting expected: Type?, at span: SourceSpan)
    -> Operand
  {
    var element: Type?
    if case .list(let wanted)? = expected { element = wanted }
    if parts.isEmpty {
      let held = element.flatMap { isOpen($0) ? nil : $0 }
      return Operand(.list([]), .list(held ?? .none), at: span)
    }
    let values = parts.map { check($0, expecting: element) }
    if values.contains(where: \.isError) { return .error(at: span) }
    // What a call around has yet to find out cannot be held against the elements.
    if element.map(isOpen) ?? false { element = nil }
    guard var common = element ?? values.first?.type else { return .error(at: span) }
    if element == nil {
      for value in values.dropFirst() {
        guard let joined = join(common, value.type) else {
          return fail(
            .mixedList(
              name(common), name(value.type),
              areModels: isModel(common) && isModel(value.type), first: values[0].span,
              at: value.span))
        }
        common = joined
      }
    }
    let coerced = values.map { coerce($0, to: common, as: .element(span)) }
    if coerced.contains(where: \.isError) { return .error(at: span) }
    var result = Operand(.list(coerced.map(\.expression)), .list(common), at: span)
    result.isKnown = values.allSatisfy(\.isKnown)
    return result
  }

  /// An interpolated string.
  private func check(_ parts: [StringPart], at span: SourceSpan) -> Operand {
    var result: [TypedStringPart] = []
    for part in parts {
      switch part {
      case .text(let text): result.append(.text(text))
      case .interpolation(let expression, let format):
        let value = check(expression, expecting: nil)
        if value.isError { return .error(at: span) }
        if isBuilding, !value.isKnown || value.type.tensor != nil || value.type == .float {
          let kind = value.type == .int ? unknownKind(value) : name(value.type)
          return fail(.notKnown(kind, use: "a string in a `fn`", at: value.span))
        }
        if let format, let reason = FormatSpecification.fault(in: format, for: value.type) {
          return fail(.badFormat(format, reason, at: value.span))
        }
        result.append(.interpolation(value.expression, format: format))
      }
    }
    return Operand(.string(result), .string, at: span)
  }

  /// `e as type`.
  private func check(cast value: Expression, _ type: TypeSyntax, at span: SourceSpan) -> Operand {
    let target = resolve(type)
    let operand = check(value, expecting: target)
    if target.isError || operand.isError { return .error(at: span) }
    let use = TypeUse(target, span: type.span)
    if operand.type == .anyTensor, target.tensor != nil {
      return Operand(.cast(operand.expression, use), target, at: span)
    }
    if let fault = conformance(of: operand, to: target, isCast: true) {
      return fail(diagnostic(for: fault, operand, expected: target, as: .cast(type.span)))
    }
    return Operand(.cast(operand.expression, use), target, at: span)
  }

  /// `optional ?? fallback`.
  private func check(
    coalesce optional: Expression, _ fallback: Expression, expecting expected: Type?,
    at span: SourceSpan
  ) -> Operand {
    let value = check(optional, expecting: expected.map { .optional($0) })
    let other = check(fallback, expecting: expected ?? value.type.withoutOptional)
    if value.isError || other.isError { return .error(at: span) }
    guard case .optional(let wrapped) = value.type else {
      return fail(.notOptional(name(value.type), at: value.span))
    }
    // `a ?? b ?? c` reads from the left: what may be missing may give way to the like.
    var type = wrapped
    if case .optional = other.type { type = value.type }
    let coerced = coerce(other, to: type, as: .element(value.span))
    if coerced.isError { return coerced }
    return Operand(
      .coalesce(value.expression, coerced.expression), type, at: span,
      isKnown: value.isKnown && other.isKnown)
  }

  /// `with setting = value { … }`.
  private func check(
    with settings: [SettingBinding], _ block: Block, expecting expected: Type?, isUsed: Bool,
    at span: SourceSpan
  ) -> Operand {
    var bound: [(setting: SettingReference, value: TypedExpression)] = []
    for setting in settings {
      if setting.name.text == "seed" {
        let value = check(integer: setting.value)
        if value.isError { return value }
        bound.append((.seed, value.expression))
        continue
      }
      guard case .setting(let entry)? = program.entity(setting.name.text, in: module) else {
        return fail(
          .unknownSetting(
            setting.name.text, near: ["training", "seed"],
            at: setting.name.span))
      }
      let value = coerce(
        check(setting.value, expecting: entry.typed.type), to: entry.typed.type,
        as: .annotation(setting.name.text, setting.name.span))
      if value.isError { return value }
      bound.append((.declared(entry.id), value.expression))
    }
    let body = blockInScope { check(block, expecting: expected, isUsed: isUsed) }
    return Operand(.with(bound, body), body.type, at: span)
  }
}
