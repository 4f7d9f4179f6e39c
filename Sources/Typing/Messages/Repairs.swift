import MartletShapes
import MartletSource
import MartletSyntax

// What would make shapes fit, tried on the types before it is proposed.
extension BodyChecker {
  /// The source of an expression where a message can repeat it; `…` for what is long.
  func quoted(_ span: SourceSpan) -> String {
    let text = program.map.text(of: span)
    return text.count > 40 || text.contains("\n") ? "…" : text
  }

  /// The source of an expression as the operand of a postfix sign or `as`.
  func quotedOperand(_ operand: Operand) -> String {
    let text = quoted(operand.span)
    switch operand.expression.kind {
    case .binary, .negate, .not, .conditional, .cast, .lambda: return "(\(text))"
    default: return text
    }
  }

  /// A product of the same two tensors whose inner sizes agree; nil if there is none.
  func fittingProduct(_ a: Operand, _ b: Operand) -> String? {
    guard let one = a.type.tensor?.items, let other = b.type.tensor?.items, one.count >= 2,
      other.count >= 2
    else { return nil }
    let (x, y) = (quoted(a.span), quoted(b.span))
    let (left, right) = (quotedOperand(a), quotedOperand(b))
    let fits: String
    if areSame(one[one.count - 1], other[other.count - 1]) {
      fits = "\(left) @ transpose(\(y))"
    } else if areSame(one[one.count - 2], other[other.count - 2]) {
      fits = "transpose(\(x)) @ \(right)"
    } else if areSame(other[other.count - 1], one[one.count - 2]) {
      fits = "\(right) @ \(left)"
    } else {
      return nil
    }
    return "the sizes agree in `\(fits)`"
  }

  /// What would bring an operand to the axes of the larger one that it has; nil if it has none.
  func fittingBroadcast(_ a: Operand, _ b: Operand, _ operation: String) -> String? {
    guard let one = a.type.tensor?.items, let other = b.type.tensor?.items else { return nil }
    if operation == "*", one.count == 2, other.count == 2, areSame(one[1], other[0]) {
      return "a product of matrices is written `\(quotedOperand(a)) @ \(quotedOperand(b))`"
    }
    if one.count == 1, other.count == 1 {
      return combined(a, b, operation)
    }
    let (large, small, operand) =
      one.count > other.count ? (one, other, b) : (other, one, a)
    guard !small.isEmpty, large.count > small.count else { return nil }
    let places = (0..<large.count - small.count).filter { offset in
      zip(large[offset...], small).allSatisfy { areSame($0, $1) }
    }
    guard let place = places.first, places.count == 1 else { return nil }
    let added = Array(repeating: "None", count: large.count - small.count - place)
    let shown = "\(quotedOperand(operand))[\((["..."] + added).joined(separator: ", "))]"
    return "shapes are aligned at their last axes; to add axes behind, write `\(shown)`"
  }

  /// The equation that combines operands of which neither has the shape of the result.
  func combined(_ a: Operand, _ b: Operand, _ operation: String) -> String? {
    guard BinaryOperator(rawValue: operation) != nil, let one = a.type.tensor?.items,
      let other = b.type.tensor?.items, isName(a.expression), isName(b.expression)
    else { return nil }
    let count = max(one.count, other.count)
    let indices = ["i", "j", "k", "l"].filter { binding($0) == nil }
    guard count <= 3, indices.count > 3 else { return nil }
    let isVectors = one.count == 1 && other.count == 1
    func access(_ operand: Operand, _ items: [TensorType.Item], from first: Int) -> String {
      let names = items.indices.map { items[$0] == .dim(1) ? "0" : indices[first + $0] }
      return "\(quoted(operand.span))[\(names.joined(separator: ", "))]"
    }
    let paired = withoutUnit(a, one, other) ?? withoutUnit(b, other, one)
    let left = access(a, one, from: isVectors ? 0 : count - one.count)
    let right = access(b, other, from: isVectors ? 1 : count - other.count)
    let names = indices.prefix(isVectors ? 2 : count).joined(separator: ", ")
    let all = "write `let z[\(names)] = \(left) \(operation) \(right)`"
    return paired.map { "to pair the elements up, write `\($0)`; to combine all with all, " + all }
      ?? "to combine each element with each, " + all
  }

  /// An operand without its last axis of size 1, if the shape of the other is left; nil else.
  private func withoutUnit(
    _ operand: Operand, _ items: [TensorType.Item], _ other: [TensorType.Item]
  ) -> String? {
    guard items.count == other.count + 1, items.last == .dim(1),
      zip(items, other).allSatisfy({ areSame($0, $1) })
    else { return nil }
    return "\(quoted(operand.span))[..., 0]"
  }

  /// The conversions that make the elements of two tensors agree, the one that loses nothing first.
  func conversion(
    _ a: Operand, _ one: TensorType.Element, _ b: Operand, _ other: TensorType.Element
  ) -> String {
    // The elements of a leaf or of a `T: Floating` have no name to call.
    if case .variable = other { return "`type_as(\(quoted(a.span)), \(quoted(b.span)))`" }
    if case .variable = one { return "`type_as(\(quoted(b.span)), \(quoted(a.span)))`" }
    let first = "`\(other.name)(\(quoted(a.span)))`"
    let second = "`\(one.name)(\(quoted(b.span)))`"
    if one.isFloating, !other.isFloating { return second }
    if other.isFloating, !one.isFloating { return first }
    return "\(first) or \(second)"
  }

  /// What would give a value the shape that is expected; nil if nothing simple would.
  func fitting(_ operand: Operand, _ expected: Type, _ faults: [AxisFault]) -> String? {
    guard let found = operand.type.tensor?.items, let wanted = expected.tensor?.items else {
      return nil
    }
    if found.count >= 2, found.count == wanted.count {
      var turned = found
      turned.swapAt(found.count - 1, found.count - 2)
      if zip(turned, wanted).allSatisfy({ areSame($0, $1) }) {
        return "the sizes agree in `transpose(\(quoted(operand.span)))`"
      }
    }
    guard faults.count == 1, let one = faults[0].foundSize, let other = faults[0].expectedSize
    else { return nil }
    return missingDivisibility(one, other).map {
      "if it always divides, add the fact: `where \($0)`"
    }
  }

  /// The type to write behind `as`: a parameter's sizes have no names where it is given its value.
  func castTarget(_ expected: Type, _ role: Expectation) -> String {
    guard case .argument = role, case .tensor(var tensor) = expected else { return name(expected) }
    tensor.items = tensor.items.map { item in
      guard case .dim(let dim) = item, dim.constant == nil,
        dim.symbols.contains(where: { !sizeNames.contains($0.name) })
      else { return item }
      return .unknown
    }
    return name(.tensor(tensor))
  }

  /// The fact about divisions under which two sizes agree; nil if there is none.
  func missingDivisibility(_ one: Dim, _ other: Dim) -> String? {
    let floors = one.quotients + other.quotients
    guard !floors.isEmpty else { return nil }
    var known = facts
    var texts: [String] = []
    for (numerator, divisor) in floors {
      let remainder = numerator.remainder(by: divisor)
      let text = "\(remainder) == 0"
      if texts.contains(text) { continue }
      texts.append(text)
      known.assume(.equal(remainder, 0))
    }
    guard verdict(.equal(one, other), under: known) == .proved else { return nil }
    return texts.joined(separator: ", ")
  }

  /// The size that `-1` would stand for in another library; nil if no size is negative.
  func openSize(_ items: [TensorType.Item], of count: Dim, _ text: String) -> String? {
    guard let index = items.firstIndex(of: .dim(-1)) else { return nil }
    var shown = items
    shown.remove(at: index)
    let others = shown.compactMap(\.size).reduce(Dim(1), *)
    let size = count.floorDivided(by: others)
    guard isSame(size * others, count) else { return nil }
    shown.insert(.dim(size), at: index)
    return "sizes are written out: `reshape\(shape(shown))(\(text))`"
  }

  /// Whether two items are shown to be one size.
  private func areSame(_ a: TensorType.Item, _ b: TensorType.Item) -> Bool {
    switch (a, b) {
    case (.dim(let one), .dim(let other)): equality(one, other) == .proved
    case (.run(let one), .run(let other)): one == other
    case (.unknown, _), (_, .unknown), (.dim, .run), (.run, .dim): false
    }
  }

  /// Whether an expression is just a name.
  private func isName(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .local, .global: true
    default: false
    }
  }
}
