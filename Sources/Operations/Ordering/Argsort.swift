import MartletGraph
import MartletShapes
import MartletTensors

/// The positions along an axis in the order of their elements; equal ones stay in their order, and
/// NaN comes behind all numbers, whichever way is sorted.
public struct Argsort: Primitive, Hashable {
  /// The axis that is sorted.
  public let axis: Int
  /// Whether the greatest element comes first.
  public let isDescending: Bool

  /// Along the given axis.
  public init(axis: Int, isDescending: Bool = false) {
    self.axis = axis
    self.isDescending = isDescending
  }

  /// The name in the text form.
  public var name: String { "argsort" }
  /// The axis, and the direction.
  public var attributes: [(name: String, value: Attribute)] {
    [("axis", .int(axis)), ("descending", .flag(isDescending))]
  }

  /// The same axes, holding positions on the sorted one.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(axes: [axis], rank: inputs[0].rank)
    return [TensorType(.i32, inputs[0].dims, bound: inputs[0].dims[axis])]
  }

  /// Sorts one line along the axis after the other.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let space = IndexSpace(inputs[0].shape)
    let places =
      inputs[0].elementType.isFloating
      ? sort(inputs[0].doubles, space) { $0.isNaN ? false : $1.isNaN || comesFirst($0, $1) }
      : sort(inputs[0].ints, space, comesFirst)
    return [
      Tensor(wholes: places, shape: space.shape, element: .i32, bound: space.shape[axis])
    ]
  }

  /// A position jumps.
  public var derivative: Derivative { .zero(because: "a position changes in jumps only") }

  /// The axis behind the lanes sorted.
  public var batching: Batching {
    .sideBySide { [axis, isDescending] _ in
      Argsort(axis: axis + 1, isDescending: isDescending)
    }
  }

  /// Whether a number stands in front of another.
  private func comesFirst<Number: Comparable>(_ a: Number, _ b: Number) -> Bool {
    isDescending ? a > b : a < b
  }

  /// The order of each line.
  private func sort<Number>(
    _ elements: [Number], _ space: IndexSpace, _ comesFirst: (Number, Number) -> Bool
  ) -> [Int] {
    var places = [Int](repeating: 0, count: space.count)
    let (length, stride) = (space.shape[axis], space.strides[axis])
    for start in 0..<space.count where start / stride % length == 0 {
      let order = (0..<length).sorted { a, b in
        let (left, right) = (elements[start + a * stride], elements[start + b * stride])
        if comesFirst(left, right) { return true }
        return comesFirst(right, left) ? false : a < b
      }
      for (rank, position) in order.enumerated() { places[start + rank * stride] = position }
    }
    return places
  }
}

extension Argsort {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "argsort", "(x: T[S]) -> i32<N>[S]",
        "The positions along an axis in the order of their elements.",
        [
          OperationSample(Argsort(axis: 0), .real([7])),
          OperationSample(Argsort(axis: 1, isDescending: true), .real([2, 4, 3])),
          OperationSample(Argsort(axis: 0), .real([0, 2])),
        ])
    ]
  }
}
