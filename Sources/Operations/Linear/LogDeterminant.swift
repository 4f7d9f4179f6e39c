import Glibc
import MartletGraph
import MartletShapes
import MartletTensors

/// The sign of the determinant of square matrices, and the logarithm of its magnitude.
public struct LogDeterminant: Primitive, Hashable {
  /// The one operation of its kind.
  public init() {}

  /// The name in the text form.
  public var name: String { "log_determinant" }
  /// There are none.
  public var attributes: [(name: String, value: Attribute)] { [] }

  /// The axes in front of the matrices, twice.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(squares: inputs[0], facts)
    let result = TensorType(inputs[0].element, Array(inputs[0].dims.dropLast(2)))
    return [result, result]
  }

  /// From the pivots of elimination; of a singular matrix 0 and `-∞`.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    var (signs, logarithms): ([Double], [Double]) = ([], [])
    for matrix in inputs[0].matrices {
      guard matrix.isFinite else {
        signs.append(.nan)
        logarithms.append(.nan)
        continue
      }
      let factors = LinearSolve.Factors(matrix)
      signs.append(
        factors.pivots.reduce(factors.sign) { $1 == 0 ? 0 : $1 < 0 ? -$0 : $0 })
      logarithms.append(factors.pivots.reduce(0) { $0 + log(abs($1)) })
    }
    let shape = Array(inputs[0].shape.dropLast(2))
    return [signs, logarithms].map {
      Tensor(reals: $0, shape: shape, element: inputs[0].elementType)
    }
  }

  /// The sign is constant between jumps; the logarithm's gradient is the inverse, transposed.
  public var derivative: Derivative {
    .rule { context in
      guard let gradient = context.gradients[1] else { return [nil] }
      let builder = context.builder
      let dims = context.type(ofInput: 0).dims
      let factors = builder.broadcast(
        gradient, to: Array(dims.dropLast()), axes: Array(0..<dims.count - 2))
      let solve = LinearSolve(isTransposed: true)
      return [builder.add(solve, [context.inputs[0], builder.diagonal(factors)])]
    }
  }

  /// The lanes are more matrices.
  public var batching: Batching { .asItIs(self) }
}

extension LogDeterminant {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "log_determinant", "(a: T[S, N, N]) -> (T[S], T[S])",
        "The sign of determinants, and the logarithm of their magnitude.",
        [
          OperationSample(LogDeterminant(), .definite([3, 3])),
          OperationSample(LogDeterminant(), .definite([2, 2, 2])),
          OperationSample(LogDeterminant(), .real([0, 0])),
        ])
    ]
  }
}
