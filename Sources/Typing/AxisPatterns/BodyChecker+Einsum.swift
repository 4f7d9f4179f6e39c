import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `einsum("b i d, b j d -> b i j", q, k)`.
  func einsum(_ call: SpecialCall) -> Operand? {
    guard let located = pattern(call, 0, as: .products) else { return nil }
    let operands = call.slots.dropFirst().map { $0.map { check($0, expecting: nil) } }
    if operands.contains(where: { $0?.isError ?? true }) { return nil }
    let tensors = operands.compactMap { $0 }
    for case .written(let argument) in call.site.arguments {
      guard let label = argument.label else { continue }
      report(.unknownLabel(label.text, of: call.name, near: [], at: label.span))
      return nil
    }
    let sides = located.pattern.inputs
    guard sides.count == tensors.count else {
      report(
        .patternCount(
          sides.count, given: tensors.count, call: call.span, at: located.operand.span))
      return nil
    }
    guard let element = element(ofProduct: tensors, call) else { return nil }
    var sizes: [String: NamedSize] = [:]
    var rest: (items: [TensorType.Item], operand: Operand)?
    for (operand, side) in zip(tensors, sides) {
      guard note(operand, by: side, in: located, &sizes, &rest) else { return nil }
    }
    guard let result = located.pattern.result else {
      report(.patternWithoutArrow(implied(by: located.pattern), at: located.operand.span))
      return nil
    }
    guard let items = items(of: result, sizes, rest?.items, in: located) else { return nil }
    return make(
      call, [located.operand] + tensors, .tensor(TensorType(element: element, items: items)))
  }

  /// The one dtype of all factors; nil after an error.
  private func element(ofProduct tensors: [Operand], _ call: SpecialCall) -> TensorType.Element? {
    guard let first = tensors.first, let type = tensor(first, call) else { return nil }
    for other in tensors.dropFirst() {
      guard tensor(other, call) != nil,
        commonElement(first, other, .multiply, at: call.span) != nil
      else { return nil }
    }
    guard type.element.isNumeric else {
      report(.wrongReduction(call.name, name(first.type), quoted(first.span), at: first.span))
      return nil
    }
    return type.element
  }

  /// Takes the sizes of a factor's axes, or compares them; whether they agree.
  private func note(
    _ operand: Operand, by side: AxisPattern.Side, in located: LocatedPattern,
    _ sizes: inout [String: NamedSize], _ rest: inout (items: [TensorType.Item], operand: Operand)?
  ) -> Bool {
    guard let type = operand.type.tensor,
      let parts = axes(of: operand, type, by: side, in: located)
    else { return false }
    for (entry, items) in zip(side.entries, parts) {
      if let name = entry.axes[0].name {
        let found = NamedSize(size: items[0], span: located.span(entry.range), owner: operand)
        guard note(name, found, in: &sizes) else { return false }
        continue
      }
      guard let first = rest else {
        rest = (items, operand)
        continue
      }
      guard case .shape(let joined) = broadcast(first.items, items) else {
        report(
          .patternRests(
            (quoted(first.operand.span), shape(first.items)),
            (quoted(operand.span), shape(items)), first: first.operand.span,
            at: located.span(entry.range)))
        return false
      }
      rest = (joined, first.operand)
    }
    return true
  }

  /// The axes of the result; nil after an error.
  private func items(
    of result: AxisPattern.Side, _ sizes: [String: NamedSize], _ rest: [TensorType.Item]?,
    in located: LocatedPattern
  ) -> [TensorType.Item]? {
    var items: [TensorType.Item] = []
    var seen: Set<String> = []
    for entry in result.entries {
      let span = located.span(entry.range)
      guard let name = entry.axes[0].name else {
        guard let rest else {
          report(.patternRestUnknown(at: span))
          return nil
        }
        items += rest
        continue
      }
      guard let size = sizes[name] else {
        report(
          .patternAxisUnknown(
            name, near: located.pattern.inputNames, isCompact: located.pattern.isCompact, at: span))
        return nil
      }
      guard seen.insert(name).inserted else {
        report(.patternAxisTwice(name, isResult: true, at: span))
        return nil
      }
      items.append(size.size)
    }
    if let rest, !rest.isEmpty, result.restIndex == nil {
      report(.patternRestDropped(at: located.span(result.range)))
      return nil
    }
    return items
  }

  /// The pattern with the result that other libraries take for granted: what occurs once, sorted.
  private func implied(by pattern: AxisPattern) -> String {
    let names = pattern.inputs.flatMap(\.names)
    let once = names.filter { name in names.count { $0 == name } == 1 }.sorted()
    let rest = pattern.inputs.contains { $0.restIndex != nil } ? ["..."] : []
    let gap = pattern.isCompact ? "" : " "
    let sides = pattern.inputs.map { side in
      side.axes.map { $0.name ?? "..." }.joined(separator: gap)
    }
    let result = (rest + once).joined(separator: gap)
    return pattern.isCompact
      ? sides.joined(separator: ",") + "->" + result
      : sides.joined(separator: ", ") + " -> " + result
  }
}
