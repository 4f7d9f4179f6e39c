import MartletKernels
import Testing

/// Programs over spaces: strides, types, reductions, and parts of the work.
struct TileTests {
  /// Sizes of a space of three axes: short, long, odd, empty, one.
  static let spaces = [
    [3, 5, 7], [1, 1, 1], [2, 3, 300], [4, 1, 256], [300, 2, 1], [2, 0, 4], [1, 700, 16],
  ]

  @Test(arguments: spaces)
  func operandsMayLieInAnyWay(sizes: [Int]) {
    let (a, b, c) = (sizes[0], sizes[1], sizes[2])
    let count = a * b * c
    let dense = Memory((0..<count).map { Float($0) })
    let transposed = Memory((0..<count).map { Float($0) * 0.5 })
    let row = Memory((0..<c).map { Int32($0) * 100 })
    let column = Memory((0..<a).map { UInt8($0 % 2) })
    let scalar = Memory([0.25])
    let result = Memory([Float](repeating: -1, count: count))
    let backwards = Memory([Double](repeating: -1, count: count))
    var program = TileProgram(sizes: sizes)
    program.inputs = [
      .init(memory: dense.start, element: MARTLET_F32, target: 0, strides: [b * c, c, 1]),
      .init(memory: transposed.start, element: MARTLET_F32, target: 1, strides: [1, a, a * b]),
      .init(memory: row.start, element: MARTLET_I32, target: 2, strides: [0, 0, 1]),
      .init(memory: column.start, element: MARTLET_BOOL, target: 3, strides: [1, 0, 0]),
      .init(memory: scalar.start, element: MARTLET_F64, target: 4, strides: [0, 0, 0]),
    ]
    program.constants = [(target: 5, value: 3)]
    program.instructions = [
      (MARTLET_ADD, 6, 0, 1, 0), (MARTLET_ADD, 6, 6, 2, 0), (MARTLET_MULTIPLY_ADD, 6, 3, 5, 6),
      (MARTLET_MULTIPLY, 7, 6, 4, 0),
    ]
    program.outputs = [
      .init(memory: result.start, element: MARTLET_F32, target: 7, strides: [b * c, c, 1]),
      .init(memory: backwards.start, element: MARTLET_F64, target: 6, strides: [1, a, a * b]),
    ]
    for tier in tiers {
      program.run(tier)
      for place in 0..<count {
        let (i, j, k) = (place / (b * c), place / c % b, place % c)
        let there = i + j * a + k * a * b
        let sum = Float(place) + Float(there) * 0.5 + Float(k * 100) + Float(i % 2 * 3)
        #expect(result.elements[place] == sum * 0.25)
        #expect(backwards.elements[there] == Double(sum))
      }
    }
  }

  @Test func partsOfTheWorkGiveTheWhole() {
    let numbers = Memory((0..<1000).map { Float($0) * 0.01 })
    let result = Memory([Float](repeating: 0, count: 1000))
    var program = TileProgram(sizes: [1000])
    program.inputs = [.init(memory: numbers.start, element: MARTLET_F32, target: 0, strides: [1])]
    program.outputs = [.init(memory: result.start, element: MARTLET_F32, target: 1, strides: [1])]
    program.instructions = [(MARTLET_EXP, 1, 0, 0, 0)]
    for tier in tiers {
      program.run(tier)
      let whole = result.array
      for i in 0..<1000 { result.elements[i] = 0 }
      program.withC { program in
        for part in [(0, 1), (1, 300), (300, 300), (300, 999), (999, 1000)] {
          martlet_tiles_map(tier, program, Int64(part.0), Int64(part.1))
        }
      }
      #expect(result.array == whole)
    }
  }

  @Test func anOutputMayReplaceAnInput() {
    let numbers = Memory((0..<777).map { Float($0) })
    var program = TileProgram(sizes: [777])
    program.inputs = [.init(memory: numbers.start, element: MARTLET_F32, target: 0, strides: [1])]
    program.outputs = program.inputs
    program.outputs[0].target = 1
    program.instructions = [(MARTLET_ADD, 1, 0, 0, 0), (MARTLET_SUBTRACT, 1, 1, 0, 0)]
    for tier in tiers {
      program.run(tier)
      #expect(numbers.array == (0..<777).map { Float($0) })
    }
  }

  @Test(arguments: [(1, 1), (5, 10), (3, 255), (3, 256), (2, 1000), (4, 0), (100, 3), (7, 17)])
  func rowsAreReduced(rows: Int, length: Int) {
    let numbers = (0..<rows * length).map { Float(($0 * 7919) % 101) - 50 }
    let memory = Memory(numbers)
    var program = TileProgram(sizes: [rows, length])
    program.inputs = [
      .init(memory: memory.start, element: MARTLET_F32, target: 0, strides: [length, 1])
    ]
    program.constants = [(target: 1, value: 0.5)]
    program.instructions = [(MARTLET_MULTIPLY, 2, 0, 1, 0)]
    for tier in tiers {
      for (kind, start, join) in TileTests.kinds {
        let out = Memory([Double](repeating: -1, count: rows))
        program.withC {
          martlet_tiles_reduce(
            tier, $0, kind, 2, Int64(length), Int64(rows * length), 0, Int64(rows), out.start,
            MARTLET_F64)
        }
        for row in 0..<rows {
          let part = numbers[row * length..<(row + 1) * length]
          let wanted = part.reduce(start) { join($0, Double($1) * 0.5) }
          #expect(TileTests.isNear(out.elements[row], wanted))
        }
      }
    }
  }

  @Test(arguments: [(1, 1), (5, 10), (300, 7), (3, 256), (2, 1000), (0, 4), (100, 300), (130, 255)])
  func columnsAreReduced(rows: Int, columns: Int) {
    let numbers = (0..<2 * rows * columns).map { Float(($0 * 7919) % 101) - 50 }
    let memory = Memory(numbers)
    var program = TileProgram(sizes: [2, rows, columns])
    program.inputs = [
      .init(
        memory: memory.start, element: MARTLET_F32, target: 0,
        strides: [rows * columns, columns, 1])
    ]
    program.constants = [(target: 1, value: 0.5)]
    program.instructions = [(MARTLET_MULTIPLY, 2, 0, 1, 0)]
    for tier in tiers {
      for (kind, start, join) in TileTests.kinds {
        let out = Memory([Float](repeating: -1, count: columns))
        for (first, last) in [(0, columns), (0, columns / 3), (columns / 3, columns)] {
          let block = martlet_column_block(
            rows: Int64(rows), columns: Int64(columns), outer: 1, row_begin: 0,
            row_end: Int64(rows), column_begin: Int64(first), column_end: Int64(last))
          program.withC {
            martlet_tiles_reduce_columns(tier, $0, kind, 2, block, out.start, MARTLET_F32)
          }
          for column in first..<last {
            var wanted = start
            for row in 0..<rows {
              wanted = join(wanted, Double(numbers[(rows + row) * columns + column]) * 0.5)
            }
            #expect(TileTests.isNear(Double(out.elements[column - first]), wanted))
          }
        }
      }
    }
  }

  @Test func longSumsKeepTheirPrecision() {
    let memory = Memory([Float](repeating: 0.1, count: 1_000_000))
    var program = TileProgram(sizes: [1_000_000])
    program.inputs = [.init(memory: memory.start, element: MARTLET_F32, target: 0, strides: [1])]
    for tier in tiers {
      let out = Memory([Float(0)])
      program.withC {
        martlet_tiles_reduce(
          tier, $0, MARTLET_REDUCE_SUM, 0, 1_000_000, 1_000_000, 0, 1, out.start, MARTLET_F32)
      }
      #expect(abs(out.elements[0] - 100_000) < 1)
    }
  }

  @Test func theGreatestOfNaNIsNaN() {
    let memory = Memory([1, 2, .nan, 4, 5] as [Float])
    var program = TileProgram(sizes: [5])
    program.inputs = [.init(memory: memory.start, element: MARTLET_F32, target: 0, strides: [1])]
    for tier in tiers {
      for kind in [MARTLET_REDUCE_MAXIMUM, MARTLET_REDUCE_MINIMUM] {
        let out = Memory([Float(0)])
        program.withC {
          martlet_tiles_reduce(tier, $0, kind, 0, 5, 5, 0, 1, out.start, MARTLET_F32)
        }
        #expect(out.elements[0].isNaN)
      }
    }
  }

  @Test func integersAreReducedExactly() {
    let memory = Memory((1...1000).map { Int64($0) << 40 })
    var program = TileProgram(element: MARTLET_I64, sizes: [1000])
    program.inputs = [.init(memory: memory.start, element: MARTLET_I64, target: 0, strides: [1])]
    for tier in tiers {
      for (kind, wanted) in [
        (MARTLET_REDUCE_SUM, Int64(500_500) << 40), (MARTLET_REDUCE_MAXIMUM, 1000 << 40),
        (MARTLET_REDUCE_MINIMUM, 1 << 40),
      ] {
        let out = Memory([Int64(0)])
        program.withC {
          martlet_tiles_reduce(tier, $0, kind, 0, 1000, 1000, 0, 1, out.start, MARTLET_I64)
        }
        #expect(out.elements[0] == wanted)
      }
    }
  }

  /// The reductions: kind, what no numbers give, how two are joined.
  static let kinds: [(martlet_reduction, Double, @Sendable (Double, Double) -> Double)] = [
    (MARTLET_REDUCE_SUM, 0, { $0 + $1 }), (MARTLET_REDUCE_MAXIMUM, -.infinity, { max($0, $1) }),
    (MARTLET_REDUCE_MINIMUM, .infinity, { min($0, $1) }),
  ]

  /// Whether two numbers agree as far as single precision can tell.
  static func isNear(_ a: Double, _ b: Double) -> Bool { a == b || abs(a - b) <= 1e-3 }
}
