import MartletGraph
import MartletShapes
import MartletTensors

/// The windows of a tensor along one axis: `y[…, i, u, …] = x[…, i * stride + u * dilation, …]`.
///
/// With `Contract` it makes convolutions, with `Reduce` pooling. The windows must lie in the tensor
/// for all sizes; whoever builds the node has proved or required that.
public struct Windows: Primitive, Hashable {
  /// Where the windows lie.
  public let geometry: WindowGeometry

  /// The given windows.
  public init(_ geometry: WindowGeometry) { self.geometry = geometry }

  /// The name in the text form.
  public var name: String { "windows" }
  /// Where the windows lie.
  public var attributes: [(name: String, value: Attribute)] { geometry.attributes }

  /// The axis becomes two.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(axes: [geometry.axis], rank: inputs[0].rank)
    try TypeFault.check(geometry.stride >= 1 && geometry.dilation >= 1, "\(geometry)")
    var dims = inputs[0].dims
    try TypeFault.check(
      !facts.isRefuted(.atLeast(dims[geometry.axis], geometry.reach)),
      "windows up to \(geometry.reach) of an axis of \(inputs[0])")
    dims.replaceSubrange(geometry.axis...geometry.axis, with: [geometry.count, geometry.size])
    return [inputs[0].with(dims: dims)]
  }

  /// Copies the elements of each window.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let (count, size) = try geometry.numbers(sizes)
    let space = IndexSpace(inputs[0].shape)
    let axis = geometry.axis
    let reach = (count - 1) * geometry.stride + (size - 1) * geometry.dilation + 1
    guard count == 0 || size == 0 || reach <= space.shape[axis] else {
      throw .slice(axis: axis, start: 0, limit: reach, size: space.shape[axis])
    }
    var shape = space.shape
    shape.replaceSubrange(axis...axis, with: [count, size])
    return [
      inputs[0].rearranged(to: shape) { position in
        var source = position
        let (window, inner) = (position[axis], position[axis + 1])
        let place = window * geometry.stride + inner * geometry.dilation
        source.replaceSubrange(axis...(axis + 1), with: [place])
        return space.offset(of: source)
      }
    ]
  }

  /// The gradients of all windows that hold an element, added up.
  public var derivative: Derivative {
    .linear { [geometry] context, gradient in
      let type = context.type(ofInput: 0)
      let fold = Fold(geometry, length: type.dims[geometry.axis])
      return context.builder.assume(context.builder.add(fold, [gradient]), type)
    }
  }

  /// The windows along the axis behind the lanes.
  public var batching: Batching {
    .sideBySide { [geometry] _ in Windows(geometry.with(axis: geometry.axis + 1)) }
  }
}

extension Windows {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "windows", "(x: T[…, N, …]) -> T[…, count, size, …]",
        "The windows of a tensor along one axis.",
        [
          OperationSample(Windows(WindowGeometry(axis: 0, count: 4, size: 3)), .real([6])),
          OperationSample(
            Windows(WindowGeometry(axis: 1, count: 3, size: 2, stride: 2, dilation: 3)),
            .real([2, 9, 2])),
          OperationSample(
            Windows(WindowGeometry(axis: 0, count: 2, size: 2, stride: 3)), .real([6, 3])),
        ])
    ]
  }
}
