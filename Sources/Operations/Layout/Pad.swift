import MartletGraph
import MartletShapes
import MartletTensors

/// A tensor with zeros around and between its elements; what undoes a slice.
public struct Pad: Primitive, Hashable {
  /// The number of zeros in front, for each axis.
  public let low: [Dim]
  /// The number of zeros behind, for each axis.
  public let high: [Dim]
  /// The number of zeros between neighbours, for each axis.
  public let interior: [Int]

  /// The given numbers of zeros; none between neighbours unless said otherwise.
  public init(low: [Dim], high: [Dim], interior: [Int]? = nil) {
    self.low = low
    self.high = high
    self.interior = interior ?? low.map { _ in 0 }
  }

  /// The name in the text form.
  public var name: String { "pad" }
  /// The numbers of zeros.
  public var attributes: [(name: String, value: Attribute)] {
    [("low", .dims(low)), ("high", .dims(high)), ("interior", .ints(interior))]
  }

  /// The sizes with what is added.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    let rank = inputs[0].rank
    try TypeFault.check(
      low.count == rank && high.count == rank && interior.count == rank,
      "zeros around \(low.count) axes of \(inputs[0])")
    try TypeFault.check(interior.allSatisfy { $0 >= 0 }, "interior \(interior)")
    for axis in 0..<rank {
      try TypeFault.check(
        !facts.isRefuted(.atLeast(low[axis], 0)), "low \(low[axis]) of \(inputs[0])")
    }
    let dims = (0..<rank).map { axis in
      // The step times the size, less one gap: there is none behind the last element.
      let spread = inputs[0].dims[axis] * Dim(interior[axis] + 1) - Dim(interior[axis])
      return low[axis] + spread + high[axis]
    }
    return [TensorType(inputs[0].element, dims)]
  }

  /// Copies each element to its place.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let low = try sizes.numbers(low)
    let space = IndexSpace(inputs[0].shape)
    var shape: [Int] = []
    for axis in low.indices {
      guard let high = sizes[high[axis]] else { throw .size(high[axis]) }
      let spread = space.shape[axis] * (interior[axis] + 1) - interior[axis]
      let size = low[axis] + spread + high
      guard size >= 0, high >= 0 || space.shape[axis] == 0 else {
        throw .slice(axis: axis, start: low[axis], limit: low[axis] + spread, size: size)
      }
      shape.append(size)
    }
    var unbounded = inputs[0]
    unbounded.bound = nil
    return [
      unbounded.rearranged(to: shape) { position in
        var source = 0
        for axis in position.indices {
          let distance = position[axis] - low[axis]
          let step = interior[axis] + 1
          guard distance >= 0, distance % step == 0, distance / step < space.shape[axis] else {
            return nil
          }
          source += distance / step * space.strides[axis]
        }
        return source
      }
    ]
  }

  /// The gradient at the places of the elements.
  public var derivative: Derivative {
    .linear { [self] context, gradient in
      let type = context.type(ofInput: 0)
      let limits = low.indices.map { axis in
        low[axis] + type.dims[axis] * Dim(interior[axis] + 1) - Dim(interior[axis])
      }
      let slice = Slice(starts: low, limits: limits, steps: interior.map { $0 + 1 })
      return context.builder.assume(context.builder.add(slice, [gradient]), type)
    }
  }

  /// The same zeros in every lane.
  public var batching: Batching {
    .sideBySide { [self] _ in
      Pad(low: [0] + low, high: [0] + high, interior: [0] + interior)
    }
  }
}

extension Pad {
  /// The input, if nothing is added.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    let isNeutral = (low + high).allSatisfy { $0 == 0 } && interior.allSatisfy { $0 == 0 }
    return isNeutral ? context.inputs[0] : nil
  }
}

extension Pad {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "pad", "(x: T[S]) -> T[padded S]",
        "A tensor with zeros around and between its elements.",
        [
          OperationSample(Pad(low: [1], high: [2]), .real([3])),
          OperationSample(Pad(low: [0, 1], high: [1, 0], interior: [2, 1]), .real([2, 3])),
          OperationSample(Pad(low: [2], high: [0]), .real([0])),
        ])
    ]
  }
}
