/// Orthogonal columns and an upper triangle whose diagonal is not negative.
struct OrthogonalRoutine<Element: LapackElement>: MatrixRoutine {
  /// The rows.
  let rows: Int
  /// The columns, of which there are no more than rows.
  let columns: Int
  /// What LAPACK wants.
  private let wanted: (reals: Int, integers: Int)

  /// For matrices of given sizes.
  init(rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    let toReflect = LapackWork<Element>.wanted { work, nothing in
      if columns > 0 {
        Element.reflect(nothing, rows: rows, columns: columns, tau: nothing, work)
      }
    }
    let toForm = LapackWork<Element>.wanted { work, nothing in
      if columns > 0 {
        Element.formOrthogonal(nothing, rows: rows, columns: columns, tau: nothing, work)
      }
    }
    wanted = (max(toReflect.reals, toForm.reals), 0)
  }

  var realCount: Int { rows * columns + columns + wanted.reals }
  var integerCount: Int { columns }
  var work: Double { 4 * Double(rows) * Double(columns) * Double(columns) }

  func run(_ operands: MatrixOperands<Element>) -> MatrixOutcome {
    let (q, r, _) = operands.results
    guard columns > 0 else { return .done }
    guard Element.areFinite(operands.a, count: rows * columns) else {
      q.update(repeating: .nan, count: rows * columns)
      r.update(repeating: .nan, count: columns * columns)
      return .done
    }
    let byColumns = operands.reals
    let tau = byColumns + rows * columns
    let work = operands.work(behind: (rows + 1) * columns, wanted)
    Element.transpose(operands.a, rows: rows, columns: columns, times: 1, to: byColumns)
    Element.reflect(byColumns, rows: rows, columns: columns, tau: tau, work)
    r.update(repeating: 0, count: columns * columns)
    for i in 0..<columns {
      let isNegative = byColumns[i * rows + i] < 0
      operands.integers[i] = isNegative ? -1 : 1
      for j in i..<columns {
        r[i * columns + j] = isNegative ? -byColumns[j * rows + i] : byColumns[j * rows + i]
      }
    }
    Element.formOrthogonal(byColumns, rows: rows, columns: columns, tau: tau, work)
    for i in 0..<columns where operands.integers[i] < 0 {
      Element.negate(byColumns + i * rows, count: rows, stride: 1)
    }
    Element.transpose(byColumns, rows: columns, columns: rows, times: 1, to: q)
    return .done
  }
}
