import MartletFormats
import MartletTensors
import Testing

@Suite struct IDXTests {
  @Test func imagesAreRead() throws {
    #expect(try IDX.read("\(fixtures)/images.idx.gz") == counted(.u8, [2, 3, 4]))
    #expect(try IDX.read("\(fixtures)/floats.idx") == counted(.f32, [2, 3]))
  }

  /// Files and the messages about them.
  static let broken: [([UInt8], String)] = [
    ([0, 1, 8, 1, 0, 0, 0, 1, 5], "f, byte 0: an idx file starts with two zero bytes"),
    ([0, 0, 7, 1, 0, 0, 0, 1, 5], "f, byte 2: 7 is no code of an element type in idx files"),
    ([0, 0, 11, 1, 0, 0, 0, 1, 5, 5], "f, byte 2: the elements are 16-bit integers"),
    (
      [0, 0, 8, 2, 0, 0, 0, 1, 5],
      "f, byte 8: the size of axis 1 needs 4 bytes, but the file ends after 1"
    ),
    ([0, 0, 8, 1, 0, 0, 0, 3, 5, 6], "f, byte 8: u8[3] needs 3 bytes of data, but there are 2"),
    ([0, 0, 8, 1, 0, 0, 0, 1, 5, 6], "f, byte 8: u8[1] needs 1 bytes of data, but there are 2"),
    (
      [0, 0, 14, 3] + [UInt8](repeating: 0xFF, count: 12),
      "f, byte 4: the shape [4294967295, 4294967295, 4294967295] is impossibly large"
    ),
  ]

  @Test(arguments: broken)
  func brokenFilesAreRefused(_ bytes: [UInt8], _ message: String) {
    #expect(refusal { try IDX.tensor(in: file(bytes)) }?.description == message)
  }
}
