import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `base[items]` as a value: an index, a slice, or a function with its sizes.
  func check(subscript base: Expression, _ items: [BracketItem], at span: SourceSpan) -> Operand {
    if takesSizes(base, inCall: false) { return fail(.sizesWithoutCall(quoted(span), at: span)) }
    let operand = check(base, expecting: nil)
    if operand.isError {
      if equation != nil { return .error(at: span) }
      return operand
    }
    switch operand.type.seenThrough {
    case .tensor(let tensor):
      return equation == nil
        ? index(operand, tensor, items, at: span) : access(operand, tensor, items, at: span)
    case .list(let element): return part(of: operand, element, items, at: span)
    case .stack(let element, let count):
      return part(of: operand, element, count: count, items, at: span)
    case .tuple: return fail(.indexOfTuple(at: span))
    case .host("Table"):
      guard items.count == 1, case .expression(let key) = items[0].kind else {
        return fail(.notIndexable(name(operand.type), at: span))
      }
      let column = check(key, expecting: .string)
      if column.isError { return .error(at: span) }
      return Operand(
        .index(operand.expression, [.position(column.expression)]), .anyTensor, at: span)
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .optional, .function,
      .model,
      .structure, .conforming, .gradient, .variable, .stream, .host, .range, .error:
      return fail(.notIndexable(name(operand.type), at: span))
    }
  }

  /// An element or a slice of a list.
  private func part(
    of operand: Operand, _ element: Type, _ items: [BracketItem], at span: SourceSpan
  ) -> Operand {
    guard items.count == 1, let item = items.first else {
      return fail(.notIndexable(name(operand.type), at: span))
    }
    switch item.kind {
    case .expression(let expression):
      let position = check(expression, expecting: .int)
      if position.isError { return .error(at: span) }
      if isBuilding, position.type.tensor?.element.isInteger == true {
        return fail(.listAtData(name(position.type), at: position.span))
      }
      guard position.type == .int else {
        return fail(
          .integerExpected(name(position.type), quoted(position.span), at: position.span))
      }
      if !position.isKnown {
        return fail(.notKnown(unknownKind(position), use: "a list's position", at: position.span))
      }
      return Operand(
        .index(operand.expression, [.position(position.expression)]), element, at: span)
    case .slice(let lower, let upper, let step):
      let bounds = [lower, upper, step].map { $0.map(check(integer:)) }
      if bounds.contains(where: { $0?.isError ?? false }) { return .error(at: span) }
      return Operand(
        .index(
          operand.expression,
          [
            .slice(
              lower: bounds[0]?.expression, upper: bounds[1]?.expression,
              step: bounds[2]?.expression)
          ]), operand.type, at: span)
    case .rest, .newAxis, .type: return fail(.notIndexable(name(operand.type), at: span))
    }
  }

  /// An element of a stack, at an Int or at a position that is data.
  private func part(
    of operand: Operand, _ element: Type, count: TensorType.Item, _ items: [BracketItem],
    at span: SourceSpan
  ) -> Operand {
    guard items.count == 1, case .expression(let expression) = items[0].kind else {
      return fail(.notIndexable(name(operand.type), at: span))
    }
    let position = check(expression, expecting: nil)
    guard !position.isError, let taken = positions(position, of: count) else {
      return .error(at: span)
    }
    var type: Type? = element
    for item in taken.reversed() { type = type?.stacked(item) }
    guard let type else { return fail(.notIndexable(name(operand.type), at: span)) }
    return Operand(.index(operand.expression, [.position(position.expression)]), type, at: span)
  }

  /// `x[1:, None, ..., k]` outside equations.
  private func index(
    _ operand: Operand, _ tensor: TensorType, _ items: [BracketItem], at span: SourceSpan
  ) -> Operand {
    var reader = ShapeReader(items: tensor.items)
    let behind = items.firstIndex { if case .rest = $0.kind { true } else { false } }
    var typed: [TypedIndexItem] = []
    var result: [TensorType.Item] = []
    var gathered = false
    for (position, item) in items.enumerated() {
      switch item.kind {
      case .rest:
        if behind != position { return fail(.restTwice(at: item.span)) }
        let following = items[(position + 1)...].filter { !$0.isNewAxis }.count
        guard let rest = reader.takeRest(leaving: following) else {
          return fail(.tooManyPositions(name(operand.type), at: span))
        }
        result += rest
        typed.append(.rest)
      case .newAxis:
        result.append(.dim(1))
        typed.append(.newAxis)
      case .slice(let lower, let upper, let step):
        guard let axis = reader.take() else {
          return fail(.tooManyPositions(name(operand.type), at: span))
        }
        guard let (slice, size) = check(slice: lower, upper, step, of: axis, at: item.span) else {
          return .error(at: span)
        }
        typed.append(slice)
        result.append(size)
      case .expression(let expression):
        guard let axis = reader.take() else {
          return fail(.tooManyPositions(name(operand.type), at: span))
        }
        let value = check(expression, expecting: nil)
        if value.isError { return .error(at: span) }
        guard let taken = positions(value, of: axis) else { return .error(at: span) }
        if value.type.tensor?.isScalar == false {
          if gathered { return fail(.twoGathers(at: item.span)) }
          gathered = true
        }
        typed.append(.position(value.expression))
        result += taken
      case .type: return fail(.notASize(at: item.span))
      }
    }
    result += reader.remaining
    let type = TensorType(element: tensor.element, items: result, bound: tensor.bound)
    return Operand(.index(operand.expression, typed), .tensor(type), at: span)
  }

  /// The axes that a position or a tensor of positions gives; nil after an error.
  func positions(_ value: Operand, of axis: TensorType.Item) -> [TensorType.Item]? {
    switch value.type {
    case .int:
      guard case .dim(let size) = axis else { return [] }
      return prove(position: value, in: size) ? [] : nil
    case .tensor(let tensor) where tensor.element.isInteger:
      guard case .dim(let size) = axis else { return tensor.items }
      switch tensor.bound {
      case .below(let bound):
        let verdict = self.verdict(.atLeast(size, bound))
        if verdict != .proved {
          report(.positionsTooLarge(bound, size, verdict, at: value.span))
          return nil
        }
      case .none:
        report(
          .positionsWithoutBound(
            size, name(value.type), quotedOperand(value), at: value.span))
        return nil
      case .unknown: break
      }
      return tensor.items
    default:
      report(.integerExpected(name(value.type), quoted(value.span), at: value.span))
      return nil
    }
  }

  /// Proves that a position lies in an axis; whether it does.
  private func prove(position: Operand, in size: Dim) -> Bool {
    guard let at = position.size else { return true }
    let isNegative = (at.constant ?? 0) < 0
    let claims: [DimClaim] =
      isNegative ? [.atLeast(size, -at)] : [.atLeast(at, 0), .atLeast(size, at + 1)]
    for claim in claims {
      let verdict = self.verdict(claim)
      if verdict == .proved || (verdict == .unknown && !isBuilding) { continue }
      report(.positionOutside(at, size, verdict, at: position.span))
      return false
    }
    return true
  }
}

/// Walks the axes of a shape from the front.
struct ShapeReader {
  /// The axes that are left.
  private(set) var remaining: ArraySlice<TensorType.Item>

  /// A walk over a shape.
  init(items: [TensorType.Item]) { remaining = items[...] }

  /// The next axis; nil at the end, or where a run hides it.
  mutating func take() -> TensorType.Item? {
    guard let first = remaining.first else { return nil }
    if case .run = first { return nil }
    return remaining.popFirst()
  }

  /// All axes but the last few; nil if there are too few, or a run is among those left.
  mutating func takeRest(leaving count: Int) -> [TensorType.Item]? {
    guard remaining.count >= count else { return nil }
    let rest = Array(remaining.dropLast(count))
    remaining = remaining.suffix(count)
    return rest
  }
}

extension BracketItem {
  /// Whether it is `None`.
  var isNewAxis: Bool { if case .newAxis = kind { true } else { false } }
}
