/// Singular values, greatest first, between orthogonal columns.
struct SingularRoutine<Element: LapackElement>: MatrixRoutine {
  /// The rows.
  let rows: Int
  /// The columns, of which there are no more than rows.
  let columns: Int
  /// What LAPACK wants.
  private let wanted: (reals: Int, integers: Int)

  /// For matrices of given sizes.
  init(rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    let (reals, _) = LapackWork<Element>.wanted { work, nothing in
      if columns > 0 {
        _ = Element.singularValues(
          nothing, rows: columns, columns: rows, values: nothing, u: nothing, vt: nothing, work)
      }
    }
    wanted = (reals, 8 * columns)
  }

  var realCount: Int { (rows + columns) * columns + wanted.reals }
  var integerCount: Int { wanted.integers }
  var work: Double { Double(columns) * Double(columns) * (6 * Double(rows) + 16 * Double(columns)) }

  func run(_ operands: MatrixOperands<Element>) -> MatrixOutcome {
    let (u, s, v) = operands.results
    guard columns > 0 else { return .done }
    guard Element.areFinite(operands.a, count: rows * columns) else {
      u.update(repeating: .nan, count: rows * columns)
      s.update(repeating: .nan, count: columns)
      v.update(repeating: .nan, count: columns * columns)
      return .done
    }
    // By columns the matrix is its transpose, whose factors are `V` by columns and `U` by rows.
    let copy = operands.reals
    let byColumns = copy + rows * columns
    copy.update(from: operands.a, count: rows * columns)
    let info = Element.singularValues(
      copy, rows: columns, columns: rows, values: s, u: byColumns, vt: u,
      operands.work(behind: (rows + columns) * columns, wanted))
    guard info == 0 else { return .undecided }
    for column in 0..<columns {
      let vector = byColumns + column * columns
      if vector[Element.greatest(vector, count: columns, stride: 1)] < 0 {
        Element.negate(vector, count: columns, stride: 1)
        Element.negate(u + column, count: rows, stride: columns)
      }
    }
    Element.transpose(byColumns, rows: columns, columns: columns, times: 1, to: v)
    return .done
  }
}
