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

  /// Parts of a tensor of 4-byte elements.
  private func parts(
    indices: [(UnsafeMutableRawPointer, martlet_element, size: Int, stride: Int)],
    rest: [(size: Int, stride: Int)]
  ) -> martlet_parts {
    var parts = martlet_parts()
    parts.element_size = 4
    parts.index_count = Int32(indices.count)
    parts.rest_count = Int32(rest.count)
    withUnsafeMutablePointer(to: &parts.indices) { pointer in
      pointer.withMemoryRebound(to: martlet_positions.self, capacity: 8) { to in
        for (axis, index) in indices.enumerated() {
          to[axis] = martlet_positions(
            data: index.0, element: Int32(index.1.rawValue), size: Int64(index.size),
            stride: Int64(index.stride))
        }
      }
    }
    withUnsafeMutablePointer(to: &parts.rest_sizes) { pointer in
      pointer.withMemoryRebound(to: Int64.self, capacity: 8) { to in
        for (axis, rest) in rest.enumerated() { to[axis] = Int64(rest.size) }
      }
    }
    withUnsafeMutablePointer(to: &parts.rest_strides) { pointer in
      pointer.withMemoryRebound(to: Int64.self, capacity: 8) { to in
        for (axis, rest) in rest.enumerated() { to[axis] = Int64(rest.stride) }
      }
    }
    return parts
  }

  @Test func gatherCopiesPartsAndReportsTheFirstBadPosition() {
    let source = Memory((0..<24).map { Float($0) })
    let first = Memory([1, 0, 1] as [Int32])
    let second = Memory([2, 0, 1] as [Int64])
    let target = Memory([Float](repeating: -1, count: 12))
    // [2, 3, 4] at positions along axes 0 and 1.
    var both = parts(
      indices: [(first.start, MARTLET_I32, 2, 12), (second.start, MARTLET_I64, 3, 4)],
      rest: [(4, 1)])
    #expect(martlet_gather(source.start, &both, target.start, 0, 2) == -1)
    #expect(martlet_gather(source.start, &both, target.start, 2, 3) == -1)
    #expect(target.array == [20, 21, 22, 23, 0, 1, 2, 3, 16, 17, 18, 19])
    // At positions along axis 1: the rest has two axes.
    let middle = Memory([Float](repeating: -1, count: 16))
    var one = parts(indices: [(second.start, MARTLET_I64, 3, 4)], rest: [(2, 12), (4, 1)])
    #expect(martlet_gather(source.start, &one, middle.start, 0, 2) == -1)
    #expect(middle.array == [8, 9, 10, 11, 20, 21, 22, 23, 0, 1, 2, 3, 12, 13, 14, 15])
    for bad in [3, -1, Int64.min] {
      second.elements[1] = bad
      #expect(martlet_gather(source.start, &both, target.start, 0, 3) == 1)
    }
  }

  @Test func scatterAddsPartsInOrder() {
    let updates = Memory((1...12).map { Float($0) })
    let positions = Memory([1, 0, 1] as [Int32])
    let whole = Memory([Float](repeating: 10, count: 8))
    var rows = parts(indices: [(positions.start, MARTLET_I32, 2, 4)], rest: [(4, 1)])
    for (begin, end) in [(0, 1), (1, 4)] as [(Int64, Int64)] {
      let fault = martlet_scatter_add(
        whole.start, &rows, MARTLET_F32, updates.start, 3, begin, end)
      #expect(fault == -1)
    }
    #expect(whole.array == [15, 16, 17, 18, 20, 22, 24, 26])
    let middle = Memory([Float](repeating: 0, count: 8))
    var inner = parts(indices: [(positions.start, MARTLET_I32, 2, 2)], rest: [(2, 4), (2, 1)])
    for (begin, end) in [(0, 1), (1, 2)] as [(Int64, Int64)] {
      let fault = martlet_scatter_add(
        middle.start, &inner, MARTLET_F32, updates.start, 3, begin, end)
      #expect(fault == -1)
    }
    #expect(middle.array == [5, 6, 10, 12, 7, 8, 14, 16])
    positions.elements[1] = 2
    #expect(
      martlet_scatter_add(whole.start, &rows, MARTLET_F32, updates.start, 3, 0, 4) == 1)
  }

  @Test func theFirstNumberOutsideIsFound() {
    let numbers = Memory([0, 3, -1, 7] as [Int32])
    #expect(martlet_first_outside(numbers.start, MARTLET_I32, 4, 8) == 2)
    #expect(martlet_first_outside(numbers.start, MARTLET_I32, 2, 4) == -1)
    #expect(martlet_first_outside(numbers.start, MARTLET_I32, 2, 3) == 1)
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
