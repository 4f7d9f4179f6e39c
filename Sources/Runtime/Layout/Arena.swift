/// Hands out ranges of one growing piece of memory, and takes them back.
struct Arena {
  /// The size that the memory has to have.
  private(set) var byteCount = 0
  /// The ranges that are free, by position; neighbours are merged.
  private var free: [Range<Int>] = []

  /// The bytes that a range takes: whole cache lines, and off the beat of pages if it is big.
  private func room(_ bytes: Int) -> Int {
    let lines = (max(bytes, 1) + 63) / 64 * 64
    return lines >= 4096 ? lines + 192 : lines
  }

  /// The first byte of a free range: the smallest that is big enough, or a new one at the end.
  mutating func take(_ bytes: Int) -> Int {
    let size = room(bytes)
    var best: Int?
    for index in free.indices where free[index].count >= size {
      if best.map({ free[index].count < free[$0].count }) ?? true { best = index }
    }
    if let best {
      let start = free[best].lowerBound
      if free[best].count == size {
        free.remove(at: best)
      } else {
        free[best] = start + size..<free[best].upperBound
      }
      return start
    }
    if let last = free.last, last.upperBound == byteCount {
      free.removeLast()
      byteCount = last.lowerBound + size
      return last.lowerBound
    }
    byteCount += size
    return byteCount - size
  }

  /// Takes back what `take` returned for the same number of bytes.
  mutating func giveBack(_ start: Int, _ bytes: Int) {
    var range = start..<start + room(bytes)
    var index = free.firstIndex { $0.lowerBound > start } ?? free.count
    if index > 0, free[index - 1].upperBound == range.lowerBound {
      range = free[index - 1].lowerBound..<range.upperBound
      free.remove(at: index - 1)
      index -= 1
    }
    if index < free.count, free[index].lowerBound == range.upperBound {
      range = range.lowerBound..<free[index].upperBound
      free.remove(at: index)
    }
    free.insert(range, at: index)
  }
}
