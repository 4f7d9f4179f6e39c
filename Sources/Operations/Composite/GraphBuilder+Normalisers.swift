import MartletGraph
import MartletShapes

/// Functions along an axis that are composed of primitives, written so that nothing overflows.
extension GraphBuilder {
  /// `log Σ exp x` along an axis, which the result lacks.
  ///
  /// `m + log Σ exp(x - m)` with `m` the maximum, or 0 where that is infinite: a row of `-∞` gives
  /// `-∞` and not NaN, and its gradient is 0.
  public func logSumExp(_ x: ValueID, axis: Int) -> ValueID {
    let shift = maximumOrZero(x, axis: axis)
    let sum = reduce(.sum, shiftedExp(x, shift, axis: axis), axes: [axis])
    let isEmpty = elementwise(.equal, [sum, filled(0, type(of: sum))])
    // Where the sum is 0, the logarithm of 1 stands in, so that no derivative divides by 0.
    let safe = elementwise(.select, [isEmpty, filled(1, type(of: sum)), sum])
    let value = elementwise(.add, [elementwise(.log, [safe]), shift])
    return elementwise(.select, [isEmpty, filled(-.infinity, type(of: sum)), value])
  }

  /// `exp x / Σ exp x` along an axis; zeros for a row of `-∞`.
  public func softmax(_ x: ValueID, axis: Int) -> ValueID {
    let parts = shiftedExp(x, maximumOrZero(x, axis: axis), axis: axis)
    let sum = reduce(.sum, parts, axes: [axis])
    let isEmpty = elementwise(.equal, [sum, filled(0, type(of: sum))])
    let safe = elementwise(.select, [isEmpty, filled(1, type(of: sum)), sum])
    return elementwise(.divide, [parts, spread(safe, like: x, axis: axis)])
  }

  /// `x - log Σ exp x` along an axis.
  public func logSoftmax(_ x: ValueID, axis: Int) -> ValueID {
    let shift = maximumOrZero(x, axis: axis)
    let centred = elementwise(.subtract, [x, spread(shift, like: x, axis: axis)])
    let sum = reduce(.sum, elementwise(.exp, [centred]), axes: [axis])
    let isEmpty = elementwise(.equal, [sum, filled(0, type(of: sum))])
    let safe = elementwise(.select, [isEmpty, filled(1, type(of: sum)), sum])
    return elementwise(
      .subtract, [centred, spread(elementwise(.log, [safe]), like: x, axis: axis)])
  }

  /// The mean of the elements along some axes, which the result lacks.
  public func mean(_ x: ValueID, axes: [Int]) -> ValueID {
    let type = type(of: x)
    let sum = reduce(.sum, x, axes: axes)
    let count = axes.reduce(Dim(1)) { $0 * type.dims[$1] }
    return elementwise(.divide, [sum, filled(size: count, self.type(of: sum))])
  }

  /// A tensor of the given sizes and element type whose elements are all one size.
  public func filled(size: Dim, _ type: TensorType) -> ValueID {
    if let number = size.constant { return filled(Double(number), type) }
    return broadcast(add(SizeValue(dim: size, element: type.element)), to: type.dims, axes: [])
  }

  /// 1 at the positions that `indices` names along a new last axis of the given size, 0 elsewhere.
  public func oneHot(_ indices: ValueID, _ size: Dim, _ element: ElementType) -> ValueID {
    let type = type(of: indices)
    let dims = type.dims + [size]
    let positions = add(Iota(dim: size, element: type.element))
    let isHere = elementwise(
      .equal,
      [
        broadcast(indices, to: dims, axes: Array(type.dims.indices)),
        broadcast(positions, to: dims, axes: [type.rank]),
      ])
    return cast(isHere, to: element)
  }

  /// A value without an axis, repeated along that axis of another value.
  public func spread(_ value: ValueID, like other: ValueID, axis: Int) -> ValueID {
    let dims = type(of: other).dims
    return broadcast(value, to: dims, axes: Array(dims.indices).leavingOut([axis]))
  }

  /// The maximum along an axis where it is finite, else 0; no gradient passes through it.
  ///
  /// What is shifted by it does not change with it.
  private func maximumOrZero(_ x: ValueID, axis: Int) -> ValueID {
    let maximum = add(StopGradient(), [reduce(.maximum, x, axes: [axis])])
    let isFinite = elementwise(.isFinite, [maximum])
    return elementwise(.select, [isFinite, maximum, filled(0, type(of: maximum))])
  }

  /// `exp(x - shift)`, the shift repeated along an axis.
  private func shiftedExp(_ x: ValueID, _ shift: ValueID, axis: Int) -> ValueID {
    elementwise(.exp, [elementwise(.subtract, [x, spread(shift, like: x, axis: axis)])])
  }
}

extension GraphBuilder {
  /// The products of all elements up to each one along an axis, itself included.
  public func cumulativeProduct(_ value: ValueID, axis: Int) -> ValueID {
    let dims = type(of: value).dims
    let numbers = broadcast(
      assume(add(Iota(dim: dims[axis])), TensorType(.i32, [dims[axis]])), to: dims, axes: [axis])
    let isFirst = elementwise(.equal, [numbers, filled(0, type(of: numbers))])
    let start = elementwise(.select, [isFirst, value, filled(0, type(of: value))])
    return add(LinearRecurrence(axis: axis), [value, start])
  }
}
