import MartletGraph
import MartletShapes
import MartletTensors

/// The lower triangular `L` with `L Lᵀ = A` for the symmetric part of each matrix `A` of the last two
/// axes; a matrix that is not positive definite is a fault.
public struct Cholesky: Primitive, Hashable {
  /// The one operation of its kind.
  public init() {}

  /// The name in the text form.
  public var name: String { "cholesky" }
  /// There are none.
  public var attributes: [(name: String, value: Attribute)] { [] }

  /// The type of the input.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(squares: inputs[0], facts)
    return inputs
  }

  /// One column after another.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    var factors: [Matrix] = []
    for (index, matrix) in inputs[0].matrices.enumerated() {
      factors.append(try factor(matrix.symmetrised, index))
    }
    return [Tensor(factors, shape: inputs[0].shape, element: inputs[0].elementType)]
  }

  /// With `P` the lower half of `Lᵀ dL` (its diagonal halved), the symmetric part of `L⁻ᵀ P L⁻¹`
  /// (Murray 2016, arXiv:1602.07527).
  public var derivative: Derivative {
    .single { context, gradient in
      let builder = context.builder
      let lower = context.results[0]
      let inner = builder.product(lower, gradient, transposingFirst: true)
      let half = builder.scaled(
        builder.elementwise(
          .add, [builder.part(.greater, of: inner), builder.part(.greaterEqual, of: inner)]),
        by: 0.5)
      let solve = TriangularSolve(isTransposed: true)
      let left = builder.add(solve, [lower, half])
      let both = builder.add(solve, [lower, builder.transposed(left)])
      return [builder.symmetrised(both)]
    }
  }

  /// The lanes are more matrices.
  public var batching: Batching { .asItIs(self) }

  /// The factor of a symmetric matrix.
  private func factor(_ a: Matrix, _ index: Int) throws(OperationFault) -> Matrix {
    var l = Matrix(rows: a.rows, columns: a.columns)
    for j in 0..<a.rows {
      var pivot = a[j, j]
      for k in 0..<j { pivot -= l[j, k] * l[j, k] }
      guard pivot > 0 else { throw .notPositiveDefinite(matrix: index, row: j) }
      l[j, j] = pivot.squareRoot()
      for i in j + 1..<max(a.rows, j + 1) {
        var sum = a[i, j]
        for k in 0..<j { sum -= l[i, k] * l[j, k] }
        l[i, j] = sum / l[j, j]
      }
    }
    return l
  }
}

extension Cholesky {
  /// What programs call.
  public static var functions: [OperationFunction] {
    [
      OperationFunction(
        """
        ## The lower triangular `L` with `L @ transpose(L) == a`, for the symmetric part of each matrix of
        ## the last two axes. A matrix that is not positive definite ends the run.
        fn cholesky[T: Floating, ...S, N](a: T[...S, N, N]) -> T[...S, N, N]
        """
      ) { _ in Cholesky() }
    ]
  }

  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "cholesky", "(a: T[S, N, N]) -> T[S, N, N]",
        "The lower triangular factor of symmetric positive definite matrices.",
        [
          OperationSample(Cholesky(), .definite([3, 3])),
          OperationSample(Cholesky(), .definite([2, 2, 2])),
          OperationSample(Cholesky(), .definite([1, 1])),
          OperationSample(Cholesky(), .real([0, 0])),
        ])
    ]
  }
}
