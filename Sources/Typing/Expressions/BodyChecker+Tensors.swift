import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// An element-wise operator on tensors, or on a tensor and a number.
  func tensors(_ operation: BinaryOperator, _ a: Operand, _ b: Operand, at span: SourceSpan)
    -> Operand
  {
    guard let element = commonElement(a, b, operation, at: span),
      let items = commonShape(a, b, operation.rawValue, at: span)
    else { return .error(at: span) }
    var result = TensorType(element: element, items: items)
    switch operation {
    case .equal, .notEqual:
      result.element = .known(.bool)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard element.isNumeric else { break }
      result.element = .known(.bool)
    case .and, .or:
      guard element.isBool else {
        return fail(.noOperator(operation.rawValue, name(a.type), name(b.type), at: span))
      }
    case .divide:
      if element.isInteger { return fail(.integerDivision(element.name, at: span)) }
    case .remainder:
      if let size = b.size, element.isInteger { result.bound = .below(size) }
    case .subtract: result.bound = bound(of: a, minus: b)
    case .add, .multiply, .floorDivide, .power, .matrixProduct: break
    }
    if !operation.isComparison, operation != .and, operation != .or, !element.isNumeric {
      return fail(.noOperator(operation.rawValue, name(a.type), name(b.type), at: span))
    }
    return Operand(.binary(operation, a.expression, b.expression), .tensor(result), at: span)
  }

  /// The bound of positions counted from the other end, as in `n - 1 - i`: a size minus positions
  /// below `m` lies in `0...size` where `m - 1 <= size` is proved.
  private func bound(of a: Operand, minus b: Operand) -> TensorType.Bound {
    guard let size = a.size, let tensor = b.type.tensor, tensor.element.isInteger,
      case .below(let limit) = tensor.bound,
      verdict(.atLeast(size + 1, limit)) == .proved
    else { return .none }
    return .below(facts.normalised(size + 1))
  }

  /// The elements' type that both operands have, or that a number adapts to; nil after an error.
  func commonElement(_ a: Operand, _ b: Operand, _ operation: BinaryOperator, at span: SourceSpan)
    -> TensorType.Element?
  {
    switch (a.type, b.type) {
    case (.tensor(let one), .tensor(let other)):
      if one.element == other.element { return one.element }
      report(
        .elementMismatch(
          operation.rawValue, one.element.name, other.element.name, left: a.span, right: b.span,
          conversion: conversion(a, one.element, b, other.element), at: span))
      return nil
    case (.tensor(let tensor), _): return adapt(b, to: tensor.element, operation, a, at: span)
    case (_, .tensor(let tensor)): return adapt(a, to: tensor.element, operation, b, at: span)
    default: return nil
    }
  }

  /// The tensor's elements if the number can adapt to them; nil after an error.
  private func adapt(
    _ number: Operand, to element: TensorType.Element, _ operation: BinaryOperator,
    _ tensor: Operand, at span: SourceSpan
  ) -> TensorType.Element? {
    switch number.type {
    case .int: if element.isNumeric { return element }
    case .float:
      if element.isFloating { return element }
      if element.isInteger {
        report(
          .floatWithIntegers(
            element.name, quoted(tensor.span), at: number.span, tensor: tensor.span))
        return nil
      }
    case .bool: if element.isBool { return element }
    default: break
    }
    report(.noOperator(operation.rawValue, name(number.type), name(tensor.type), at: span))
    return nil
  }

  /// The shape of an element-wise result; nil after an error.
  func commonShape(_ a: Operand, _ b: Operand, _ operation: String, at span: SourceSpan)
    -> [TensorType.Item]?
  {
    let one = a.type.tensor?.items ?? []
    let other = b.type.tensor?.items ?? []
    switch broadcast(one, other) {
    case .shape(let items): return items
    case .mismatch(let faults):
      report(
        .operandMismatch(
          operation, (a, name(a.type)), (b, name(b.type)),
          note: alignment(a.type, b.type, faults: faults, trailing: true),
          faults: faults, origins: origins(a, faults) + origins(b, faults),
          repair: fittingBroadcast(a, b, operation), at: span))
      return nil
    case .twoSided:
      report(
        .twoSidedBroadcast(
          operation, (a, name(a.type)), (b, name(b.type)),
          note: alignment(a.type, b.type, faults: [], trailing: true),
          repair: combined(a, b, operation), at: span))
      return nil
    }
  }

  /// `a @ b`.
  func product(_ a: Operand, _ b: Operand, at span: SourceSpan) -> Operand {
    guard case .tensor(let one) = a.type, case .tensor(let other) = b.type else {
      return fail(.noOperator("@", name(a.type), name(b.type), at: span))
    }
    guard let element = commonElement(a, b, .matrixProduct, at: span) else {
      return .error(at: span)
    }
    guard element.isNumeric else {
      return fail(.noOperator("@", name(a.type), name(b.type), at: span))
    }
    guard let inner = one.items.last, !other.items.isEmpty else {
      return fail(.productOfScalar(name(a.type), name(b.type), at: span))
    }
    let isVector = other.items.count == 1
    let axis = isVector ? 0 : other.items.count - 2
    if let verdict = disagreement(inner, other.items[axis]) {
      let fault = AxisFault(
        found: one.items.count - 1, expected: axis, foundSize: inner.size,
        expectedSize: other.items[axis].size, verdict: verdict)
      return fail(
        .productMismatch(
          (a, name(a.type)), (b, name(b.type)), fault,
          note: alignment(a.type, b.type, faults: [fault], trailing: false),
          origins: origins(a, [fault]) + origins(b, [fault]), repair: fittingProduct(a, b),
          at: span))
    }
    guard let batch = batch(of: one.items.dropLast(2), other.items.dropLast(2)) else {
      return fail(
        .operandMismatch(
          "@", (a, name(a.type)), (b, name(b.type)),
          note: alignment(a.type, b.type, faults: [], trailing: true), faults: [],
          origins: origins(a, []) + origins(b, []), at: span))
    }
    let rows = one.items.count >= 2 ? [one.items[one.items.count - 2]] : []
    let columns = isVector ? [] : [other.items[other.items.count - 1]]
    return Operand(
      .binary(.matrixProduct, a.expression, b.expression),
      .tensor(TensorType(element: element, items: batch + rows + columns)), at: span)
  }

  /// Why two items are not the same size; nil if they are or if that is checked when built.
  private func disagreement(_ a: TensorType.Item, _ b: TensorType.Item) -> DimVerdict? {
    switch (a, b) {
    case (.dim(let one), .dim(let other)):
      let verdict = equality(one, other)
      return verdict == .proved ? nil : verdict
    case (.run, _), (_, .run): return .unknown
    case (.unknown, _), (_, .unknown): return nil
    }
  }

  /// The leading axes of a product: equal, or of one operand alone.
  private func batch(of a: ArraySlice<TensorType.Item>, _ b: ArraySlice<TensorType.Item>)
    -> [TensorType.Item]?
  {
    if b.isEmpty { return Array(a) }
    if a.isEmpty { return Array(b) }
    guard case .shape(let items) = broadcast(Array(a), Array(b)) else { return nil }
    return items
  }
}

extension TensorType.Item {
  /// The size, unless it is a run or known when built.
  var size: Dim? { if case .dim(let dim) = self { dim } else { nil } }
}
