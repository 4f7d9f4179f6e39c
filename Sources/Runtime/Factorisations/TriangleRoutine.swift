/// The solutions of a triangular system.
struct TriangleRoutine<Element: LapackElement>: MatrixRoutine {
  /// The rows of the triangle.
  let size: Int
  /// The right-hand sides.
  let columns: Int
  /// Whether the upper triangle counts.
  let isUpper: Bool
  /// Whether the triangle is transposed first.
  let isTransposed: Bool

  var realCount: Int { 0 }
  var integerCount: Int { 0 }
  var work: Double { Double(size) * Double(size) * Double(columns) }

  func run(_ operands: MatrixOperands<Element>) -> MatrixOutcome {
    guard size > 0 else { return .done }
    for row in 0..<size where operands.a[row * size + row] == 0 { return .refused(pivot: row) }
    let x = operands.results.0
    x.update(from: operands.b, count: size * columns)
    guard columns > 0 else { return .done }
    Element.solveTriangle(
      operands.a, size: size, isUpper: isUpper, isTransposed: isTransposed, x, columns: columns)
    return .done
  }
}
