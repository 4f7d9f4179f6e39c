import MartletGraph
import MartletShapes
import MartletTensors

/// The eigenvalues of the symmetric part of matrices, smallest first, and their eigenvectors as the
/// columns of matrices; the element of greatest magnitude of each is positive. Of a matrix with NaN or
/// infinite elements all is NaN.
public struct SymmetricEigen: Primitive, Hashable {
  /// The one operation of its kind.
  public init() {}

  /// The name in the text form.
  public var name: String { "symmetric_eigen" }
  /// There are none.
  public var attributes: [(name: String, value: Attribute)] { [] }

  /// A vector and a matrix for each matrix.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(squares: inputs[0], facts)
    return [TensorType(inputs[0].element, Array(inputs[0].dims.dropLast())), inputs[0]]
  }

  /// By rotations that zero one pair of elements after the other (Jacobi 1846).
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    var values: [Double] = []
    var vectors: [Matrix] = []
    for matrix in inputs[0].matrices {
      guard matrix.isFinite else {
        values += [Double](repeating: .nan, count: matrix.rows)
        vectors.append(Matrix(repeating: .nan, rows: matrix.rows, columns: matrix.rows))
        continue
      }
      let (diagonal, columns) = rotate(matrix.symmetrised)
      let order = diagonal.indices.sorted { diagonal[$0] < diagonal[$1] }
      values += order.map { diagonal[$0] }
      vectors.append(columns.picking(columns: order, signs: columns.signs(ofColumns: order)))
    }
    let (shape, element) = (inputs[0].shape, inputs[0].elementType)
    return [
      Tensor(reals: values, shape: Array(shape.dropLast()), element: element),
      Tensor(vectors, shape: shape, element: element),
    ]
  }

  /// `V (diag(dw) + F ∘ (Vᵀ dV)) Vᵀ` with `F[i, j] = 1 / (w[j] - w[i])` (Giles 2008); what belongs to
  /// equal eigenvalues counts as 0.
  public var derivative: Derivative {
    .rule { context in
      let builder = context.builder
      let (values, vectors) = (context.results[0], context.results[1])
      var inner: ValueID?
      if let gradient = context.gradients[1] {
        let turned = builder.product(vectors, gradient, transposingFirst: true)
        inner = builder.elementwise(.multiply, [builder.inverseGaps(values), turned])
      }
      if let gradient = context.gradients[0] {
        let diagonal = builder.diagonal(gradient)
        inner = inner.map { builder.elementwise(.add, [$0, diagonal]) } ?? diagonal
      }
      guard let inner else { return [nil] }
      let left = builder.product(vectors, inner)
      return [builder.symmetrised(builder.product(left, vectors, transposingSecond: true))]
    }
  }

  /// The lanes are more matrices.
  public var batching: Batching { .asItIs(self) }

  /// The eigenvalues of a symmetric matrix and, as columns, its eigenvectors.
  private func rotate(_ matrix: Matrix) -> (values: [Double], vectors: Matrix) {
    var a = matrix
    var vectors = Matrix(identity: a.rows)
    let scale = a.elements.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<60 {
      var rest = 0.0
      for p in 0..<a.rows { for q in 0..<p { rest += a[p, q] * a[p, q] } }
      guard rest > scale * 1e-34 else { break }
      for p in 0..<a.rows { for q in 0..<p { a.zero(p, q, turning: &vectors) } }
    }
    return ((0..<a.rows).map { a[$0, $0] }, vectors)
  }
}

extension Matrix {
  /// Turns a symmetric matrix so that an element off the diagonal is 0, and other columns with it.
  fileprivate mutating func zero(_ p: Int, _ q: Int, turning vectors: inout Matrix) {
    guard self[p, q] != 0 else { return }
    let (c, s) = Matrix.rotation((self[q, q] - self[p, p]) / (2 * self[p, q]))
    for k in 0..<rows {
      (self[k, p], self[k, q]) = (c * self[k, p] - s * self[k, q], s * self[k, p] + c * self[k, q])
    }
    for k in 0..<rows {
      (self[p, k], self[q, k]) = (c * self[p, k] - s * self[q, k], s * self[p, k] + c * self[q, k])
    }
    vectors.rotate(columns: p, q, by: (c, s))
  }

  /// Turns two columns towards each other.
  mutating func rotate(columns p: Int, _ q: Int, by rotation: (c: Double, s: Double)) {
    for k in 0..<rows {
      let (x, y) = (self[k, p], self[k, q])
      self[k, p] = rotation.c * x - rotation.s * y
      self[k, q] = rotation.s * x + rotation.c * y
    }
  }

  /// Cosine and sine of the smaller angle whose doubled cotangent is given.
  static func rotation(_ cotangent: Double) -> (c: Double, s: Double) {
    let size = abs(cotangent) + (cotangent * cotangent + 1).squareRoot()
    let tangent = (cotangent < 0 ? -1 : 1) / size
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    return (cosine, tangent * cosine)
  }
}

extension SymmetricEigen {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "symmetric_eigen", "(a: T[S, N, N]) -> (T[S, N], T[S, N, N])",
        "Eigenvalues, smallest first, and eigenvectors of symmetric matrices.",
        [
          OperationSample(SymmetricEigen(), .distinct([3, 3])),
          OperationSample(SymmetricEigen(), .distinct([2, 2, 2])),
          OperationSample(SymmetricEigen(), .real([0, 0])),
        ])
    ]
  }
}
