import Glibc

/// The sign of the determinant, and the logarithm of its magnitude.
struct DeterminantRoutine<Element: LapackElement>: MatrixRoutine {
  /// The rows.
  let size: Int

  var realCount: Int { size * size }
  var integerCount: Int { size }
  var work: Double { Double(size) * Double(size) * Double(size) * 2 / 3 }

  func run(_ operands: MatrixOperands<Element>) -> MatrixOutcome {
    let (sign, logarithm, _) = operands.results
    (sign.pointee, logarithm.pointee) = (1, 0)
    guard size > 0 else { return .done }
    guard Element.areFinite(operands.a, count: size * size) else {
      (sign.pointee, logarithm.pointee) = (.nan, .nan)
      return .done
    }
    // By columns this is the transpose, which has the same determinant.
    let factors = operands.reals
    factors.update(from: operands.a, count: size * size)
    _ = Element.factorSquare(factors, size: size, pivots: operands.integers)
    var sum = 0.0
    for row in 0..<size {
      let pivot = factors[row * size + row]
      if pivot < 0 { sign.pointee.negate() }
      if operands.integers[row] != Int32(row + 1) { sign.pointee.negate() }
      if pivot == 0 { sign.pointee = 0 }
      sum += log(abs(Double(pivot)))
    }
    logarithm.pointee = Element(sum)
    return .done
  }
}
