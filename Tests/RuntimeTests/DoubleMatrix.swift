import GraphSupport
import MartletShapes
import MartletTensors

/// A matrix of `Double`s, to check factors by plain loops.
struct DoubleMatrix {
  /// The number of rows and of columns.
  let (rows, columns): (Int, Int)
  /// The elements, row by row.
  var elements: [Double]

  /// The elements of a matrix, or of a vector as one row.
  init(_ tensor: Tensor) {
    columns = tensor.shape[tensor.shape.count - 1]
    rows = tensor.shape.count < 2 ? 1 : tensor.shape[tensor.shape.count - 2]
    elements = tensor.doubles
  }

  /// A matrix of the given elements.
  init(rows: Int, columns: Int, _ elements: [Double]) {
    (self.rows, self.columns, self.elements) = (rows, columns, elements)
  }

  /// The unit matrix.
  static func identity(_ size: Int) -> DoubleMatrix {
    let elements = (0..<size * size).map { $0 % (size + 1) == 0 ? 1.0 : 0 }
    return DoubleMatrix(rows: size, columns: size, elements)
  }

  /// An element.
  subscript(row: Int, column: Int) -> Double { elements[row * columns + column] }

  /// The matrix with rows and columns exchanged.
  var transposed: DoubleMatrix {
    let all = (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } }
    return DoubleMatrix(rows: columns, columns: rows, all)
  }

  /// The mean of the matrix and its transpose.
  var symmetrised: DoubleMatrix {
    let all = zip(elements, transposed.elements).map { ($0 + $1) / 2 }
    return DoubleMatrix(rows: rows, columns: columns, all)
  }

  /// The product with another matrix.
  func times(_ other: DoubleMatrix) -> DoubleMatrix {
    var all = [Double](repeating: 0, count: rows * other.columns)
    elements.withUnsafeBufferPointer { a in
      other.elements.withUnsafeBufferPointer { b in
        for i in 0..<rows {
          for k in 0..<columns {
            let factor = a[i * columns + k]
            for j in 0..<other.columns {
              all[i * other.columns + j] += factor * b[k * other.columns + j]
            }
          }
        }
      }
    }
    return DoubleMatrix(rows: rows, columns: other.columns, all)
  }

  /// Each column times a factor.
  func scaled(columns factors: [Double]) -> DoubleMatrix {
    let all = elements.enumerated().map { $1 * factors[$0 % columns] }
    return DoubleMatrix(rows: rows, columns: columns, all)
  }

  /// The greatest magnitude of an element.
  var greatest: Double { elements.reduce(0) { max($0, abs($1)) } }

  /// The greatest magnitude of an element of the difference; NaN counts as infinite.
  func distance(to other: DoubleMatrix) -> Double {
    zip(elements, other.elements).reduce(0) { $0 > abs($1.0 - $1.1) ? $0 : abs($1.0 - $1.1) }
  }

  /// The element of greatest magnitude of each column.
  var greatestOfColumns: [Double] {
    (0..<columns).map { column in
      (0..<rows).map { self[$0, column] }.max { abs($0) < abs($1) } ?? 1
    }
  }
}

extension Draw {
  /// The kinds of matrices that `matrix` makes.
  static let matrixKinds = [
    "random", "ill-conditioned", "repeated", "rank-deficient", "zero", "huge", "tiny",
  ]

  /// A matrix of a kind; that of a repeated singular value has orthogonal columns.
  static func matrix(_ kind: String, _ rows: Int, _ columns: Int, _ element: ElementType) -> Tensor
  {
    var draw = Draw(seed: rows)
    let random = draw.tensor([rows, columns]).doubles
    let numbers = random.enumerated().map { index, number in
      let (i, j) = (index / columns, index % columns)
      switch kind {
      case "ill-conditioned": return 1 / Double(i + j + 1)
      case "repeated": return i % columns == j ? 3.0 : 0
      case "rank-deficient": return Double((i % 3) * (j + 1))
      case "zero": return 0
      case "huge": return number * (element == .f32 ? 1e30 : 1e250)
      case "tiny": return number * (element == .f32 ? 1e-30 : 1e-250)
      default: return number
      }
    }
    return Tensor(numbers, shape: [rows, columns]).converted(to: element)
  }
}
