import MartletShapes

extension Tensor {
  /// A tensor of the given elements in row-major order; without a shape, a vector.
  public init<E: TensorElement>(_ elements: [E], shape: [Int]? = nil, bound: Int? = nil) {
    let shape = shape ?? [elements.count]
    precondition(shape.reduce(1, *) == elements.count, "the shape holds another number of elements")
    self.init(uninitialized: E.elementType, shape: shape, bound: bound)
    elements.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { address.copyMemory(from: base, byteCount: bytes.count) }
    }
  }

  /// A tensor of `f32` elements in row-major order; without a shape, a vector.
  public init(f32 elements: [Float], shape: [Int]? = nil) { self.init(elements, shape: shape) }

  /// A tensor of `f64` elements in row-major order; without a shape, a vector.
  public init(f64 elements: [Double], shape: [Int]? = nil) { self.init(elements, shape: shape) }

  /// A tensor of `i32` elements in row-major order; without a shape, a vector.
  public init(i32 elements: [Int32], shape: [Int]? = nil, bound: Int? = nil) {
    self.init(elements, shape: shape, bound: bound)
  }

  /// A tensor of `bool` elements in row-major order; without a shape, a vector.
  public init(bool elements: [Bool], shape: [Int]? = nil) { self.init(elements, shape: shape) }

  /// A tensor without axes that holds one element.
  public init<E: TensorElement>(scalar element: E, bound: Int? = nil) {
    self.init(uninitialized: E.elementType, shape: [], bound: bound)
    address.storeBytes(of: element, as: E.self)
  }

  /// A tensor without axes that holds `value` converted to the element type.
  public init(scalar value: Double, as elementType: ElementType) {
    self = Tensor(scalar: value).converted(to: elementType)
  }

  /// Calls `body` with the elements in row-major order; `E` must be the type that is stored.
  public func withElements<E: TensorElement, R>(
    of type: E.Type, _ body: (UnsafeBufferPointer<E>) throws -> R
  ) rethrows -> R {
    precondition(E.elementType == elementType, "\(elementType) elements read as \(E.elementType)")
    return try withExtendedLifetime(buffer) {
      // The initialisers checked that `count` elements lie behind `address`.
      let start = address.assumingMemoryBound(to: E.self)
      return try body(UnsafeBufferPointer(start: start, count: count))
    }
  }

  /// Calls `body` with the elements in row-major order, to be changed in place.
  ///
  /// A buffer that other tensors share is copied first.
  public mutating func withMutableElements<E: TensorElement, R>(
    of type: E.Type, _ body: (UnsafeMutableBufferPointer<E>) throws -> R
  ) rethrows -> R {
    precondition(E.elementType == elementType, "\(elementType) written as \(E.elementType)")
    makeUnique()
    return try withExtendedLifetime(buffer) {
      // The initialisers checked that `count` elements lie behind `address`.
      let start = address.assumingMemoryBound(to: E.self)
      return try body(UnsafeMutableBufferPointer(start: start, count: count))
    }
  }

  /// The elements in row-major order, converted to `E` if they are of another type.
  public func elements<E: TensorElement>(as type: E.Type) -> [E] {
    if E.elementType == elementType { return withElements(of: E.self) { Array($0) } }
    return converted(to: E.elementType).withElements(of: E.self) { Array($0) }
  }

  /// The elements in double precision.
  public var doubles: [Double] { elements(as: Double.self) }

  /// The elements as integers, truncated towards zero.
  public var ints: [Int] { elements(as: Int64.self).map { Int($0) } }

  /// The only element, in double precision.
  public var scalarDouble: Double {
    precondition(count == 1, "a tensor of shape \(shape) is no single number")
    return doubles[0]
  }

  /// The only element, as an integer.
  public var scalarInt: Int {
    precondition(count == 1, "a tensor of shape \(shape) is no single number")
    return ints[0]
  }

  /// Moves the elements into a buffer of their own, unless they have one.
  private mutating func makeUnique() {
    if isKnownUniquelyReferenced(&buffer) { return }
    let copy = Buffer(byteCount: byteCount)
    copy.bytes.copyMemory(from: address, byteCount: byteCount)
    buffer = copy
    byteOffset = 0
  }
}
