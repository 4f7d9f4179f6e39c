import MartletGraph
import MartletShapes
import MartletTensors

/// Matrices of at least as many rows as columns as `Q R`: columns of `Q` at right angles and of length
/// 1, and an upper triangular `R` whose diagonal is not negative. Of a matrix with NaN or infinite
/// elements all is NaN.
public struct OrthogonalTriangular: Primitive, Hashable {
  /// The one operation of its kind.
  public init() {}

  /// The name in the text form.
  public var name: String { "qr" }
  /// There are none.
  public var attributes: [(name: String, value: Attribute)] { [] }

  /// The type of the input, and squares of its columns.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    let (dims, columns) = try Self.checkTall(inputs, facts)
    return [inputs[0], TensorType(inputs[0].element, dims.dropLast(2) + [columns, columns])]
  }

  /// The sizes of one input, and its columns, of which there are no more than rows.
  static func checkTall(_ inputs: [TensorType], _ facts: DimFacts) throws(TypeFault)
    -> (dims: [Dim], columns: Dim)
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(matrices: inputs[0])
    let dims = inputs[0].dims
    let (rows, columns) = (dims[dims.count - 2], dims[dims.count - 1])
    try TypeFault.check(
      facts.equal(rows, columns) || facts.isProved(.atLeast(rows, columns)),
      "fewer rows than columns in \(inputs[0])")
    return (dims, columns)
  }

  /// By reflections (Householder 1958).
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let factors = inputs[0].matrices.map(factor)
    let (shape, element) = (inputs[0].shape, inputs[0].elementType)
    let columns = shape[shape.count - 1]
    return [
      Tensor(factors.map(\.q), shape: shape, element: element),
      Tensor(factors.map(\.r), shape: shape.dropLast(2) + [columns, columns], element: element),
    ]
  }

  /// `(dQ + Q C) R⁻ᵀ`, where `C` mirrors the lower triangle of `R dRᵀ - dQᵀ Q` (Walter and Lehmann
  /// 2010, arXiv:1009.6112).
  public var derivative: Derivative {
    .rule { context in
      let builder = context.builder
      let (q, r) = (context.results[0], context.results[1])
      var inner = builder.filled(0, builder.type(of: r))
      if let gradient = context.gradients[1] {
        inner = builder.product(r, gradient, transposingSecond: true)
      }
      if let gradient = context.gradients[0] {
        let turned = builder.product(gradient, q, transposingFirst: true)
        inner = builder.elementwise(.subtract, [inner, turned])
      }
      let mirrored = builder.elementwise(
        .add,
        [
          builder.part(.greaterEqual, of: inner),
          builder.transposed(builder.part(.greater, of: inner)),
        ])
      var all = builder.product(q, mirrored)
      if let gradient = context.gradients[0] { all = builder.elementwise(.add, [gradient, all]) }
      let solve = TriangularSolve(isUpper: true)
      return [builder.transposed(builder.add(solve, [r, builder.transposed(all)]))]
    }
  }

  /// The lanes are more matrices.
  public var batching: Batching { .asItIs(self) }

  /// The factors of a matrix.
  private func factor(_ a: Matrix) -> (q: Matrix, r: Matrix) {
    guard a.isFinite else {
      return (
        Matrix(repeating: .nan, rows: a.rows, columns: a.columns),
        Matrix(repeating: .nan, rows: a.columns, columns: a.columns)
      )
    }
    var rest = a
    var all = Matrix(identity: a.rows)
    for j in 0..<a.columns {
      var v = (0..<a.rows).map { $0 < j ? 0 : rest[$0, j] }
      let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { continue }
      v[j] += v[j] < 0 ? -length : length
      rest.reflect(v)
      all.reflect(v)
    }
    let signs = (0..<a.columns).map { rest[$0, $0] < 0 ? -1.0 : 1 }
    let q = all.transposed.picking(columns: Array(0..<a.columns), signs: signs)
    var r = Matrix(rows: a.columns, columns: a.columns)
    for i in 0..<a.columns { for j in i..<a.columns { r[i, j] = signs[i] * rest[i, j] } }
    return (q, r)
  }
}

extension Matrix {
  /// Reflects the columns at the plane at right angles to a vector.
  fileprivate mutating func reflect(_ v: [Double]) {
    let square = v.reduce(0) { $0 + $1 * $1 }
    for column in 0..<columns {
      var along = 0.0
      for i in 0..<rows { along += v[i] * self[i, column] }
      for i in 0..<rows { self[i, column] -= 2 * along / square * v[i] }
    }
  }
}

extension OrthogonalTriangular {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "qr", "(a: T[S, M, N]) -> (T[S, M, N], T[S, N, N])",
        "Orthogonal columns and an upper triangle whose product the matrices are.",
        [
          OperationSample(OrthogonalTriangular(), .distinct([4, 3])),
          OperationSample(OrthogonalTriangular(), .definite([2, 2, 2])),
          OperationSample(OrthogonalTriangular(), .real([3, 0])),
        ])
    ]
  }
}
