import MartletShapes
import MartletSyntax

/// What broadcasting two shapes gives.
enum Broadcast {
  /// The shape of the result.
  case shape([TensorType.Item])
  /// Axes that do not agree, counted from the front of each shape.
  case mismatch([AxisFault])
  /// Both operands would have to be enlarged.
  case twoSided
}

extension BodyChecker {
  /// The result's shape of an element-wise operator: that of one operand, to which the other is
  /// aligned at the trailing end with equal sizes or literal 1s.
  func broadcast(_ a: [TensorType.Item], _ b: [TensorType.Item]) -> Broadcast {
    let onto = align(b, onto: a)
    if case .shape = onto, a.count >= b.count { return onto }
    let other = align(a, onto: b)
    if case .shape = other { return other }
    if case .shape = onto { return onto }
    return isTwoSided(a, b) ? .twoSided : (a.count >= b.count ? onto : swapped(other))
  }

  /// Lays one shape over the trailing axes of another, whose shape the result has.
  private func align(_ small: [TensorType.Item], onto large: [TensorType.Item]) -> Broadcast {
    guard small.count <= large.count else {
      return .mismatch([AxisFault(found: 0, expected: 0, verdict: .unknown)])
    }
    var result = large
    var faults: [AxisFault] = []
    let shift = large.count - small.count
    for (axis, item) in small.enumerated() {
      let target = large[axis + shift]
      switch (item, target) {
      case (.dim(1), _), (.unknown, _): break
      case (.dim(let size), .unknown): result[axis + shift] = .dim(size)
      case (.dim(let one), .dim(let other)):
        let verdict = equality(one, other)
        if verdict == .proved { break }
        faults.append(
          AxisFault(
            found: axis + shift, expected: axis, foundSize: other, expectedSize: one,
            verdict: verdict))
      case (.run(let one), .run(let other)) where one == other: break
      case (.run, _), (_, .run):
        faults.append(AxisFault(found: axis + shift, expected: axis, verdict: .unknown))
      }
    }
    return faults.isEmpty ? .shape(result) : .mismatch(faults)
  }

  /// The same mismatch seen from the other operand.
  private func swapped(_ broadcast: Broadcast) -> Broadcast {
    guard case .mismatch(let faults) = broadcast else { return broadcast }
    return .mismatch(
      faults.map {
        AxisFault(
          found: $0.expected, expected: $0.found, foundSize: $0.expectedSize,
          expectedSize: $0.foundSize, verdict: $0.verdict)
      })
  }

  /// Whether the shapes would agree if both could be enlarged.
  private func isTwoSided(_ a: [TensorType.Item], _ b: [TensorType.Item]) -> Bool {
    zip(a.reversed(), b.reversed()).allSatisfy { one, other in
      switch (one, other) {
      case (.dim(1), _), (_, .dim(1)), (.unknown, _), (_, .unknown): true
      case (.dim(let x), .dim(let y)): isSame(x, y)
      case (.run(let x), .run(let y)): x == y
      case (.run, _), (_, .run): false
      }
    }
  }
}
