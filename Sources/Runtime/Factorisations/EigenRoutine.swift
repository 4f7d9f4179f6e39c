/// The eigenvalues of the symmetric part, smallest first, and the eigenvectors as columns.
struct EigenRoutine<Element: LapackElement>: MatrixRoutine {
  /// The rows.
  let size: Int
  /// What LAPACK wants.
  private let wanted: (reals: Int, integers: Int)

  /// For matrices of a size.
  init(size: Int) {
    self.size = size
    wanted = LapackWork<Element>.wanted { work, nothing in
      if size > 0 { _ = Element.eigen(nothing, size: size, values: nothing, work) }
    }
  }

  var realCount: Int { size * size + wanted.reals }
  var integerCount: Int { wanted.integers }
  var work: Double { 9 * Double(size) * Double(size) * Double(size) }

  func run(_ operands: MatrixOperands<Element>) -> MatrixOutcome {
    let (values, vectors, _) = operands.results
    guard size > 0 else { return .done }
    guard Element.areFinite(operands.a, count: size * size) else {
      values.update(repeating: .nan, count: size)
      vectors.update(repeating: .nan, count: size * size)
      return .done
    }
    let byColumns = operands.reals
    Element.symmetrise(operands.a, size: size, to: byColumns)
    let info = Element.eigen(
      byColumns, size: size, values: values, operands.work(behind: size * size, wanted))
    guard info == 0 else { return .undecided }
    for column in 0..<size {
      let vector = byColumns + column * size
      if vector[Element.greatest(vector, count: size, stride: 1)] < 0 {
        Element.negate(vector, count: size, stride: 1)
      }
    }
    Element.transpose(byColumns, rows: size, columns: size, times: 1, to: vectors)
    return .done
  }
}
