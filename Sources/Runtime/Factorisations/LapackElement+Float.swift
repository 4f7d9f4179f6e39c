import COpenBLAS

extension Float: LapackElement {
  static func transpose(
    _ x: UnsafePointer<Float>, rows: Int, columns: Int, times factor: Float,
    to y: UnsafeMutablePointer<Float>
  ) {
    cblas_somatcopy(
      CblasRowMajor, CblasTrans, Int32(rows), Int32(columns), factor, x, Int32(columns), y,
      Int32(rows))
  }

  static func add(
    _ x: UnsafePointer<Float>, count: Int, times factor: Float, to y: UnsafeMutablePointer<Float>
  ) {
    cblas_saxpy(Int32(count), factor, x, 1, y, 1)
  }

  static func negate(_ x: UnsafeMutablePointer<Float>, count: Int, stride: Int) {
    cblas_sscal(Int32(count), -1, x, Int32(stride))
  }

  static func greatest(_ x: UnsafePointer<Float>, count: Int, stride: Int) -> Int {
    Int(cblas_isamax(Int32(count), x, Int32(stride)))
  }

  static func factorDefinite(_ a: UnsafeMutablePointer<Float>, size: Int) -> Int32 {
    var (n, info) = (Int32(size), Int32(0))
    spotrf_("U", &n, a, &n, &info, 1)
    return info
  }

  static func factorSquare(
    _ a: UnsafeMutablePointer<Float>, size: Int, pivots: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    var (n, info) = (Int32(size), Int32(0))
    sgetrf_(&n, &n, a, &n, pivots, &info)
    return info
  }

  static func solve(
    _ factors: UnsafePointer<Float>, size: Int, pivots: UnsafePointer<Int32>, isTransposed: Bool,
    _ b: UnsafeMutablePointer<Float>, columns: Int
  ) {
    var (n, m, info) = (Int32(size), Int32(columns), Int32(0))
    sgetrs_(isTransposed ? "T" : "N", &n, &m, factors, &n, pivots, b, &n, &info, 1)
  }

  static func solveTriangle(
    _ a: UnsafePointer<Float>, size: Int, isUpper: Bool, isTransposed: Bool,
    _ b: UnsafeMutablePointer<Float>, columns: Int
  ) {
    cblas_strsm(
      CblasRowMajor, CblasLeft, isUpper ? CblasUpper : CblasLower,
      isTransposed ? CblasTrans : CblasNoTrans, CblasNonUnit, Int32(size), Int32(columns), 1, a,
      Int32(size), b, Int32(columns))
  }

  static func eigen(
    _ a: UnsafeMutablePointer<Float>, size: Int, values: UnsafeMutablePointer<Float>,
    _ work: LapackWork<Float>
  ) -> Int32 {
    var (n, info) = (Int32(size), Int32(0))
    var (realCount, integerCount) = (work.realCount, work.integerCount)
    ssyevd_(
      "V", "L", &n, a, &n, values, work.reals, &realCount, work.integers, &integerCount, &info, 1,
      1)
    return info
  }

  static func reflect(
    _ a: UnsafeMutablePointer<Float>, rows: Int, columns: Int, tau: UnsafeMutablePointer<Float>,
    _ work: LapackWork<Float>
  ) {
    var (m, n, info) = (Int32(rows), Int32(columns), Int32(0))
    var realCount = work.realCount
    sgeqrf_(&m, &n, a, &m, tau, work.reals, &realCount, &info)
  }

  static func formOrthogonal(
    _ a: UnsafeMutablePointer<Float>, rows: Int, columns: Int, tau: UnsafePointer<Float>,
    _ work: LapackWork<Float>
  ) {
    var (m, n, info) = (Int32(rows), Int32(columns), Int32(0))
    var realCount = work.realCount
    sorgqr_(&m, &n, &n, a, &m, tau, work.reals, &realCount, &info)
  }

  static func singularValues(
    _ a: UnsafeMutablePointer<Float>, rows: Int, columns: Int, values: UnsafeMutablePointer<Float>,
    u: UnsafeMutablePointer<Float>, vt: UnsafeMutablePointer<Float>, _ work: LapackWork<Float>
  ) -> Int32 {
    var (m, n, info) = (Int32(rows), Int32(columns), Int32(0))
    var realCount = work.realCount
    sgesdd_(
      "S", &m, &n, a, &m, values, u, &m, vt, &m, work.reals, &realCount, work.integers, &info, 1)
    return info
  }
}
