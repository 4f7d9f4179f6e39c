import MartletGraph
import MartletShapes

/// Windows along one axis: window `i` holds the positions `i * stride + u * dilation` for the `u`
/// below its size.
public struct WindowGeometry: Hashable, Sendable {
  /// The axis of the whole tensor; the windows have it and the one behind it.
  public let axis: Int
  /// The number of windows.
  public let count: Dim
  /// The number of positions in each.
  public let size: Dim
  /// How far apart neighbouring windows start; at least 1.
  public let stride: Int
  /// How far apart neighbours in a window lie; at least 1.
  public let dilation: Int

  /// Windows of the given number and size.
  public init(axis: Int, count: Dim, size: Dim, stride: Int = 1, dilation: Int = 1) {
    self.axis = axis
    self.count = count
    self.size = size
    self.stride = stride
    self.dilation = dilation
  }

  /// The attributes of operations on windows.
  var attributes: [(name: String, value: Attribute)] {
    [
      ("axis", .int(axis)), ("count", .dim(count)), ("size", .dim(size)),
      ("stride", .int(stride)), ("dilation", .int(dilation)),
    ]
  }

  /// What the windows need of the axis: the position behind their last one.
  public var reach: Dim { (count - 1) * Dim(stride) + (size - 1) * Dim(dilation) + 1 }

  /// The same windows along another axis.
  func with(axis: Int) -> WindowGeometry {
    WindowGeometry(axis: axis, count: count, size: size, stride: stride, dilation: dilation)
  }

  /// The numbers for the given sizes; nil if a size has none.
  func numbers(_ sizes: Sizes) throws(OperationFault) -> (count: Int, size: Int) {
    let numbers = try sizes.numbers([count, size])
    return (numbers[0], numbers[1])
  }
}
