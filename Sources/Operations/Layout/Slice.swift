import MartletGraph
import MartletShapes
import MartletTensors

/// A part of a tensor: along each axis the positions `start, start + step, …` below a limit.
///
/// The ends must be in range for all sizes; whoever builds the node has proved or required that.
public struct Slice: Primitive, Hashable {
  /// The first position, for each axis.
  public let starts: [Dim]
  /// The position behind the last, for each axis.
  public let limits: [Dim]
  /// The distance of positions, for each axis; at least 1.
  public let steps: [Int]

  /// The part of the given ends and steps.
  public init(starts: [Dim], limits: [Dim], steps: [Int]) {
    self.starts = starts
    self.limits = limits
    self.steps = steps
  }

  /// The name in the text form.
  public var name: String { "slice" }
  /// The ends and the steps.
  public var attributes: [(name: String, value: Attribute)] {
    [("starts", .dims(starts)), ("limits", .dims(limits)), ("steps", .ints(steps))]
  }

  /// `(limit - start) / step`, rounded up, for each axis.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    let rank = inputs[0].rank
    try TypeFault.check(
      starts.count == rank && limits.count == rank && steps.count == rank,
      "a part of rank \(starts.count) of \(inputs[0])")
    try TypeFault.check(steps.allSatisfy { $0 >= 1 }, "steps \(steps)")
    for axis in 0..<rank {
      let isWrong =
        facts.isRefuted(.atLeast(starts[axis], 0))
        || facts.isRefuted(.atLeast(limits[axis], starts[axis]))
        || facts.isRefuted(.atLeast(inputs[0].dims[axis], limits[axis]))
      try TypeFault.check(
        !isWrong, "part \(starts[axis])..<\(limits[axis]) of an axis of \(inputs[0])")
    }
    return [inputs[0].with(dims: (0..<rank).map(size(ofAxis:)))]
  }

  /// Copies the part.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let starts = try sizes.numbers(starts)
    let limits = try sizes.numbers(limits)
    let space = IndexSpace(inputs[0].shape)
    for axis in starts.indices
    where starts[axis] > limits[axis] || limits[axis] > space.shape[axis] {
      throw .slice(
        axis: axis, start: starts[axis], limit: limits[axis], size: space.shape[axis])
    }
    let shape = starts.indices.map { (limits[$0] - starts[$0] + steps[$0] - 1) / steps[$0] }
    return [
      inputs[0].rearranged(to: shape) { position in
        space.offset(of: position.indices.map { starts[$0] + position[$0] * steps[$0] })
      }
    ]
  }

  /// The gradient with zeros where the input was left out.
  public var derivative: Derivative {
    .linear { [self] context, gradient in
      let type = context.type(ofInput: 0)
      // What lies behind the last position taken: its distance from the end of the axis.
      let high = type.dims.indices.map { axis in
        let last = starts[axis] + (size(ofAxis: axis) - 1) * Dim(steps[axis])
        return type.dims[axis] - last - 1
      }
      let pad = Pad(low: starts, high: high, interior: steps.map { $0 - 1 })
      return context.builder.add(pad, [gradient])
    }
  }

  /// The same part of every lane.
  public var batching: Batching {
    .sideBySide { [self] context in
      Slice(starts: [0] + starts, limits: [context.count] + limits, steps: [1] + steps)
    }
  }

  /// The size of an axis of the result.
  private func size(ofAxis axis: Int) -> Dim {
    let length = limits[axis] - starts[axis]
    return steps[axis] == 1
      ? length : (length + Dim(steps[axis] - 1)).floorDivided(by: Dim(steps[axis]))
  }
}

extension Slice {
  /// The input, if nothing is left out.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    let isWhole = starts.allSatisfy { $0 == 0 } && steps.allSatisfy { $0 == 1 }
    return isWhole && limits == context.type(ofInput: 0).dims ? context.inputs[0] : nil
  }
}

extension Slice {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "slice", "(x: T[S]) -> T[part of S]",
        "A part of a tensor along each axis.",
        [
          OperationSample(Slice(starts: [1], limits: [4], steps: [1]), .real([5])),
          OperationSample(Slice(starts: [0, 1], limits: [3, 6], steps: [2, 3]), .real([3, 7])),
          OperationSample(Slice(starts: [2], limits: [2], steps: [1]), .real([3])),
          OperationSample(Slice(starts: [2], limits: [2], steps: [3]), .real([7])),
          OperationSample(Slice(starts: [], limits: [], steps: []), .real([])),
        ])
    ]
  }
}
