import MartletGraph
import MartletShapes
import MartletTensors

/// The windows of a tensor put back, with elements that several windows hold added up: what undoes
/// `Windows`, and what makes transposed convolutions.
///
/// Elements are added in the order of the windows, so that sums do not depend on the threads.
public struct Fold: Primitive, Hashable {
  /// Where the windows lie.
  public let geometry: WindowGeometry
  /// The size of the axis that the windows come from.
  public let length: Dim

  /// The given windows of an axis of the given size.
  public init(_ geometry: WindowGeometry, length: Dim) {
    self.geometry = geometry
    self.length = length
  }

  /// The name in the text form.
  public var name: String { "fold" }
  /// Where the windows lie.
  public var attributes: [(name: String, value: Attribute)] {
    geometry.attributes + [("length", .dim(length))]
  }

  /// Two axes become one.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    let axis = geometry.axis
    try TypeFault.check(axes: [axis, axis + 1], rank: inputs[0].rank)
    try TypeFault.check(
      Array(inputs[0].dims[axis...(axis + 1)]), equals: [geometry.count, geometry.size], facts)
    try TypeFault.check(inputs[0].element != .bool, "windows of \(inputs[0])")
    try TypeFault.check(
      !facts.isRefuted(.atLeast(length, geometry.reach)),
      "windows up to \(geometry.reach) of an axis of \(length)")
    var dims = inputs[0].dims
    dims.replaceSubrange(axis...(axis + 1), with: [length])
    return [TensorType(inputs[0].element, dims)]
  }

  /// Adds one element after another.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let (count, size) = try geometry.numbers(sizes)
    let length = try sizes.numbers([length])[0]
    var shape = inputs[0].shape
    let axis = geometry.axis
    let reach = (count - 1) * geometry.stride + (size - 1) * geometry.dilation + 1
    guard count == 0 || size == 0 || reach <= length else {
      throw .slice(axis: axis, start: 0, limit: reach, size: length)
    }
    shape.replaceSubrange(axis...(axis + 1), with: [length])
    let element = inputs[0].elementType
    if element.isFloating {
      let sums = sums(of: inputs[0].doubles, shape: inputs[0].shape, to: IndexSpace(shape), 0, +)
      return [Tensor(reals: sums, shape: shape, element: element)]
    }
    let sums = sums(of: inputs[0].ints, shape: inputs[0].shape, to: IndexSpace(shape), 0, &+)
    return [Tensor(wholes: sums, shape: shape, element: element)]
  }

  /// The windows of the gradient.
  public var derivative: Derivative {
    .linear { [geometry] context, gradient in
      let windows = context.builder.add(Windows(geometry), [gradient])
      return context.builder.assume(windows, context.type(ofInput: 0))
    }
  }

  /// The windows behind the lanes put back.
  public var batching: Batching {
    .sideBySide { [geometry, length] _ in
      Fold(geometry.with(axis: geometry.axis + 1), length: length)
    }
  }

  /// The sum at each place of the target.
  private func sums<Number>(
    of elements: [Number], shape: [Int], to target: IndexSpace, _ zero: Number,
    _ add: (Number, Number) -> Number
  ) -> [Number] {
    var sums = [Number](repeating: zero, count: target.count)
    let axis = geometry.axis
    var place = 0
    IndexSpace(shape).forEach { position in
      var goal = position
      let distance = position[axis] * geometry.stride + position[axis + 1] * geometry.dilation
      goal.replaceSubrange(axis...(axis + 1), with: [distance])
      let offset = target.offset(of: goal)
      sums[offset] = add(sums[offset], elements[place])
      place += 1
    }
    return sums
  }
}

extension Fold {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "fold", "(x: T[…, count, size, …]) -> T[…, N, …]",
        "The windows of a tensor put back, added up where they overlap.",
        [
          OperationSample(
            Fold(WindowGeometry(axis: 0, count: 4, size: 3), length: 6), .real([4, 3])),
          OperationSample(
            Fold(
              WindowGeometry(axis: 1, count: 3, size: 2, stride: 2, dilation: 3), length: 9),
            .real([2, 3, 2, 2])),
        ])
    ]
  }
}
