import MartletGraph
import MartletShapes
import MartletTensors

/// The `X` with `A X = B` for the lower or upper triangle `A` of matrices, or with `Aᵀ X = B`; a zero
/// on the diagonal is a fault.
public struct TriangularSolve: Primitive, Hashable {
  /// Whether the upper triangle counts, and not the lower one.
  public let isUpper: Bool
  /// Whether the triangle is transposed first.
  public let isTransposed: Bool

  /// With the lower triangle as it is, unless said otherwise.
  public init(isUpper: Bool = false, isTransposed: Bool = false) {
    self.isUpper = isUpper
    self.isTransposed = isTransposed
  }

  /// The name in the text form.
  public var name: String { "triangular_solve" }
  /// Which triangle, and how it is read.
  public var attributes: [(name: String, value: Attribute)] {
    [("upper", .flag(isUpper)), ("transposed", .flag(isTransposed))]
  }

  /// The type of the right-hand side.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try LinearSolve.resultTypes(of: inputs, facts: facts)
  }

  /// Row by row, from the end of the triangle where a row has one element.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    var solutions: [Matrix] = []
    for (index, (a, b)) in zip(inputs[0].matrices, inputs[1].matrices).enumerated() {
      if let pivot = (0..<a.rows).first(where: { a[$0, $0] == 0 }) {
        throw .singular(matrix: index, pivot: pivot)
      }
      solutions.append(
        substitute(isTransposed ? a.transposed : a, b, fromEnd: isUpper != isTransposed))
    }
    return [Tensor(solutions, shape: inputs[1].shape, element: inputs[1].elementType)]
  }

  /// The gradient for the right-hand side solves the transposed system; that for the triangle is minus
  /// its product with the solution.
  public var derivative: Derivative {
    .single { [self] context, gradient in
      let builder = context.builder
      let solve = TriangularSolve(isUpper: isUpper, isTransposed: !isTransposed)
      let forB = builder.add(solve, [context.inputs[0], gradient])
      let forA = builder.matrixGradient(forB, context.results[0], isTransposed)
      return [builder.part(isUpper ? .lessEqual : .greaterEqual, of: forA), forB]
    }
  }

  /// The lanes are more systems.
  public var batching: Batching { .asItIs(self) }

  /// The solution of a triangular system.
  private func substitute(_ a: Matrix, _ b: Matrix, fromEnd: Bool) -> Matrix {
    var x = b
    for step in 0..<a.rows {
      let i = fromEnd ? a.rows - 1 - step : step
      let solved = fromEnd ? i + 1..<a.rows : 0..<i
      for column in 0..<b.columns {
        var sum = b[i, column]
        for k in solved { sum -= a[i, k] * x[k, column] }
        x[i, column] = sum / a[i, i]
      }
    }
    return x
  }
}

extension GraphBuilder {
  /// The gradient for the matrix of a linear system, from that for its right-hand side and the
  /// solution: `-dB Xᵀ`, or `-X dBᵀ` of the transposed system.
  func matrixGradient(_ forB: ValueID, _ solution: ValueID, _ isTransposed: Bool) -> ValueID {
    let (left, right) = isTransposed ? (solution, forB) : (forB, solution)
    return elementwise(.negate, [product(left, right, transposingSecond: true)])
  }
}

extension TriangularSolve {
  /// What programs call.
  public static var functions: [OperationFunction] {
    [
      OperationFunction(
        """
        ## The `x` with `a @ x == b`, reading only the lower triangle of `a`. A zero on the diagonal ends
        ## the run.
        fn solve_lower[T: Floating, ...S, N, M](a: T[...S, N, N], b: T[...S, N, M]) -> T[...S, N, M]
        """
      ) { _ in TriangularSolve() },
      OperationFunction(
        """
        ## The `x` with `a @ x == b`, reading only the upper triangle of `a`.
        fn solve_upper[T: Floating, ...S, N, M](a: T[...S, N, N], b: T[...S, N, M]) -> T[...S, N, M]
        """
      ) { _ in TriangularSolve(isUpper: true) },
    ]
  }

  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "triangular_solve", "(a: T[S, N, N], b: T[S, N, M]) -> T[S, N, M]",
        "The solutions of triangular linear systems.",
        [
          OperationSample(TriangularSolve(), .definite([3, 3]), .real([3, 2])),
          OperationSample(
            TriangularSolve(isUpper: true), .definite([2, 2, 2]), .real([2, 2, 1])),
          OperationSample(TriangularSolve(isTransposed: true), .definite([3, 3]), .real([3, 1])),
          OperationSample(
            TriangularSolve(isUpper: true, isTransposed: true), .definite([2, 2]), .real([2, 0])),
        ])
    ]
  }
}
