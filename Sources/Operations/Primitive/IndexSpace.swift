/// The positions of a dense row-major tensor, for the reference kernels.
struct IndexSpace {
  /// The sizes of the axes.
  let shape: [Int]
  /// How far apart neighbours along each axis lie, in elements.
  let strides: [Int]
  /// The number of positions.
  let count: Int

  /// The positions of a tensor of the given shape.
  init(_ shape: [Int]) {
    self.shape = shape
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    self.strides = strides
    self.count = shape.reduce(1, *)
  }

  /// The place in memory of a position.
  func offset(of position: [Int]) -> Int {
    var offset = 0
    for axis in position.indices { offset += position[axis] * strides[axis] }
    return offset
  }

  /// Calls a body with the coordinates of every position, in the order of memory.
  func forEach<Failure: Error>(_ body: (_ position: [Int]) throws(Failure) -> Void) throws(Failure)
  {
    var position = [Int](repeating: 0, count: shape.count)
    for _ in 0..<count {
      try body(position)
      for axis in shape.indices.reversed() {
        position[axis] += 1
        if position[axis] < shape[axis] { break }
        position[axis] = 0
      }
    }
  }
}

extension Array {
  /// The elements at the given positions, in their order.
  func picking(_ positions: [Int]) -> [Element] { positions.map { self[$0] } }

  /// The elements whose positions are not among the given ones.
  func leavingOut(_ positions: [Int]) -> [Element] {
    indices.filter { !positions.contains($0) }.map { self[$0] }
  }
}
