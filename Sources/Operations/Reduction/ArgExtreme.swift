import MartletGraph
import MartletShapes
import MartletTensors

/// The position of the extreme element along an axis, the first of several; NaN beats all numbers.
public struct ArgExtreme: Primitive, Hashable {
  /// Which extreme is sought.
  public enum Kind: String, CaseIterable, Hashable, Sendable { case maximum, minimum }

  /// Which extreme is sought.
  public let kind: Kind
  /// The axis that is searched; the result lacks it.
  public let axis: Int
  /// Whether an axis without elements gives 0 and is no fault: where the positions are only compared
  /// with those of the axis.
  public let isTotal: Bool

  /// The given extreme along the given axis.
  public init(kind: Kind, axis: Int, isTotal: Bool = false) {
    self.kind = kind
    self.axis = axis
    self.isTotal = isTotal
  }

  /// The name in the text form.
  public var name: String { "arg_\(kind.rawValue)" }
  /// The axis, and whether it may be empty.
  public var attributes: [(name: String, value: Attribute)] {
    [("axis", .int(axis))] + (isTotal ? [("total", .flag(true))] : [])
  }

  /// The other axes, holding positions on this one.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(axes: [axis], rank: inputs[0].rank)
    return [
      TensorType(.i32, inputs[0].dims.leavingOut([axis]), bound: inputs[0].dims[axis])
    ]
  }

  /// Searches in the order of positions.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let space = IndexSpace(inputs[0].shape)
    let target = IndexSpace(inputs[0].shape.leavingOut([axis]))
    if space.shape[axis] == 0, target.count > 0, !isTotal { throw .emptyExtreme(axis: axis) }
    let places =
      inputs[0].elementType.isFloating
      ? search(inputs[0].doubles, space, target) { $0.isNaN ? false : $1.isNaN || beats($1, $0) }
      : search(inputs[0].ints, space, target) { beats($1, $0) }
    return [
      Tensor(wholes: places, shape: target.shape, element: .i32, bound: space.shape[axis])
    ]
  }

  /// A position jumps.
  public var derivative: Derivative { .zero(because: "a position changes in jumps only") }

  /// The same axis, behind the lanes.
  public var batching: Batching {
    .sideBySide { [kind, axis, isTotal] _ in
      ArgExtreme(kind: kind, axis: axis + 1, isTotal: isTotal)
    }
  }

  /// Whether a number is more extreme than another.
  private func beats<Number: Comparable>(_ new: Number, _ old: Number) -> Bool {
    switch kind {
    case .maximum: new > old
    case .minimum: new < old
    }
  }

  /// The position of the first element that no other replaces.
  private func search<Number>(
    _ elements: [Number], _ space: IndexSpace, _ target: IndexSpace,
    _ replaces: (_ old: Number, _ new: Number) -> Bool
  ) -> [Int] {
    var places = [Int](repeating: 0, count: target.count)
    var best = [Number?](repeating: nil, count: target.count)
    var place = 0
    space.forEach { position in
      let index = target.offset(of: position.leavingOut([axis]))
      let element = elements[place]
      place += 1
      if let old = best[index], !replaces(old, element) { return }
      best[index] = element
      places[index] = position[axis]
    }
    return places
  }
}

extension ArgExtreme {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "arg_maximum", "(x: T[S]) -> i32<N>[rest of S]",
        "The position of the greatest element along an axis; of several, the first.",
        [
          OperationSample(ArgExtreme(kind: .maximum, axis: 0), .real([5])),
          OperationSample(ArgExtreme(kind: .maximum, axis: 1), .real([2, 3, 2])),
        ]),
      OperationPage(
        "arg_minimum", "(x: T[S]) -> i32<N>[rest of S]",
        "The position of the smallest element along an axis; of several, the first.",
        [
          OperationSample(ArgExtreme(kind: .minimum, axis: 0), .real([5])),
          OperationSample(ArgExtreme(kind: .minimum, axis: 1), .real([2, 3, 2])),
        ]),
    ]
  }
}
