import MartletShapes

/// What is known of a tensor before it exists: `f32[B, 64]`, or `i32<N>[E]` for positions below `N`.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
  /// The type of the elements.
  public var element: ElementType
  /// The sizes of the axes.
  public var dims: [Dim]
  /// The size that all values lie below, at or above zero; only of integer tensors.
  public var bound: Dim?

  /// A type of the given element type, sizes and bound.
  public init(_ element: ElementType, _ dims: [Dim] = [], bound: Dim? = nil) {
    self.element = element
    self.dims = dims
    self.bound = bound
  }

  /// The number of axes.
  public var rank: Int { dims.count }

  /// The number of elements.
  public var count: Dim { dims.reduce(1) { $0 * $1 } }

  /// The same dims, of another element type and without a bound.
  public func with(element: ElementType) -> TensorType { TensorType(element, dims) }

  /// The same element type and bound, of other dims.
  public func with(dims: [Dim]) -> TensorType { TensorType(element, dims, bound: bound) }

  /// The type as a user writes it.
  public var description: String {
    let range = bound.map { "<\($0)>" } ?? ""
    return "\(element.rawValue)\(range)[\(dims.map(\.description).joined(separator: ", "))]"
  }
}
