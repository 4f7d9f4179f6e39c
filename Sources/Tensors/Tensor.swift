import MartletShapes

/// An array of numbers of any rank, dense and row-major, with value semantics.
///
///     let t = Tensor(f32: [1, 2, 3, 4, 5, 6], shape: [2, 3])
///     t.count             // 6
///     t.slice(1..<2)      // [[4. 5. 6.]], a view of the same buffer
///
/// Copies share the buffer; a mutable access copies it if it is shared.
public struct Tensor: Sendable {
  /// The type of the elements.
  public let elementType: ElementType
  /// The sizes of the axes, outermost first; empty for a scalar.
  public let shape: [Int]
  /// Where the elements lie.
  public internal(set) var buffer: Buffer
  /// The offset of the first element in the buffer; not 0 only in views.
  public internal(set) var byteOffset: Int
  /// `N` for the range type `i32<N>`: every element is in `0..<N`.
  public var bound: Int?

  /// A tensor over memory that exists: the elements at `byteOffset` of `buffer`.
  public init(
    elementType: ElementType, shape: [Int], buffer: Buffer, byteOffset: Int = 0, bound: Int? = nil
  ) {
    self.elementType = elementType
    self.shape = shape
    self.buffer = buffer
    self.byteOffset = byteOffset
    self.bound = bound
    precondition(shape.allSatisfy { $0 >= 0 }, "a size is negative")
    precondition(byteOffset % elementType.size == 0, "a view starts within an element")
    precondition(byteOffset + byteCount <= buffer.byteCount, "a tensor exceeds its buffer")
  }

  /// A tensor whose elements have any value.
  public init(uninitialized elementType: ElementType, shape: [Int], bound: Int? = nil) {
    let buffer = Buffer(byteCount: shape.reduce(elementType.size, *))
    self.init(elementType: elementType, shape: shape, buffer: buffer, bound: bound)
  }

  /// A tensor of zeros.
  public init(zeros elementType: ElementType, shape: [Int], bound: Int? = nil) {
    let buffer = Buffer(byteCount: shape.reduce(elementType.size, *), zeroed: true)
    self.init(elementType: elementType, shape: shape, buffer: buffer, bound: bound)
  }

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }
  /// The number of axes.
  public var rank: Int { shape.count }
  /// The bytes that the elements take.
  public var byteCount: Int { count * elementType.size }

  /// The first element's address, valid as long as the buffer lives.
  public var address: UnsafeMutableRawPointer { buffer.bytes + byteOffset }

  /// Whether no other tensor shares the buffer, so that it may be overwritten.
  public mutating func isUniquelyReferenced() -> Bool { isKnownUniquelyReferenced(&buffer) }

  /// The same elements under another shape of the same count.
  public func reshaped(to shape: [Int]) -> Tensor {
    precondition(shape.reduce(1, *) == count, "a reshape keeps the number of elements")
    return Tensor(
      elementType: elementType, shape: shape, buffer: buffer, byteOffset: byteOffset, bound: bound)
  }

  /// The given entries of the leading axis, as a view.
  public func slice(_ range: Range<Int>) -> Tensor {
    precondition(rank > 0, "a scalar has no leading axis")
    precondition(range.lowerBound >= 0 && range.upperBound <= shape[0], "a slice is out of range")
    let stride = shape.dropFirst().reduce(elementType.size, *)
    return Tensor(
      elementType: elementType, shape: [range.count] + shape.dropFirst(), buffer: buffer,
      byteOffset: byteOffset + range.lowerBound * stride, bound: bound)
  }

  /// One entry of the leading axis, as a view without that axis.
  public func entry(_ index: Int) -> Tensor {
    slice(index..<index + 1).reshaped(to: Array(shape.dropFirst()))
  }
}
