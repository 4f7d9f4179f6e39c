import MartletShapes

/// `f32[B, 784]`, `i32<N>[E]`: a tensor's type as the checker sees it.
public struct TensorType: Hashable, Sendable {
  /// The elements' type: one of the list, or a binder such as `T: Floating`.
  public enum Element: Hashable, Sendable {
    case known(ElementType)
    case variable(TypeVariable)
  }

  /// One entry of the dims.
  public enum Item: Hashable, Sendable {
    case dim(Dim)
    /// `...S`: zero or more dims.
    case run(DimRun)
    /// `_`: known when built or run.
    case unknown
  }

  /// The bound of a range-typed index, `i32<N>`.
  public enum Bound: Hashable, Sendable {
    case none
    case below(Dim)
    case unknown
  }

  /// The elements' type.
  public var element: Element
  /// The dims, outermost first.
  public var items: [Item]
  /// Values lie in `0..<bound`.
  public var bound: Bound

  /// A tensor type of the given parts.
  public init(element: Element, items: [Item], bound: Bound = .none) {
    self.element = element
    self.items = items
    self.bound = bound
  }

  /// A tensor type without runs or unknown dims.
  public init(_ element: ElementType, _ dims: [Dim]) {
    self.init(element: .known(element), items: dims.map { .dim($0) })
  }
}

/// A run of zero or more dims, bound by `...S`.
public struct DimRun: Hashable, Sendable {
  /// The run's identity; handed out by the checker.
  public let id: Int
  /// The name as written, without the dots.
  public let name: String

  /// A run of the given parts.
  public init(id: Int, name: String) {
    self.id = id
    self.name = name
  }
}
