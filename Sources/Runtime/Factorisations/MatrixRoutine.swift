/// What is done with each matrix of a batch, for sizes that are known.
protocol MatrixRoutine<Element>: Sendable {
  /// The elements' type.
  associatedtype Element: LapackElement

  /// How many numbers it needs room for.
  var realCount: Int { get }
  /// How many whole numbers it needs room for.
  var integerCount: Int { get }
  /// About how many operations it takes.
  var work: Double { get }

  /// Does one matrix, all of whose operands lie by rows.
  func run(_ operands: MatrixOperands<Element>) -> MatrixOutcome
}

/// Where the operands of one matrix lie, and room to work in.
struct MatrixOperands<Element: LapackElement> {
  /// The matrix.
  var a: UnsafePointer<Element>
  /// The right-hand sides of a system; otherwise the matrix again.
  var b: UnsafePointer<Element>
  /// The results; of those that a routine has not, the last one again.
  var results:
    (UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>)
  /// Room for numbers.
  var reals: UnsafeMutablePointer<Element>
  /// Room for whole numbers.
  var integers: UnsafeMutablePointer<Int32>

  /// Room for a routine of LAPACK behind the first numbers.
  func work(behind used: Int, _ wanted: (reals: Int, integers: Int)) -> LapackWork<Element> {
    LapackWork(
      reals: reals + used, realCount: Int32(wanted.reals), integers: integers,
      integerCount: Int32(wanted.integers))
  }
}

/// How it went with one matrix.
enum MatrixOutcome: Hashable {
  /// The results are there.
  case done
  /// The matrix has no such factors, as the pivot of a row shows.
  case refused(pivot: Int)
  /// An iteration came to no end, which happens to hardly any matrix.
  case undecided
}

extension LapackElement {
  /// Whether none of the elements is NaN or infinite. LAPACK promises nothing for those.
  static func areFinite(_ x: UnsafePointer<Self>, count: Int) -> Bool {
    for index in 0..<count where !x[index].isFinite { return false }
    return true
  }

  /// Writes the mean of a square matrix and its transpose.
  static func symmetrise(
    _ x: UnsafePointer<Self>, size: Int, to y: UnsafeMutablePointer<Self>
  ) {
    transpose(x, rows: size, columns: size, times: 0.5, to: y)
    for row in 0..<size { add(x + row * size, count: size, times: 0.5, to: y + row * size) }
  }
}
