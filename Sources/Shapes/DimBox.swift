/// The points of a box of small indices, the nearest to the corner first.
struct DimBox {
  /// The greatest index of each place.
  private let ends: [Int]
  /// The sum of the greatest indices from each place on.
  private let rooms: [Int]

  /// Makes a box of so many indices for each place.
  init(sides: [Int]) {
    let ends = sides.map { $0 - 1 }
    self.ends = ends
    rooms = (0...ends.count).map { ends[$0...].reduce(0, +) }
  }

  /// Visits points until `accepts` takes one: by their sum, then by their first indices.
  func first(where accepts: ([Int]) -> Bool) {
    var point = [Int](repeating: 0, count: ends.count)
    for sum in 0...rooms[0] {
      if visit(&point, at: 0, sum: sum, accepts) { return }
    }
  }

  /// Visits the points whose indices from `place` on add up to `sum`; true if one was taken.
  private func visit(
    _ point: inout [Int], at place: Int, sum: Int, _ accepts: ([Int]) -> Bool
  ) -> Bool {
    if place == ends.count { return accepts(point) }
    let most = min(sum, ends[place])
    var index = max(0, sum - rooms[place + 1])
    while index <= most {
      point[place] = index
      if visit(&point, at: place + 1, sum: sum - index, accepts) { return true }
      index += 1
    }
    return false
  }
}
