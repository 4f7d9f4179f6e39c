extension Tensor {
  /// Tensors of one type, one behind the other along an axis; nil if they differ in type or along
  /// another axis, or if there is none. The bound is the greatest of theirs.
  public init?(joining parts: [Tensor], axis: Int) {
    guard let first = parts.first, first.shape.indices.contains(axis) else { return nil }
    var shape = first.shape
    shape[axis] = 0
    for part in parts {
      guard part.elementType == first.elementType, part.rank == first.rank else { return nil }
      shape[axis] += part.shape[axis]
      var other = part.shape
      other[axis] = shape[axis]
      guard other == shape else { return nil }
    }
    let bounds = parts.compactMap(\.bound)
    self.init(
      uninitialized: first.elementType, shape: shape,
      bound: bounds.count == parts.count ? bounds.max() : nil)
    let blocks = shape[..<axis].reduce(1, *)
    let stride = shape[axis...].reduce(elementType.size, *)
    var start = 0
    for part in parts where part.byteCount > 0 {
      let size = part.byteCount / blocks
      // Block `k` of each part lies in block `k` of this tensor, behind those of the parts before.
      for block in 0..<blocks {
        (address + block * stride + start).copyMemory(
          from: part.address + block * size, byteCount: size)
      }
      start += size
    }
  }

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
