/// The lower triangular factor of the symmetric part.
struct DefiniteRoutine<Element: LapackElement>: MatrixRoutine {
  /// The rows.
  let size: Int

  var realCount: Int { 0 }
  var integerCount: Int { 0 }
  var work: Double { Double(size) * Double(size) * Double(size) / 3 }

  func run(_ operands: MatrixOperands<Element>) -> MatrixOutcome {
    guard size > 0 else { return .done }
    let lower = operands.results.0
    Element.symmetrise(operands.a, size: size, to: lower)
    // The upper factor by columns is the lower one by rows.
    let info = Int(Element.factorDefinite(lower, size: size))
    // OpenBLAS takes a pivot that is NaN for a positive one.
    for row in 0..<(info > 0 ? info - 1 : size) where lower[row * size + row].isNaN {
      return .refused(pivot: row)
    }
    if info > 0 { return .refused(pivot: info - 1) }
    for row in 0..<size {
      (lower + row * size + row + 1).update(repeating: 0, count: size - row - 1)
    }
    return .done
  }
}
