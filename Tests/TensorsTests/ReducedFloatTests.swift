import MartletTensors
import Testing

/// The 16-bit numbers, which we convert ourselves.
struct ReducedFloatTests {
  @Test func everyHalfIsRecoveredFromItsFloat() {
    for bits in UInt16.min...UInt16.max {
      let half = Half(bits: bits)
      if half.float.isNaN {
        #expect(Half(half.float).float.isNaN)
      } else {
        #expect(Half(half.float).bits == bits)
      }
    }
  }

  @Test(arguments: [
    (Float(1), UInt16(0x3C00)), (65504, 0x7BFF), (65519.996, 0x7BFF), (65520, 0x7C00),
    (0x1p-24, 0x0001), (0x1p-25, 0x0000), (0x1.8p-25, 0x0001), (-0.0, 0x8000),
    (1.00048828125, 0x3C00), (1.0014648, 0x3C02), (6.1035156e-05, 0x0400), (.infinity, 0x7C00),
  ])
  func halvesRoundToTheNearestEven(value: Float, bits: UInt16) {
    #expect(Half(value).bits == bits)
  }

  @Test(arguments: [
    (Float(1), UInt16(0x3F80)), (1.00390625, 0x3F80), (1.01171875, 0x3F82), (.infinity, 0x7F80),
    (.greatestFiniteMagnitude, 0x7F80), (-2, 0xC000),
  ])
  func brainFloatsRoundToTheNearestEven(value: Float, bits: UInt16) {
    #expect(BrainFloat(value).bits == bits)
    #expect(BrainFloat(.nan).float.isNaN)
  }
}
