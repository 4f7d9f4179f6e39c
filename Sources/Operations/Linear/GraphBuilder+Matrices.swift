import MartletGraph
import MartletShapes

/// What the derivatives of linear algebra are made of; matrices are the last two axes.
extension GraphBuilder {
  /// The matrices with rows and columns exchanged.
  func transposed(_ x: ValueID) -> ValueID {
    let rank = type(of: x).rank
    return transpose(x, Array(0..<rank - 2) + [rank - 1, rank - 2])
  }

  /// The products of matrices, which may be transposed first.
  func product(
    _ a: ValueID, _ b: ValueID, transposingFirst: Bool = false, transposingSecond: Bool = false
  ) -> ValueID {
    let rank = type(of: a).rank
    let batch = Array(0..<rank - 2)
    return add(
      Contract(
        lhsBatch: batch, rhsBatch: batch, lhsContracted: [transposingFirst ? rank - 2 : rank - 1],
        rhsContracted: [transposingSecond ? rank - 1 : rank - 2]), [a, b])
  }

  /// Where a comparison of row and column numbers holds, in the shape of a value.
  func places(_ comparison: ScalarFunction, like x: ValueID) -> ValueID {
    let dims = type(of: x).dims
    let numbers = [dims.count - 2, dims.count - 1].map { axis in
      let plain = assume(add(Iota(dim: dims[axis])), TensorType(.i32, [dims[axis]]))
      return broadcast(plain, to: dims, axes: [axis])
    }
    return elementwise(comparison, numbers)
  }

  /// The elements where a comparison of row and column numbers holds, and 0 elsewhere.
  func part(_ comparison: ScalarFunction, of x: ValueID) -> ValueID {
    elementwise(.select, [places(comparison, like: x), x, filled(0, type(of: x))])
  }

  /// A value times a number.
  func scaled(_ x: ValueID, by factor: Double) -> ValueID {
    elementwise(.multiply, [x, filled(factor, type(of: x))])
  }

  /// The mean of the matrices and their transposes.
  func symmetrised(_ x: ValueID) -> ValueID {
    scaled(elementwise(.add, [x, transposed(x)]), by: 0.5)
  }

  /// Vectors of the last axis as the columns' factors, or the rows', of matrices of the given shape.
  func spread(_ vector: ValueID, alongRows: Bool, to dims: [Dim]) -> ValueID {
    let last = dims.count - 1
    return broadcast(vector, to: dims, axes: Array(0..<last - 1) + [alongRows ? last : last - 1])
  }

  /// Diagonal matrices of the vectors of the last axis.
  func diagonal(_ vector: ValueID) -> ValueID {
    let dims = type(of: vector).dims
    return part(.equal, of: spread(vector, alongRows: true, to: dims + [dims[dims.count - 1]]))
  }

  /// `1 / (x[j] - x[i])` at `[i, j]`, and 0 where the two are equal.
  func inverseGaps(_ x: ValueID) -> ValueID {
    let dims = type(of: x).dims
    let square = dims + [dims[dims.count - 1]]
    let gaps = elementwise(
      .subtract,
      [spread(x, alongRows: true, to: square), spread(x, alongRows: false, to: square)])
    let zero = filled(0, type(of: gaps))
    let one = filled(1, type(of: gaps))
    let isZero = elementwise(.equal, [gaps, zero])
    let inverse = elementwise(.divide, [one, elementwise(.select, [isZero, one, gaps])])
    return elementwise(.select, [isZero, zero, inverse])
  }
}
