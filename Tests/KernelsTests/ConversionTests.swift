import MartletKernels
import Testing

/// Loads and stores that convert.
struct ConversionTests {
  /// `numbers` as a register type loads them, stored as `to`.
  private func convert<S, T>(
    _ numbers: [S], _ from: martlet_element, through: martlet_element, _ to: martlet_element,
    filling: T, tier: martlet_tier
  ) -> [T] {
    let source = Memory(numbers)
    let target = Memory([T](repeating: filling, count: numbers.count))
    var program = TileProgram(element: through, sizes: [numbers.count])
    program.inputs = [.init(memory: source.start, element: from, target: 0, strides: [1])]
    program.outputs = [.init(memory: target.start, element: to, target: 0, strides: [1])]
    program.run(tier)
    return target.array
  }

  @Test func floatsSaturate() {
    let numbers: [Float] = [2.9, -2.9, 1e30, -1e30, .nan, 300]
    for tier in tiers {
      #expect(
        convert(
          numbers, MARTLET_F32, through: MARTLET_F32, MARTLET_I32, filling: Int32(0), tier: tier)
          == [2, -2, .max, .min, 0, 300])
      #expect(
        convert(
          numbers, MARTLET_F32, through: MARTLET_I64, MARTLET_I64, filling: Int64(0), tier: tier)
          == [2, -2, .max, .min, 0, 300])
      #expect(
        convert(
          numbers, MARTLET_F32, through: MARTLET_F64, MARTLET_U8, filling: UInt8(0), tier: tier)
          == [2, 0, 255, 0, 0, 255])
      #expect(
        convert(
          numbers, MARTLET_F32, through: MARTLET_F32, MARTLET_BOOL, filling: UInt8(9), tier: tier)
          == [1, 1, 1, 1, 1, 1])
    }
  }

  @Test func integersWrapAndStayExact() {
    let numbers: [Int64] = [300, -1, 1 << 40 + 5, .min]
    for tier in tiers {
      #expect(
        convert(
          numbers, MARTLET_I64, through: MARTLET_I64, MARTLET_U8, filling: UInt8(0), tier: tier)
          == numbers.map { UInt8(truncatingIfNeeded: $0) })
      #expect(
        convert(numbers, MARTLET_I64, through: MARTLET_F64, MARTLET_F64, filling: 0.0, tier: tier)
          == numbers.map { Double($0) })
    }
  }

  @Test func everyHalfSurvives() {
    let halves = (UInt16.min...UInt16.max).filter { $0 & 0x7FFF <= 0x7C00 }
    for tier in tiers {
      for element in [MARTLET_F16, MARTLET_BF16] {
        let floats = convert(
          halves, element, through: MARTLET_F32, MARTLET_F32, filling: Float(0), tier: tier)
        let back = convert(
          floats, MARTLET_F32, through: MARTLET_F32, element, filling: UInt16(0), tier: tier)
        #expect(back == halves)
      }
    }
  }
}
