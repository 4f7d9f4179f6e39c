import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `rearrange(x, "b (h k) -> b h k", h: 4)`.
  func rearrange(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call),
      let located = pattern(call, 1, as: .rearrangement)
    else { return nil }
    guard let result = located.pattern.result else {
      report(.patternWithoutArrow(nil, at: located.operand.span))
      return nil
    }
    let side = located.pattern.inputs[0]
    guard let given = givenSizes(call, side.names),
      agree(side, result, x, given, in: located),
      let (sizes, rest) = sizes(of: x, tensor, by: side, named(given), in: located),
      let items = items(of: result, sizes, rest, x, in: located)
    else { return nil }
    let labels = side.names.map { name in given.first { $0.name == name }?.operand }
    let type = TensorType(element: tensor.element, items: items, bound: tensor.bound)
    return make(call, [x, located.operand] + labels, .tensor(type))
  }

  /// A size that a label gives.
  private struct GivenSize {
    /// The name of the axis.
    var name: String { label.text }
    /// The label.
    var label: Name
    /// The number.
    var operand: Operand
    /// The same as a size.
    var size: Dim
  }

  /// The sizes by name.
  private func named(_ given: [GivenSize]) -> [String: NamedSize] {
    Dictionary(
      uniqueKeysWithValues: given.map {
        ($0.name, NamedSize(size: .dim($0.size), span: $0.operand.span, owner: nil))
      })
  }

  /// The sizes that labels give; nil after an error.
  private func givenSizes(_ call: SpecialCall, _ names: [String]) -> [GivenSize]? {
    var result: [GivenSize] = []
    for argument in call.site.arguments.dropFirst(2) {
      guard case .written(let written) = argument, let label = written.label else {
        report(
          .tooManyArguments(
            call.name, expected: ["x", "pattern"], found: call.site.arguments.count,
            at: argument.span))
        return nil
      }
      let operand = check(integer: written.value)
      guard !operand.isError, let size = size(of: operand) else { return nil }
      if let first = result.first(where: { $0.name == label.text }) {
        report(.argumentTwice(label.text, first: first.operand.span, at: written.span))
        return nil
      }
      let verdict = verdict(.atLeast(size, 1))
      if verdict != .proved, !isDeferred(verdict) {
        report(.divisorBelowOne(size, verdict, at: operand.span))
        return nil
      }
      result.append(GivenSize(label: label, operand: operand, size: size))
    }
    return result
  }

  /// Whether both sides have the same names, each once, and the labels name some of them.
  private func agree(
    _ left: AxisPattern.Side, _ right: AxisPattern.Side, _ x: Operand, _ given: [GivenSize],
    in located: LocatedPattern
  ) -> Bool {
    for (side, isResult) in [(left, false), (right, true)] {
      var seen: Set<String> = []
      for axis in side.axes {
        guard let name = axis.name, !seen.insert(name).inserted else { continue }
        report(.patternAxisTwice(name, isResult: isResult, at: located.span(axis.range)))
        return false
      }
    }
    let tensor = quoted(x.span)
    for axis in right.axes {
      guard let name = axis.name, !left.names.contains(name) else { continue }
      let lost = left.names.filter { !right.names.contains($0) }
      let isRepeated = given.contains { $0.name == name }
      report(
        .patternAxisNew(
          name, near: lost, equation: equation(left, right, tensor, sizes: given), isRepeated,
          at: located.span(axis.range)))
      return false
    }
    for axis in left.axes {
      guard let name = axis.name, !right.names.contains(name) else { continue }
      report(
        .patternAxisLost(
          name, equation: equation(left, right, tensor, sizes: given),
          at: located.span(axis.range)))
      return false
    }
    let rests = [left, right].map { side in side.axes.first { $0.kind == .rest } }
    if rests[0] != nil, rests[1] == nil {
      report(.patternRestDropped(at: located.span(right.range)))
      return false
    }
    if rests[0] == nil, let rest = rests[1] {
      report(.patternRestUnknown(at: located.span(rest.range)))
      return false
    }
    for label in given where !left.names.contains(label.name) {
      report(.patternLabelUnknown(label.name, near: left.names, at: label.label.span))
      return false
    }
    return true
  }

  /// What other libraries mean by unlike sides, as an equation; nil if parentheses are involved.
  private func equation(
    _ left: AxisPattern.Side, _ right: AxisPattern.Side, _ x: String, sizes: [GivenSize]
  ) -> String? {
    let all = left.entries + right.entries
    guard all.allSatisfy({ !$0.isGroup && $0.axes[0].kind != .one }) else { return nil }
    func text(_ side: AxisPattern.Side, _ word: (String) -> String) -> String {
      side.axes.map { $0.name.map(word) ?? "..." }.joined(separator: ", ")
    }
    let target = text(right) { name in
      guard !left.names.contains(name) else { return name }
      let size = sizes.first { $0.name == name }.map { quoted($0.operand.span) }
      return "\(name) < \(size ?? "n")"
    }
    let access = "\(x)[\(text(left) { $0 })]"
    let lost = left.names.filter { !right.names.contains($0) }
    let value = lost.isEmpty ? access : "mean[\(lost.joined(separator: ", "))](\(access))"
    return "let y[\(target)] = \(value)"
  }
}
