/// Where the text of a cell lies in its file, without the quotes around it.
struct CSVCell: Hashable, Sendable {
  /// The offset of the first byte.
  var start: Int
  /// The offset behind the last byte.
  var end: Int
  /// Whether doubled quotes inside stand for one.
  var hasDoubledQuotes: Bool

  /// The text, with doubled quotes made single; bytes that are no UTF-8 are replaced.
  func text(in bytes: [UInt8]) -> String {
    guard hasDoubledQuotes else { return String(decoding: bytes[start..<end], as: UTF8.self) }
    var text: [UInt8] = []
    var offset = start
    while offset < end {
      text.append(bytes[offset])
      offset += bytes[offset] == UInt8(ascii: "\"") ? 2 : 1
    }
    return String(decoding: text, as: UTF8.self)
  }
}
