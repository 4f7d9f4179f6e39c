/// The points of a box of small indices, the nearest to the corner first.
struct DimBox {
  /// How many indices each place has.
  let sides: [Int]

  /// Visits points until `accepts` takes one: by their sum, then by their first indices.
  func first(where accepts: ([Int]) -> Bool) {
    var point = [Int](repeating: 0, count: sides.count)
    for sum in 0...sides.reduce(0, { $0 + $1 - 1 }) {
      if visit(&point, at: 0, sum: sum, accepts) { return }
    }
  }

  /// Visits the points whose indices from `place` on add up to `sum`; true if one was taken.
  private func visit(
    _ point: inout [Int], at place: Int, sum: Int, _ accepts: ([Int]) -> Bool
  ) -> Bool {
    if place == sides.count { return sum == 0 && accepts(point) }
    let room = sides[(place + 1)...].reduce(0) { $0 + $1 - 1 }
    let least = max(0, sum - room)
    let most = min(sum, sides[place] - 1)
    if least > most { return false }
    for index in least...most {
      point[place] = index
      if visit(&point, at: place + 1, sum: sum - index, accepts) { return true }
    }
    return false
  }
}
