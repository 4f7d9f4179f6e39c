/// Finds the name that was probably meant.
public enum Suggestion {
  /// The closest of the candidates, if one is close enough.
  public static func nearest(to name: String, among candidates: [String]) -> String? {
    var best: (name: String, distance: Int)?
    let limit = max(1, min(3, name.count / 3))
    for candidate in candidates where candidate != name {
      if candidate.lowercased() == name.lowercased() { return candidate }
      // Any other letter is as near to a name of one letter.
      guard name.count > 1, abs(candidate.count - name.count) <= limit else { continue }
      let distance = distance(Array(name), Array(candidate))
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// How many insertions, deletions, changes and swaps of neighbours lead from one to the other.
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        let change = previous[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(change, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        current.append(best)
      }
      before = previous
      previous = current
    }
    return previous[b.count]
  }

  /// The suggestion as help, or nothing.
  public static func help(for name: String, among candidates: [String]) -> [String] {
    nearest(to: name, among: candidates).map { ["did you mean `\($0)`?"] } ?? []
  }
}
