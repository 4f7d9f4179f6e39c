import MartletKernels
import Testing

/// Kernels that move or choose rows.
struct RowTests {
  @Test(arguments: [(1, 1), (3, 5), (16, 16), (33, 70), (0, 4), (4, 0)])
  func transpositionSwapsRowsAndColumns(rows: Int, columns: Int) {
    func check<E: FixedWidthInteger>(_ type: E.Type) {
      let source = Memory((0..<rows * columns).map { E(truncatingIfNeeded: $0) })
      let target = Memory([E](repeating: 0, count: rows * columns))
      for (begin, end) in [(0, rows / 2), (rows / 2, rows)] {
        martlet_transpose(
          source.start, target.start, Int64(rows), Int64(columns), Int64(MemoryLayout<E>.size),
          Int64(begin), Int64(end))
      }
      for row in 0..<rows {
        for column in 0..<columns {
          #expect(target.elements[column * rows + row] == source.elements[row * columns + column])
        }
      }
    }
    check(UInt8.self)
    check(UInt16.self)
    check(UInt32.self)
    check(UInt64.self)
  }

  @Test func gatherCopiesRowsAndReportsTheFirstBadIndex() {
    let source = Memory([0, 1, 10, 11, 20, 21] as [Float])
    let target = Memory([Float](repeating: -1, count: 8))
    let rows = martlet_rows(count: 3, row_length: 2, element_size: 4)
    let indices = Memory([2, 0, 2, 1] as [Int32])
    let fault = martlet_gather_rows(
      source.start, rows, indices.start, MARTLET_I32, target.start, 0, 4)
    #expect(fault == -1 && target.array == [20, 21, 0, 1, 20, 21, 10, 11])
    for bad in [3, -1, Int64.min] {
      let indices = Memory([2, bad, 1])
      let fault = martlet_gather_rows(
        source.start, rows, indices.start, MARTLET_I64, target.start, 0, 3)
      #expect(fault == 1)
    }
  }

  @Test func scatterAddsRowsInOrder() {
    let updates = Memory([1, 2, 3, 4, 5, 6] as [Float])
    let indices = Memory([1, 0, 1] as [Int32])
    let rows = martlet_rows(count: 2, row_length: 2, element_size: 4)
    let whole = Memory([10, 10, 20, 20] as [Float])
    for (begin, end) in [(0, 1), (1, 2)] as [(Int64, Int64)] {
      let fault = martlet_scatter_add_rows(
        whole.start, rows, MARTLET_F32, indices.start, MARTLET_I32, 3, updates.start, begin, end)
      #expect(fault == -1)
    }
    #expect(whole.array == [13, 14, 26, 28])
    let bad = Memory([0, 2, 1] as [Int32])
    let fault = martlet_scatter_add_rows(
      whole.start, rows, MARTLET_F32, bad.start, MARTLET_I32, 3, updates.start, 0, 2)
    #expect(fault == 1)
  }

  @Test func theFirstExtremeWinsAndNaNBeforeAll() {
    let numbers = Memory([1, 5, 5, 2, .nan, 9, 3, 3, 3] as [Float])
    var out = [Int32](repeating: -1, count: 3)
    martlet_arg_extreme(numbers.start, MARTLET_F32, true, 3, 1, &out, 0, 3)
    #expect(out == [1, 1, 0])
    martlet_arg_extreme(numbers.start, MARTLET_F32, false, 3, 1, &out, 0, 3)
    #expect(out == [0, 1, 0])
    let whole = Memory([1, 9, 3, 4, 5, 4] as [Int64])
    var columns = [Int32](repeating: -1, count: 3)
    martlet_arg_extreme(whole.start, MARTLET_I64, true, 2, 3, &columns, 0, 1)
    #expect(columns == [1, 0, 1])
  }
}
