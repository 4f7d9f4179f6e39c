import MartletGraph
import MartletShapes
import MartletTensors

/// Matrices of at least as many rows as columns as `U diag(s) Vᵀ`: columns of `U` and of the square
/// `V` at right angles, singular values greatest first; the element of greatest magnitude of each
/// column of `V` is positive. Of a matrix with NaN or infinite elements all is NaN.
public struct SingularValues: Primitive, Hashable {
  /// The one operation of its kind.
  public init() {}

  /// The name in the text form.
  public var name: String { "svd" }
  /// There are none.
  public var attributes: [(name: String, value: Attribute)] { [] }

  /// The type of the input, a vector, and squares of its columns.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    let (dims, columns) = try OrthogonalTriangular.checkTall(inputs, facts)
    let element = inputs[0].element
    return [
      inputs[0], TensorType(element, dims.dropLast(2) + [columns]),
      TensorType(element, dims.dropLast(2) + [columns, columns]),
    ]
  }

  /// By rotations that bring columns to right angles (Hestenes 1958).
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let factors = inputs[0].matrices.map(factor)
    let (shape, element) = (inputs[0].shape, inputs[0].elementType)
    let columns = shape[shape.count - 1]
    return [
      Tensor(factors.map(\.u), shape: shape, element: element),
      Tensor(
        reals: factors.flatMap(\.s), shape: shape.dropLast(2) + [columns], element: element),
      Tensor(factors.map(\.v), shape: shape.dropLast(2) + [columns, columns], element: element),
    ]
  }

  /// The rule of Townsend, "Differentiating the singular value decomposition" (2016); what belongs to
  /// equal singular values, or to zero, counts as 0.
  public var derivative: Derivative {
    .rule { context in SingularValuesAdjoint(context).gradient.map { [$0] } ?? [nil] }
  }

  /// The lanes are more matrices.
  public var batching: Batching { .asItIs(self) }

  /// The factors of a matrix.
  private func factor(_ a: Matrix) -> (u: Matrix, s: [Double], v: Matrix) {
    guard a.isFinite else {
      return (
        Matrix(repeating: .nan, rows: a.rows, columns: a.columns),
        [Double](repeating: .nan, count: a.columns),
        Matrix(repeating: .nan, rows: a.columns, columns: a.columns)
      )
    }
    var (columns, v) = (a, Matrix(identity: a.columns))
    for _ in 0..<60 {
      var isDone = true
      for p in 0..<a.columns {
        for q in 0..<p where !columns.areOrthogonal(p, q) {
          let rotation = columns.rotationToRightAngle(p, q)
          columns.rotate(columns: p, q, by: rotation)
          v.rotate(columns: p, q, by: rotation)
          isDone = false
        }
      }
      if isDone { break }
    }
    let lengths = (0..<a.columns).map { columns.product($0, $0).squareRoot() }
    let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
    let signs = v.signs(ofColumns: order)
    let scales = zip(order, signs).map { lengths[$0] == 0 ? 0 : $1 / lengths[$0] }
    var u = columns.picking(columns: order, signs: scales)
    // What rounding alone makes of columns that others span has no direction.
    let limit = 1e-13 * (order.first.map { lengths[$0] } ?? 0)
    u.completeColumns(from: order.firstIndex { lengths[$0] <= limit } ?? order.count)
    return (u, order.map { lengths[$0] }, v.picking(columns: order, signs: signs))
  }
}

extension Matrix {
  /// The product of two columns.
  fileprivate func product(_ p: Int, _ q: Int) -> Double {
    (0..<rows).reduce(0) { $0 + self[$1, p] * self[$1, q] }
  }

  /// Replaces the columns from one on by others of length 1 at right angles to all before.
  fileprivate mutating func completeColumns(from start: Int) {
    for column in start..<max(columns, start) {
      for axis in 0..<rows {
        var v = (0..<rows).map { $0 == axis ? 1.0 : 0 }
        for _ in 0..<2 {
          for other in 0..<column {
            let along = (0..<rows).reduce(0) { $0 + v[$1] * self[$1, other] }
            for i in 0..<rows { v[i] -= along * self[i, other] }
          }
        }
        // Over all axes, the squares have this mean twice: one of them reaches it.
        let square = v.reduce(0) { $0 + $1 * $1 }
        guard square >= Double(rows - column) / Double(2 * rows) else { continue }
        for i in 0..<rows { self[i, column] = v[i] / square.squareRoot() }
        break
      }
    }
  }

  /// Whether two columns are at right angles, as far as rounding allows.
  fileprivate func areOrthogonal(_ p: Int, _ q: Int) -> Bool {
    let lengths = (product(p, p) * product(q, q)).squareRoot()
    return !(abs(product(p, q)) > 1e-16 * lengths)
  }

  /// The rotation that brings two columns to right angles.
  fileprivate func rotationToRightAngle(_ p: Int, _ q: Int) -> (c: Double, s: Double) {
    Matrix.rotation((product(q, q) - product(p, p)) / (2 * product(p, q)))
  }
}

extension SingularValues {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "svd", "(a: T[S, M, N]) -> (T[S, M, N], T[S, N], T[S, N, N])",
        "Singular values, greatest first, between orthogonal columns.",
        [
          OperationSample(SingularValues(), .distinct([4, 3])),
          OperationSample(SingularValues(), .distinct([2, 2, 2])),
          OperationSample(SingularValues(), .real([3, 0])),
        ])
    ]
  }
}
