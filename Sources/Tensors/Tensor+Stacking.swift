extension Tensor {
  /// Tensors of one type and shape, one behind the other along a new leading axis; nil if they
  /// differ in type or shape, or if there is none.
  public init?(stacking parts: [Tensor]) {
    guard let first = parts.first,
      parts.allSatisfy({ $0.elementType == first.elementType && $0.shape == first.shape })
    else { return nil }
    let bounds = parts.compactMap(\.bound)
    self.init(
      uninitialized: first.elementType, shape: [parts.count] + first.shape,
      bound: bounds.count == parts.count ? bounds.max() : nil)
    // Each part fills its own entry, and the entries together are this tensor.
    for (position, part) in parts.enumerated() where part.byteCount > 0 {
      (address + position * part.byteCount).copyMemory(
        from: part.address, byteCount: part.byteCount)
    }
  }
}
