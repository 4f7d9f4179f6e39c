/// The solutions of a square system: one factorisation for all right-hand sides.
struct SystemRoutine<Element: LapackElement>: MatrixRoutine {
  /// The rows.
  let size: Int
  /// The right-hand sides.
  let columns: Int
  /// Whether the matrix is transposed first.
  let isTransposed: Bool

  var realCount: Int { size * (size + columns) }
  var integerCount: Int { size }
  var work: Double { Double(size) * Double(size) * (Double(size) * 2 / 3 + 2 * Double(columns)) }

  func run(_ operands: MatrixOperands<Element>) -> MatrixOutcome {
    guard size > 0 else { return .done }
    let x = operands.results.0
    guard Element.areFinite(operands.a, count: size * size) else {
      x.update(repeating: .nan, count: size * columns)
      return .done
    }
    let factors = operands.reals
    Element.transpose(operands.a, rows: size, columns: size, times: 1, to: factors)
    let info = Element.factorSquare(factors, size: size, pivots: operands.integers)
    if info > 0 { return .refused(pivot: Int(info) - 1) }
    guard columns > 0 else { return .done }
    let byColumns = factors + size * size
    Element.transpose(operands.b, rows: size, columns: columns, times: 1, to: byColumns)
    Element.solve(
      factors, size: size, pivots: operands.integers, isTransposed: isTransposed, byColumns,
      columns: columns)
    Element.transpose(byColumns, rows: columns, columns: size, times: 1, to: x)
    return .done
  }
}
