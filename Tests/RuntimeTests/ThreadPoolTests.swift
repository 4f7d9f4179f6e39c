import MartletRuntime
import Testing

/// The chunk-counting pool.
struct ThreadPoolTests {
  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 1000, 70_000])
  func everyChunkRunsOnce(threads: Int, chunks: Int) {
    let pool = ThreadPool(threads: threads)
    #expect(pool.threads == threads)
    let counts = UnsafeMutablePointer<Int32>.allocate(capacity: chunks + 1)
    counts.initialize(repeating: 0, count: chunks + 1)
    defer { counts.deallocate() }
    pool.run(chunks: chunks) { counts[$0] += 1 }
    #expect((0..<chunks).allSatisfy { counts[$0] == 1 })
  }

  @Test func manyShortRegionsFollowEachOther() {
    let pool = ThreadPool(threads: 4)
    let sums = UnsafeMutablePointer<Int>.allocate(capacity: 8)
    sums.initialize(repeating: 0, count: 8)
    defer { sums.deallocate() }
    for region in 0..<20_000 { pool.run(chunks: 1 + region % 8) { sums[$0] += 1 } }
    #expect((0..<8).map { sums[$0] } == (0..<8).map { 2500 * (8 - $0) })
  }

  @Test func aRegionWithinARegionRunsOnItsCaller() {
    let pool = ThreadPool(threads: 3)
    let counts = UnsafeMutablePointer<Int>.allocate(capacity: 6 * 5)
    counts.initialize(repeating: 0, count: 30)
    defer { counts.deallocate() }
    pool.run(chunks: 6) { outer in
      pool.run(chunks: 5) { inner in counts[outer * 5 + inner] += 1 }
    }
    #expect((0..<30).allSatisfy { counts[$0] == 1 })
  }

  @Test func rangesCoverTheWholeOnce() {
    let pool = ThreadPool(threads: 2)
    let marks = UnsafeMutablePointer<UInt8>.allocate(capacity: 1003)
    marks.initialize(repeating: 0, count: 1003)
    defer { marks.deallocate() }
    pool.run(over: 1003, chunkLength: 100) { range in for i in range { marks[i] += 1 } }
    #expect((0..<1003).allSatisfy { marks[$0] == 1 })
  }

  @Test func poolsComeAndGo() {
    for threads in 1...20 {
      let pool = ThreadPool(threads: threads % 5)
      pool.run(chunks: threads) { _ in }
    }
  }
}
