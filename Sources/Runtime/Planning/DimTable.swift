import MartletShapes

/// The dims of a plan, each once; a plan refers to them by position.
struct DimTable {
  /// The dims.
  private(set) var dims: [Dim] = []
  /// The position of each.
  private var positions: [Dim: Int] = [:]

  /// The position of a dim, which is added if it is new.
  mutating func index(of dim: Dim) -> Int {
    if let position = positions[dim] { return position }
    positions[dim] = dims.count
    dims.append(dim)
    return dims.count - 1
  }

  /// The positions of some dims.
  mutating func indices(of dims: [Dim]) -> [Int] { dims.map { index(of: $0) } }
}
