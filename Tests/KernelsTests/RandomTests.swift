import Glibc
import MartletKernels
import Testing

/// The counter-based generator.
struct RandomTests {
  /// The known answers that its authors publish with Random123.
  @Test(
    arguments: [
      (
        [0, 0, 0, 0], [0, 0],
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
      ),
      (
        [.max, .max, .max, .max], [.max, .max],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func blocksAreThePublishedOnes(counter: [UInt32], key: [UInt32], words: [UInt32]) {
    var out = [UInt32](repeating: 0, count: 4)
    martlet_philox(key, counter, &out)
    #expect(out == words)
  }

  /// The word of an element, from single blocks.
  private func word(_ key: UInt64, _ i: Int) -> UInt32 {
    var out = [UInt32](repeating: 0, count: 4)
    let keys = [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)]
    martlet_philox(keys, [UInt32(truncatingIfNeeded: i / 4), UInt32((i / 4) >> 32), 0, 0], &out)
    return out[i % 4]
  }

  @Test(arguments: [(0, 0), (0, 1), (3, 7), (250, 270), (0, 1000), (1 << 34 - 3, 1 << 34 + 5)])
  func anyRangeIsMadeOfTheBlocks(begin: Int, end: Int) {
    let key: UInt64 = 0x0123_4567_89ab_cdef
    let wanted = (begin..<end).map { word(key, $0) }
    for tier in tiers {
      var bits = [UInt32](repeating: 0, count: end - begin)
      martlet_random_bits(tier, key, Int64(begin), Int64(end), &bits)
      #expect(bits == wanted)
      var fractions = [Float](repeating: -1, count: end - begin)
      martlet_random_uniform_f32(tier, key, Int64(begin), Int64(end), &fractions)
      #expect(fractions == wanted.map { Float($0 >> 8) * 0x1p-24 })
      var normals = [Float](repeating: -1, count: end - begin)
      martlet_random_normal_f32(tier, key, Int64(begin), Int64(end), &normals)
      for i in begin..<end {
        let u = (Double(word(key, i & ~1) >> 8) + 1) * 0x1p-24
        let angle = 2 * Double.pi * Double(word(key, i | 1) >> 8) * 0x1p-24
        let wanted = (-2 * log(u)).squareRoot() * (i % 2 == 0 ? cos(angle) : sin(angle))
        #expect(abs(Double(normals[i - begin]) - wanted) < 4e-6)
      }
    }
  }

  @Test func momentsAreThoseOfTheDistributions() {
    let count = 200_000
    var uniform = [Float](repeating: 0, count: count)
    martlet_random_uniform_f32(martlet_best_tier(), 7, 0, Int64(count), &uniform)
    var normal = uniform
    martlet_random_normal_f32(martlet_best_tier(), 7, 0, Int64(count), &normal)
    func mean(_ numbers: [Float], _ power: Double) -> Double {
      numbers.reduce(0) { $0 + pow(Double($1), power) } / Double(count)
    }
    #expect(abs(mean(uniform, 1) - 0.5) < 0.003 && abs(mean(uniform, 2) - 1.0 / 3) < 0.003)
    #expect(abs(mean(normal, 1)) < 0.01 && abs(mean(normal, 2) - 1) < 0.02)
    #expect(abs(mean(normal, 3)) < 0.04 && abs(mean(normal, 4) - 3) < 0.1)
  }
}
