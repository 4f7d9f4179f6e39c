import MartletGraph
import MartletShapes
import MartletTensors

/// The `X` with `A X = B` for square matrices `A`, or with `Aᵀ X = B`; a singular matrix is a fault,
/// one with NaN or infinite elements has a solution of NaN.
public struct LinearSolve: Primitive, Hashable {
  /// Whether the matrices are transposed first.
  public let isTransposed: Bool

  /// With the matrices as they are, or transposed.
  public init(isTransposed: Bool = false) { self.isTransposed = isTransposed }

  /// The name in the text form.
  public var name: String { "solve" }
  /// How the matrix is read.
  public var attributes: [(name: String, value: Attribute)] {
    [("transposed", .flag(isTransposed))]
  }

  /// The type of the right-hand side.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try Self.resultTypes(of: inputs, facts: facts)
  }

  /// What any linear system has: square matrices and as many right-hand sides, with as many rows.
  static func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 2)
    try TypeFault.check(squares: inputs[0], facts)
    try TypeFault.check(matrices: inputs[1])
    try TypeFault.check(
      inputs[0].element == inputs[1].element, "elements of \(inputs[0]) and \(inputs[1])")
    try TypeFault.check(
      Array(inputs[0].dims.dropLast()), equals: Array(inputs[1].dims.dropLast()), facts)
    return [inputs[1]]
  }

  /// By elimination with exchanges of rows.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    var solutions: [Matrix] = []
    for (index, (a, b)) in zip(inputs[0].matrices, inputs[1].matrices).enumerated() {
      guard a.isFinite else {
        solutions.append(Matrix(repeating: .nan, rows: b.rows, columns: b.columns))
        continue
      }
      // The pivots are those of the matrix as it is, so that a fault names the same one both ways.
      let factors = Factors(a)
      if let pivot = factors.pivots.firstIndex(of: 0) {
        throw .singular(matrix: index, pivot: pivot)
      }
      solutions.append((isTransposed ? Factors(a.transposed) : factors).solve(b))
    }
    return [Tensor(solutions, shape: inputs[1].shape, element: inputs[1].elementType)]
  }

  /// The gradient for the right-hand side solves the transposed system; that for the matrix is minus
  /// its product with the solution.
  public var derivative: Derivative {
    .single { [self] context, gradient in
      let builder = context.builder
      let solve = LinearSolve(isTransposed: !isTransposed)
      let forB = builder.add(solve, [context.inputs[0], gradient])
      return [builder.matrixGradient(forB, context.results[0], isTransposed), forB]
    }
  }

  /// The lanes are more systems.
  public var batching: Batching { .asItIs(self) }

  /// A matrix as a product of triangles, its rows exchanged: `A[order] = L U`.
  struct Factors {
    /// `U`, and below its diagonal `L` without its ones.
    private(set) var both: Matrix
    /// The row of the matrix that stands in each row.
    private(set) var order: [Int]
    /// -1 if rows were exchanged an odd number of times, and else 1.
    private(set) var sign = 1.0

    /// The factors, with the greatest element of a column brought up each time.
    init(_ matrix: Matrix) {
      both = matrix
      order = Array(0..<matrix.rows)
      for j in 0..<matrix.rows {
        let best = (j..<matrix.rows).max { abs(both[$0, j]) < abs(both[$1, j]) } ?? j
        if best != j {
          both.swapRows(j, best)
          order.swapAt(j, best)
          sign = -sign
        }
        guard both[j, j] != 0 else { continue }
        for i in (j + 1)..<max(matrix.rows, j + 1) {
          both[i, j] /= both[j, j]
          for k in (j + 1)..<matrix.columns { both[i, k] -= both[i, j] * both[j, k] }
        }
      }
    }

    /// The elements of the diagonal of `U`.
    var pivots: [Double] { (0..<both.rows).map { both[$0, $0] } }

    /// The solution for a right-hand side.
    func solve(_ b: Matrix) -> Matrix {
      var x = b
      for (i, source) in order.enumerated() {
        for column in 0..<b.columns {
          var sum = b[source, column]
          for k in 0..<i { sum -= both[i, k] * x[k, column] }
          x[i, column] = sum
        }
      }
      for i in (0..<both.rows).reversed() {
        for column in 0..<b.columns {
          var sum = x[i, column]
          for k in (i + 1)..<max(both.rows, i + 1) { sum -= both[i, k] * x[k, column] }
          x[i, column] = sum / both[i, i]
        }
      }
      return x
    }
  }
}

extension LinearSolve {
  /// What programs call.
  public static var functions: [OperationFunction] {
    [
      OperationFunction(
        """
        ## The `x` with `a @ x == b`. A singular matrix ends the run.
        fn solve[T: Floating, ...S, N, M](a: T[...S, N, N], b: T[...S, N, M]) -> T[...S, N, M]
        """
      ) { _ in LinearSolve() }
    ]
  }

  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "solve", "(a: T[S, N, N], b: T[S, N, M]) -> T[S, N, M]",
        "The solutions of linear systems.",
        [
          OperationSample(LinearSolve(), .definite([3, 3]), .real([3, 2])),
          OperationSample(
            LinearSolve(isTransposed: true), .definite([2, 2, 2]), .real([2, 2, 1])),
          OperationSample(LinearSolve(), .real([0, 0]), .real([0, 2])),
        ])
    ]
  }
}
