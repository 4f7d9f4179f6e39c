import MartletGraph
import MartletShapes

/// The gradient for a matrix from those for its singular values and their vectors.
struct SingularValuesAdjoint {
  /// What is differentiated.
  private let context: DerivativeContext
  /// Where nodes are added.
  private let builder: GraphBuilder
  /// The results.
  private let (u, s, v): (ValueID, ValueID, ValueID)

  /// The gradient in a context.
  init(_ context: DerivativeContext) {
    self.context = context
    builder = context.builder
    (u, s, v) = (context.results[0], context.results[1], context.results[2])
  }

  /// The sum of what comes by `U`, by the values and by `V`; nil if nothing does.
  var gradient: ValueID? {
    var parts: [ValueID] = []
    if let gradient = context.gradients[0] { parts += byLeft(gradient) }
    if let gradient = context.gradients[1] {
      parts.append(builder.product(rows(u, times: gradient), v, transposingSecond: true))
    }
    if let gradient = context.gradients[2] {
      // V is square, so that nothing lies outside of its columns.
      let inner = columns(antisymmetric(v, gradient), times: s)
      parts.append(
        builder.product(builder.product(u, inner), v, transposingSecond: true))
    }
    return parts.dropFirst().reduce(parts.first) { sum, part in
      sum.map { builder.elementwise(.add, [$0, part]) }
    }
  }

  /// `U (F ∘ (Uᵀ dU - dUᵀ U)) S Vᵀ`, and `(dU - U Uᵀ dU) S⁻¹ Vᵀ` for what lies outside of `U`.
  private func byLeft(_ gradient: ValueID) -> [ValueID] {
    let inner = rows(antisymmetric(u, gradient), times: s)
    let inside = builder.product(builder.product(u, inner), v, transposingSecond: true)
    let along = builder.product(u, builder.product(u, gradient, transposingFirst: true))
    let rest = builder.elementwise(.subtract, [gradient, along])
    let outside = builder.product(rows(rest, times: inverse), v, transposingSecond: true)
    return [inside, outside]
  }

  /// `F ∘ (Xᵀ dX - dXᵀ X)` with `F[i, j] = 1 / (s[j]² - s[i]²)`.
  private func antisymmetric(_ x: ValueID, _ gradient: ValueID) -> ValueID {
    let turned = builder.product(x, gradient, transposingFirst: true)
    let difference = builder.elementwise(.subtract, [turned, builder.transposed(turned)])
    let squares = builder.elementwise(.multiply, [s, s])
    return builder.elementwise(.multiply, [builder.inverseGaps(squares), difference])
  }

  /// `1 / s`, and 0 for 0.
  private var inverse: ValueID {
    let type = builder.type(of: s)
    let (zero, one) = (builder.filled(0, type), builder.filled(1, type))
    let isZero = builder.elementwise(.equal, [s, zero])
    let divided = builder.elementwise(
      .divide, [one, builder.elementwise(.select, [isZero, one, s])])
    return builder.elementwise(.select, [isZero, zero, divided])
  }

  /// Each row of matrices times a vector: a factor for each column.
  private func rows(_ x: ValueID, times vector: ValueID) -> ValueID {
    let factors = builder.spread(vector, alongRows: true, to: builder.type(of: x).dims)
    return builder.elementwise(.multiply, [x, factors])
  }

  /// Each column of matrices times a vector: a factor for each row.
  private func columns(_ x: ValueID, times vector: ValueID) -> ValueID {
    let factors = builder.spread(vector, alongRows: false, to: builder.type(of: x).dims)
    return builder.elementwise(.multiply, [x, factors])
  }
}
