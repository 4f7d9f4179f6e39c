import COpenBLAS

extension Double: LapackElement {
  static func transpose(
    _ x: UnsafePointer<Double>, rows: Int, columns: Int, times factor: Double,
    to y: UnsafeMutablePointer<Double>
  ) {
    cblas_domatcopy(
      CblasRowMajor, CblasTrans, Int32(rows), Int32(columns), factor, x, Int32(columns), y,
      Int32(rows))
  }

  static func add(
    _ x: UnsafePointer<Double>, count: Int, times factor: Double, to y: UnsafeMutablePointer<Double>
  ) {
    cblas_daxpy(Int32(count), factor, x, 1, y, 1)
  }

  static func negate(_ x: UnsafeMutablePointer<Double>, count: Int, stride: Int) {
    cblas_dscal(Int32(count), -1, x, Int32(stride))
  }

  static func greatest(_ x: UnsafePointer<Double>, count: Int, stride: Int) -> Int {
    Int(cblas_idamax(Int32(count), x, Int32(stride)))
  }

  static func factorDefinite(_ a: UnsafeMutablePointer<Double>, size: Int) -> Int32 {
    var (n, info) = (Int32(size), Int32(0))
    dpotrf_("U", &n, a, &n, &info, 1)
    return info
  }

  static func factorSquare(
    _ a: UnsafeMutablePointer<Double>, size: Int, pivots: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    var (n, info) = (Int32(size), Int32(0))
    dgetrf_(&n, &n, a, &n, pivots, &info)
    return info
  }

  static func solve(
    _ factors: UnsafePointer<Double>, size: Int, pivots: UnsafePointer<Int32>, isTransposed: Bool,
    _ b: UnsafeMutablePointer<Double>, columns: Int
  ) {
    var (n, m, info) = (Int32(size), Int32(columns), Int32(0))
    dgetrs_(isTransposed ? "T" : "N", &n, &m, factors, &n, pivots, b, &n, &info, 1)
  }

  static func solveTriangle(
    _ a: UnsafePointer<Double>, size: Int, isUpper: Bool, isTransposed: Bool,
    _ b: UnsafeMutablePointer<Double>, columns: Int
  ) {
    cblas_dtrsm(
      CblasRowMajor, CblasLeft, isUpper ? CblasUpper : CblasLower,
      isTransposed ? CblasTrans : CblasNoTrans, CblasNonUnit, Int32(size), Int32(columns), 1, a,
      Int32(size), b, Int32(columns))
  }

  static func eigen(
    _ a: UnsafeMutablePointer<Double>, size: Int, values: UnsafeMutablePointer<Double>,
    _ work: LapackWork<Double>
  ) -> Int32 {
    var (n, info) = (Int32(size), Int32(0))
    var (realCount, integerCount) = (work.realCount, work.integerCount)
    dsyevd_(
      "V", "L", &n, a, &n, values, work.reals, &realCount, work.integers, &integerCount, &info, 1,
      1)
    return info
  }

  static func reflect(
    _ a: UnsafeMutablePointer<Double>, rows: Int, columns: Int, tau: UnsafeMutablePointer<Double>,
    _ work: LapackWork<Double>
  ) {
    var (m, n, info) = (Int32(rows), Int32(columns), Int32(0))
    var realCount = work.realCount
    dgeqrf_(&m, &n, a, &m, tau, work.reals, &realCount, &info)
  }

  static func formOrthogonal(
    _ a: UnsafeMutablePointer<Double>, rows: Int, columns: Int, tau: UnsafePointer<Double>,
    _ work: LapackWork<Double>
  ) {
    var (m, n, info) = (Int32(rows), Int32(columns), Int32(0))
    var realCount = work.realCount
    dorgqr_(&m, &n, &n, a, &m, tau, work.reals, &realCount, &info)
  }

  static func singularValues(
    _ a: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    values: UnsafeMutablePointer<Double>, u: UnsafeMutablePointer<Double>,
    vt: UnsafeMutablePointer<Double>, _ work: LapackWork<Double>
  ) -> Int32 {
    var (m, n, info) = (Int32(rows), Int32(columns), Int32(0))
    var realCount = work.realCount
    dgesdd_(
      "S", &m, &n, a, &m, values, u, &m, vt, &m, work.reals, &realCount, work.integers, &info, 1)
    return info
  }
}
