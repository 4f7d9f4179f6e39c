import MartletGraph
import MartletShapes
import MartletTensors

/// For each element along an axis the position of the extreme up to it, the first of several. NaN
/// beats all numbers.
public struct CumulativeExtreme: Primitive, Hashable {
  /// Which extreme is sought.
  public let kind: ArgExtreme.Kind
  /// The axis.
  public let axis: Int

  /// The given extreme along an axis.
  public init(kind: ArgExtreme.Kind, axis: Int) {
    self.kind = kind
    self.axis = axis
  }

  /// The name in the text form.
  public var name: String { "cumulative_\(kind.rawValue)" }
  /// The axis.
  public var attributes: [(name: String, value: Attribute)] { [("axis", .int(axis))] }

  /// The same axes, holding positions on the given one.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(axes: [axis], rank: inputs[0].rank)
    return [TensorType(.i32, inputs[0].dims, bound: inputs[0].dims[axis])]
  }

  /// Compares each element with the extreme before it.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let shape = inputs[0].shape
    let places =
      inputs[0].elementType.isFloating
      ? search(inputs[0].doubles, shape) { $0.isNaN ? false : $1.isNaN || beats($1, $0) }
      : search(inputs[0].ints, shape) { beats($1, $0) }
    return [Tensor(wholes: places, shape: shape, element: .i32, bound: shape[axis])]
  }

  /// A position jumps.
  public var derivative: Derivative { .zero(because: "a position changes in jumps only") }

  /// The axis behind the lanes.
  public var batching: Batching {
    .sideBySide { [kind, axis] _ in CumulativeExtreme(kind: kind, axis: axis + 1) }
  }

  /// Whether a number is more extreme than another.
  private func beats<Number: Comparable>(_ new: Number, _ old: Number) -> Bool {
    switch kind {
    case .maximum: new > old
    case .minimum: new < old
    }
  }

  /// The positions of the extremes so far.
  private func search<Number>(
    _ elements: [Number], _ shape: [Int], _ replaces: (_ old: Number, _ new: Number) -> Bool
  ) -> [Int] {
    let space = IndexSpace(shape)
    let stride = space.strides[axis]
    var places = [Int](repeating: 0, count: space.count)
    for place in 0..<space.count {
      let position = place / stride % shape[axis]
      guard position > 0 else { continue }
      let best = places[place - stride]
      let old = elements[place - (position - best) * stride]
      places[place] = replaces(old, elements[place]) ? position : best
    }
    return places
  }
}

extension CumulativeExtreme {
  /// The pages of the reference.
  public static var pages: [OperationPage] {
    [
      page(.maximum, "The position of the greatest element so far along an axis."),
      page(.minimum, "The position of the smallest element so far along an axis."),
    ]
  }

  /// The page of one of the extremes.
  private static func page(_ kind: ArgExtreme.Kind, _ summary: String) -> OperationPage {
    OperationPage(
      "cumulative_\(kind.rawValue)", "(x: T[S]) -> i32<N>[S]", summary,
      [
        OperationSample(CumulativeExtreme(kind: kind, axis: 0), .real([6])),
        OperationSample(CumulativeExtreme(kind: kind, axis: 1), .real([2, 4, 3])),
        OperationSample(CumulativeExtreme(kind: kind, axis: 0), .real([0, 2])),
      ])
  }
}
