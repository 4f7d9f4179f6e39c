import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// A slice of an axis, proved in range, with the size that it leaves; nil after an error.
  func check(
    slice lower: Expression?, _ upper: Expression?, _ step: Expression?,
    of axis: TensorType.Item, at span: SourceSpan
  ) -> (TypedIndexItem, TensorType.Item)? {
    let low = lower.map(check(integer:))
    let high = upper.map(check(integer:))
    let stride = step.map(check(integer:))
    for bound in [low, high, stride] where bound?.isError ?? false { return nil }
    let item = TypedIndexItem.slice(
      lower: low?.expression, upper: high?.expression, step: stride?.expression)
    if low == nil, high == nil, stride == nil { return (item, axis) }
    guard case .dim(let size) = axis, let start = end(low, default: 0, of: size),
      let stop = end(high, default: size, of: size)
    else { return (item, .unknown) }
    for claim in [
      DimClaim.atLeast(start, 0), .atLeast(stop, start), .atLeast(size, stop),
    ] {
      let verdict = self.verdict(claim)
      if verdict == .proved || (verdict == .unknown && !isBuilding) { continue }
      report(.sliceOutside(start, stop, size, verdict, at: span))
      return nil
    }
    let length = facts.normalised(stop - start)
    guard let stride else { return (item, .dim(length)) }
    guard let count = stride.size?.constant, count >= 1 else {
      report(.sliceStep(at: stride.span))
      return nil
    }
    return (item, .dim((length + Dim(count - 1)).floorDivided(by: Dim(count))))
  }

  /// Where a slice starts or stops, counted from the front; nil if that is only known when built.
  private func end(_ bound: Operand?, default missing: Dim, of size: Dim) -> Dim? {
    guard let bound else { return missing }
    guard let at = bound.size else { return nil }
    if let constant = at.constant, constant < 0 { return size + at }
    return at
  }
}
