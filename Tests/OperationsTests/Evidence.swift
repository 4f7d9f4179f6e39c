import MartletTensors

/// What checks have shown of one property of an operation.
///
/// A check adds to it as it runs; the table of operations is written from nothing else.
struct Evidence: Sendable {
  /// How many comparisons were made.
  private(set) var comparisons = 0
  /// What did not hold.
  private(set) var failures: [String] = []

  /// Notes one comparison.
  mutating func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
    comparisons += 1
    if !holds { failures.append(message()) }
  }

  /// Compares two numbers, relative to the greater of 1 and the expected one.
  mutating func expect(
    _ found: Double, near expected: Double, _ tolerance: Double, _ what: @autoclosure () -> String
  ) {
    let isClose =
      found == expected || (found.isNaN && expected.isNaN)
      || abs(found - expected) <= tolerance * max(1, abs(expected))
    expect(isClose, "\(what()): \(found) is not \(expected)")
  }

  /// Compares two tensors: types, shapes, bounds and elements, of which those near 0 may be off by the
  /// tolerance times `scale`.
  mutating func expect(
    _ found: Tensor, near expected: Tensor, _ tolerance: Double, scale: Double = 1,
    _ what: @autoclosure () -> String
  ) {
    // Fast kernels of f32 are right to a few units in the last place.
    let tolerance = found.elementType == .f32 ? max(tolerance, 4e-6) : tolerance
    let isSame =
      found.elementType == expected.elementType && found.shape == expected.shape
      && found.bound == expected.bound
      && found.isClose(to: expected, relative: tolerance, absolute: tolerance * scale)
    expect(isSame, "\(what()): \(found) is not \(expected)")
  }

  /// Compares two lists of tensors.
  mutating func expect(
    _ found: [Tensor], near expected: [Tensor], _ tolerance: Double,
    _ what: @autoclosure () -> String
  ) {
    expect(found.count == expected.count, "\(what()): \(found.count) results")
    for (a, b) in zip(found, expected) { expect(a, near: b, tolerance, what()) }
  }

  /// Runs a check; what it throws is a failure of it.
  mutating func attempt(_ what: String, _ check: (inout Evidence) throws -> Void) {
    do { try check(&self) } catch { expect(false, "\(what): \(error)") }
  }

  /// Adds what other checks have shown.
  mutating func add(_ other: Evidence) {
    comparisons += other.comparisons
    failures += other.failures
  }
}
