import MartletShapes
import MartletSource
import MartletSyntax

extension SpecialRule {
  /// What takes a string of axes.
  static let patterns: [String: SpecialRule] = [
    "einsum": SpecialRule("pattern", variadic: true) { $0.einsum($1) },
    "rearrange": SpecialRule("x pattern", variadic: true) { $0.rearrange($1) },
  ]
}

/// A pattern with its place in the program.
struct LocatedPattern {
  /// The pattern.
  var pattern: AxisPattern
  /// The string.
  var operand: Operand
  /// The byte of the file at which the text begins; nil if escapes move its bytes.
  var start: Int?

  /// The place of some bytes of the text; the whole string where escapes move them.
  func span(_ range: Range<Int>) -> SourceSpan {
    guard let start else { return operand.span }
    return SourceSpan(
      file: operand.span.file, start: start + range.lowerBound, end: start + range.upperBound)
  }
}

/// A size that the pattern of a call gave a name.
struct NamedSize {
  /// The size.
  var size: TensorType.Item
  /// The place of the name in the pattern, or of the label that gives the size.
  var span: SourceSpan
  /// The tensor that has the axis; nil for a label.
  var owner: Operand?
}

extension BodyChecker {
  /// The pattern that an argument of a call is; reports what else it is.
  func pattern(_ call: SpecialCall, _ index: Int, as form: AxisPattern.Form) -> LocatedPattern? {
    let example =
      form == .products
      ? "einsum(\"b i d, b j d -> b i j\", q, k)" : "rearrange(x, \"b h w -> b (h w)\")"
    guard index < call.slots.count, let argument = call.slots[index], argument.label == nil else {
      report(.patternMissing(call.name, example: example, at: call.span))
      return nil
    }
    let operand = check(argument, expecting: .string)
    if operand.isError { return nil }
    guard case .string(let parts) = operand.expression.kind, let text = Self.text(of: parts) else {
      report(
        .patternNotLiteral(
          call.name, name(operand.type), isString: operand.type == .string, example: example,
          at: operand.span))
      return nil
    }
    let isPlain = program.map.text(of: operand.span) == "\"\(text)\""
    let start = isPlain ? operand.span.start + 1 : nil
    do {
      let pattern = try AxisPattern(text, as: form)
      return LocatedPattern(pattern: pattern, operand: operand, start: start)
    } catch {
      let empty = AxisPattern(inputs: [], result: nil, isCompact: false, length: 0)
      let located = LocatedPattern(pattern: empty, operand: operand, start: start)
      report(.patternFault(error.kind, call.name, at: located.span(error.range)))
      return nil
    }
  }

  /// The text of a string without interpolations; nil for others.
  private static func text(of parts: [TypedStringPart]) -> String? {
    var result = ""
    for part in parts {
      guard case .text(let text) = part else { return nil }
      result += text
    }
    return result
  }

  /// The part of a tensor's axes that each entry of a side stands for; nil after an error.
  func axes(
    of operand: Operand, _ tensor: TensorType, by side: AxisPattern.Side, in located: LocatedPattern
  ) -> [[TensorType.Item]]? {
    let items = tensor.items
    let count = side.entries.count
    let rest = side.restIndex
    let behind = rest.map { count - $0 - 1 } ?? 0
    let named = rest.map { Array(items.prefix($0) + items.suffix(behind)) } ?? items
    let fits = rest == nil ? items.count == count : items.count >= count - 1
    guard fits, !named.contains(where: \.isRun) else {
      report(
        .patternRank(
          (operand, name(operand.type)), named: count - (rest == nil ? 0 : 1),
          hasRest: rest != nil, run: named.lazy.compactMap(\.runName).first,
          isCompact: located.pattern.isCompact, at: located.span(side.range)))
      return nil
    }
    guard let rest else { return items.map { [$0] } }
    let middle = Array(items[rest..<items.count - behind])
    return items.prefix(rest).map { [$0] } + [middle] + items.suffix(behind).map { [$0] }
  }

  /// Gives a name its size, or compares the size with the one that it has; whether they agree.
  func note(
    _ axis: String, _ found: NamedSize, in sizes: inout [String: NamedSize]
  ) -> Bool {
    guard let first = sizes[axis], case .dim(let one) = first.size else {
      sizes[axis] = found
      return true
    }
    guard case .dim(let other) = found.size else { return true }
    let verdict = equality(one, other)
    if verdict == .proved || isDeferred(verdict) { return true }
    let fault = AxisFault(
      found: 0, expected: 0, foundSize: other, expectedSize: one, verdict: verdict)
    var origins: [Diagnostic.Label] = []
    for owner in [first.owner, found.owner] {
      guard let owner else { continue }
      for label in self.origins(owner, [fault]) where !origins.contains(label) {
        origins.append(label)
      }
    }
    report(
      .patternSizes(
        axis, (first, one, first.owner.map { quoted($0.span) }),
        (found, other, found.owner.map { quoted($0.span) }), verdict, origins: origins))
    return false
  }
}

extension TensorType.Item {
  /// The name of a run; nil for a dim.
  var runName: String? { if case .run(let run) = self { run.name } else { nil } }
}
