import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import Testing

/// The generator, and the draws that are made of it.
@Suite struct RandomTests {
  /// Vectors published with Random123 for Philox4x32-10: counter, key, block.
  static let knownAnswers: [(counter: [UInt32], key: UInt64, block: [UInt32])] = [
    ([0, 0, 0, 0], 0, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    (
      [.max, .max, .max, .max], .max, [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    ),
    (
      [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], 0x299f_31d0_a409_3822,
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    ),
  ]

  @Test(arguments: knownAnswers.indices) func blocksAreThePublishedOnes(_ index: Int) {
    let (c, key, expected) = Self.knownAnswers[index]
    let block = Philox(key: key).block((c[0], c[1], c[2], c[3]))
    #expect([block.0, block.1, block.2, block.3] == expected)
  }

  @Test func placesAndKeysTellDrawsApart() throws {
    let draw = { (place: UInt64, key: Int64) in
      try run(RandomUniform(place: place, element: .f32, dims: [8]), Tensor(scalar: key))
    }
    #expect(try draw(1, 1) == draw(1, 1))
    #expect(try draw(1, 1) != draw(2, 1))
    #expect(try draw(1, 1) != draw(1, 2))
  }

  @Test func eachOfSeveralKeysDrawsWhatItDrawsAlone() throws {
    let draw = RandomNormal(place: 1, element: .f32, dims: [3])
    let together = try run(draw, Tensor([Int64(4), -9], shape: [2]))
    #expect(together.shape == [2, 3])
    let alone = try [4, -9].flatMap { try run(draw, Tensor(scalar: Int64($0))).doubles }
    #expect(together.doubles == alone)
  }

  @Test func derivedKeysDifferByKeyAndCounter() throws {
    let keys = Tensor([Int64(1), 1, 2, 2], shape: [4])
    let counters = Tensor([Int32(0), 1, 0, 1], shape: [4])
    let derived = try run(DeriveKey(), keys, counters).ints
    #expect(Set(derived + [1, 2]).count == 6)
  }

  @Test(arguments: [ElementType.f32, .f64]) func momentsAreRight(_ element: ElementType) throws {
    let key = Tensor(scalar: Int64(5))
    let count = 20_000
    let size = Dim(count)
    let even = try run(RandomUniform(place: 1, element: element, dims: [size]), key).doubles
    #expect(even.allSatisfy { (0..<1).contains($0) })
    #expect(abs(even.reduce(0, +) / Double(count) - 0.5) < 0.01)
    let bell = try run(RandomNormal(place: 2, element: element, dims: [size]), key).doubles
    #expect(abs(bell.reduce(0, +) / Double(count)) < 0.03)
    #expect(abs(bell.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 0.05)
  }
}
