import MartletFormats
import Testing

/// Files that were cut off or garbled are refused; none of them ever stops the program.
@Suite struct DamageTests {
  /// The fixtures that hold something to lose at their end.
  static let files = names(in: fixtures).filter { $0 != "empty.npy" }

  @Test(arguments: files)
  func cutOffFileIsRefusedWithItsPlace(_ name: String) throws {
    let bytes = try InputFile(readingStored: "\(fixtures)/\(name)").bytes
    // A gzip file may end between two members, where nothing is missing that one could know of.
    let whole = name == "members.csv.gz" ? try firstMember(bytes) : bytes
    // A single byte does not say yet that the file is compressed.
    for count in 2..<whole.count {
      let error = refusal { try read(file(Array(whole.prefix(count))), named: name) }
      guard case .byte? = error?.location else {
        // A table knows rows and columns instead.
        #expect(name.contains(".csv"), "\(name) cut to \(count): \(String(describing: error))")
        continue
      }
    }
  }

  /// The first of two gzip members.
  private func firstMember(_ bytes: [UInt8]) throws -> [UInt8] {
    let second = try #require(
      (2..<bytes.count - 2).first { bytes[$0] == 0x1F && bytes[$0 + 1] == 0x8B })
    return Array(bytes[..<second])
  }

  @Test(arguments: names(in: fixtures))
  func garbledFileNeverTraps(_ name: String) throws {
    let whole = try InputFile(readingStored: "\(fixtures)/\(name)").bytes
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0...random(below: 3) {
        let place = random(below: bytes.count)
        switch random(below: 5) {
        case 0: bytes[place] = UInt8(random(below: 256))
        case 1: bytes[place] ^= 1 << UInt8(random(below: 8))
        case 2: bytes[place] = 0xFF
        case 3: bytes.insert(bytes[random(below: bytes.count)], at: place)
        default: bytes.remove(at: place)
        }
      }
      do { _ = try read(file(bytes), named: name) } catch is FormatError {}
    }
  }
}
