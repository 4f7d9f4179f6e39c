/// The numbers that LAPACK computes with: `Float` and `Double`, by routines of one name each.
///
/// Matrices lie by columns, as LAPACK has them, unless a comment says otherwise. `Int32` results are
/// LAPACK's: 0, or the position, from 1, where it went wrong.
protocol LapackElement: BinaryFloatingPoint {
  /// Writes the matrix `[rows, columns]` that lies by rows, times a factor, transposed.
  static func transpose(
    _ x: UnsafePointer<Self>, rows: Int, columns: Int, times factor: Self,
    to y: UnsafeMutablePointer<Self>)

  /// Adds `factor * x` to `y`.
  static func add(
    _ x: UnsafePointer<Self>, count: Int, times factor: Self, to y: UnsafeMutablePointer<Self>)

  /// Multiplies `count` elements that lie `stride` apart by -1.
  static func negate(_ x: UnsafeMutablePointer<Self>, count: Int, stride: Int)

  /// The first of the elements of greatest magnitude, of at least one.
  static func greatest(_ x: UnsafePointer<Self>, count: Int, stride: Int) -> Int

  /// Overwrites the triangle above the diagonal, with it, by the factor `U` of `Uᵀ U`.
  static func factorDefinite(_ a: UnsafeMutablePointer<Self>, size: Int) -> Int32

  /// Overwrites a square matrix by its factors `L U`, with the rows that were exchanged, from 1.
  static func factorSquare(
    _ a: UnsafeMutablePointer<Self>, size: Int, pivots: UnsafeMutablePointer<Int32>
  ) -> Int32

  /// Overwrites right-hand sides by solutions for the factors of a matrix, or of its transpose.
  static func solve(
    _ factors: UnsafePointer<Self>, size: Int, pivots: UnsafePointer<Int32>, isTransposed: Bool,
    _ b: UnsafeMutablePointer<Self>, columns: Int)

  /// Overwrites right-hand sides `[size, columns]` by solutions for a triangle; both lie by rows.
  static func solveTriangle(
    _ a: UnsafePointer<Self>, size: Int, isUpper: Bool, isTransposed: Bool,
    _ b: UnsafeMutablePointer<Self>, columns: Int)

  /// Overwrites a symmetric matrix by its eigenvectors, and writes its eigenvalues, smallest first.
  static func eigen(
    _ a: UnsafeMutablePointer<Self>, size: Int, values: UnsafeMutablePointer<Self>,
    _ work: LapackWork<Self>
  ) -> Int32

  /// Overwrites a matrix by the reflections that make it `R`, and `R` above them.
  static func reflect(
    _ a: UnsafeMutablePointer<Self>, rows: Int, columns: Int, tau: UnsafeMutablePointer<Self>,
    _ work: LapackWork<Self>)

  /// Overwrites reflections by the columns of `Q`.
  static func formOrthogonal(
    _ a: UnsafeMutablePointer<Self>, rows: Int, columns: Int, tau: UnsafePointer<Self>,
    _ work: LapackWork<Self>)

  /// The singular values of a matrix of no more rows than columns, greatest first, with `u` of
  /// `[rows, rows]` and the transpose of `v` of `[rows, columns]`; the matrix is destroyed.
  static func singularValues(
    _ a: UnsafeMutablePointer<Self>, rows: Int, columns: Int, values: UnsafeMutablePointer<Self>,
    u: UnsafeMutablePointer<Self>, vt: UnsafeMutablePointer<Self>, _ work: LapackWork<Self>
  ) -> Int32
}
