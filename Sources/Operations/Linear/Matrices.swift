import MartletGraph
import MartletShapes
import MartletTensors

/// A matrix of `Double`s, for the reference kernels of linear algebra.
struct Matrix {
  /// The number of rows and of columns.
  let (rows, columns): (Int, Int)
  /// The elements, row by row.
  var elements: [Double]

  /// A matrix of zeros.
  init(rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    elements = [Double](repeating: 0, count: rows * columns)
  }

  /// A matrix of one number.
  init(repeating value: Double, rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    elements = [Double](repeating: value, count: rows * columns)
  }

  /// Whether no element is NaN or infinite; the factors of other matrices are NaN.
  var isFinite: Bool { elements.allSatisfy(\.isFinite) }

  /// A square matrix with ones on its diagonal.
  init(identity size: Int) {
    self.init(rows: size, columns: size)
    for i in 0..<size { self[i, i] = 1 }
  }

  /// An element.
  subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The mean of the matrix and its transpose.
  var symmetrised: Matrix {
    var result = self
    for i in 0..<rows { for j in 0..<columns { result[i, j] = (self[i, j] + self[j, i]) / 2 } }
    return result
  }

  /// The matrix with rows and columns exchanged.
  var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
    return result
  }

  /// Exchanges two rows.
  mutating func swapRows(_ i: Int, _ j: Int) {
    guard i != j else { return }
    for k in 0..<columns { elements.swapAt(i * columns + k, j * columns + k) }
  }

  /// The given columns, each times a sign.
  func picking(columns order: [Int], signs: [Double]) -> Matrix {
    var result = Matrix(rows: rows, columns: order.count)
    for i in 0..<rows {
      for (k, source) in order.enumerated() { result[i, k] = signs[k] * self[i, source] }
    }
    return result
  }

  /// For each of the given columns the sign of its element of greatest magnitude.
  func signs(ofColumns order: [Int]) -> [Double] {
    order.map { column in
      let greatest = (0..<rows).max { abs(self[$0, column]) < abs(self[$1, column]) }
      return greatest.map { self[$0, column] < 0 ? -1 : 1 } ?? 1
    }
  }
}

extension Tensor {
  /// The matrices of the last two axes, in the order of memory.
  var matrices: [Matrix] {
    let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
    let all = doubles
    let count = shape.dropLast(2).reduce(1, *)
    return (0..<count).map { index in
      var matrix = Matrix(rows: rows, columns: columns)
      let start = index * rows * columns
      matrix.elements = Array(all[start..<start + rows * columns])
      return matrix
    }
  }

  /// Matrices behind each other, in a tensor of the given shape.
  init(_ matrices: [Matrix], shape: [Int], element: ElementType) {
    self.init(reals: matrices.flatMap(\.elements), shape: shape, element: element)
  }
}

extension TypeFault {
  /// Checks that an input holds floating-point matrices on its last two axes.
  static func check(matrices type: TensorType) throws(TypeFault) {
    try check(type.rank >= 2 && type.element.isFloating, "matrices in \(type)")
  }

  /// Checks that an input holds square floating-point matrices on its last two axes.
  static func check(squares type: TensorType, _ facts: DimFacts) throws(TypeFault) {
    try check(matrices: type)
    try check([type.dims[type.rank - 2]], equals: [type.dims[type.rank - 1]], facts)
  }
}
