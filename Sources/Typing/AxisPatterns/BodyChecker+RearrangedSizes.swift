import MartletShapes
import MartletSource

/// The sizes of what `rearrange` splits and merges.
extension BodyChecker {
  /// The size of each name on the left, and the axes of `...`; nil after an error.
  func sizes(
    of x: Operand, _ tensor: TensorType, by side: AxisPattern.Side, _ given: [String: NamedSize],
    in located: LocatedPattern
  ) -> ([String: NamedSize], [TensorType.Item])? {
    guard let parts = axes(of: x, tensor, by: side, in: located) else { return nil }
    var sizes = given
    var rest: [TensorType.Item] = []
    for (entry, items) in zip(side.entries, parts) {
      if entry.isRest {
        rest = items
      } else if !entry.isGroup, let name = entry.axes[0].name {
        let found = NamedSize(size: items[0], span: located.span(entry.range), owner: x)
        guard note(name, found, in: &sizes) else { return nil }
      } else {
        guard split(items[0], entry, x, &sizes, in: located) else { return nil }
      }
    }
    return (sizes, rest)
  }

  /// Finds the one size that a group leaves open, or compares its product; whether all is well.
  private func split(
    _ item: TensorType.Item, _ entry: AxisPattern.Entry, _ x: Operand,
    _ sizes: inout [String: NamedSize], in located: LocatedPattern
  ) -> Bool {
    let span = located.span(entry.range)
    if let rest = entry.axes.first(where: { $0.kind == .rest }) {
      report(.patternRestSplit(at: located.span(rest.range)))
      return false
    }
    let names = entry.axes.compactMap(\.name)
    let open = names.filter { sizes[$0] == nil }
    guard open.count <= 1 else {
      report(.patternSizesOpen(open, at: span))
      return false
    }
    let known = names.compactMap { sizes[$0] }
    let product = known.reduce(Dim?.some(1)) { $0.times($1.size.size) }
    guard case .dim(let whole) = item, let product else {
      for name in open { sizes[name] = NamedSize(size: .unknown, span: span, owner: x) }
      return true
    }
    let quotient = whole.floorDivided(by: product)
    let reached = open.isEmpty ? product : quotient * product
    let verdict = equality(reached, whole)
    if verdict != .proved, !isDeferred(verdict) {
      let origins = origins(
        x,
        [
          AxisFault(
            found: 0, expected: 0, foundSize: whole, expectedSize: product,
            verdict: verdict)
        ])
      report(
        .patternIndivisible(
          open.first, (quoted(x.span), whole), product, verdict,
          fact: missingDivisibility(reached, whole), origins: origins, at: span))
      return false
    }
    for name in open { sizes[name] = NamedSize(size: .dim(quotient), span: span, owner: x) }
    return true
  }

  /// The axes of the result; nil after an error.
  func items(
    of result: AxisPattern.Side, _ sizes: [String: NamedSize], _ rest: [TensorType.Item],
    _ x: Operand, in located: LocatedPattern
  ) -> [TensorType.Item]? {
    var items: [TensorType.Item] = []
    for entry in result.entries {
      if entry.isRest {
        items += rest
        continue
      }
      var product: Dim? = 1
      for axis in entry.axes {
        switch axis.kind {
        case .one: break
        case .named(let name): product = product.times(sizes[name]?.size.size)
        case .rest:
          if let run = rest.lazy.compactMap(\.runName).first {
            report(.patternRunMerged(run, name(x.type), at: located.span(axis.range)))
            return nil
          }
          for item in rest { product = product.times(item.size) }
        }
      }
      items.append(product.map { .dim($0) } ?? .unknown)
    }
    return items
  }
}

extension Dim? {
  /// The product; nil if a factor is only known when built.
  fileprivate func times(_ other: Dim?) -> Dim? {
    guard let self, let other else { return nil }
    return self * other
  }
}
