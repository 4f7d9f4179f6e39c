/// Reads a file from front to back and never past its end.
struct ByteCursor {
  /// The file.
  let file: InputFile
  /// The offset of the next byte.
  var offset: Int
  /// The offset behind the last byte that may be read.
  let end: Int

  /// A cursor over a part of a file; without a range, over all of it.
  init(_ file: InputFile, in range: Range<Int>? = nil) {
    let range = range ?? 0..<file.bytes.count
    self.file = file
    self.offset = range.lowerBound
    self.end = range.upperBound
  }

  /// The bytes that are left.
  var remaining: Int { end - offset }

  /// The range of the next `count` bytes, which are stepped over.
  ///
  /// - Parameter part: what they hold, for the message if there are too few.
  mutating func take(_ count: Int, _ part: String) throws(FormatError) -> Range<Int> {
    guard count >= 0, count <= remaining else {
      throw file.malformed(
        "\(part) needs \(count) bytes, but the file ends after \(remaining)", at: offset)
    }
    defer { offset += count }
    return offset..<offset + count
  }

  /// The next bytes as an unsigned number that starts with its low byte.
  mutating func takeLittle<I: FixedWidthInteger>(_ type: I.Type, _ part: String)
    throws(FormatError) -> I
  {
    var value: I = 0
    for index in try take(I.bitWidth / 8, part).reversed() {
      value = (value << 8) | I(truncatingIfNeeded: file.bytes[index])
    }
    return value
  }

  /// The next bytes as an unsigned number that starts with its high byte.
  mutating func takeBig<I: FixedWidthInteger>(_ type: I.Type, _ part: String)
    throws(FormatError) -> I
  {
    var value: I = 0
    for index in try take(I.bitWidth / 8, part) {
      value = (value << 8) | I(truncatingIfNeeded: file.bytes[index])
    }
    return value
  }
}

extension Array where Element == UInt8 {
  /// Appends a number, low byte first.
  mutating func appendLittle<I: FixedWidthInteger>(_ value: I) {
    for shift in stride(from: 0, to: I.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> I(shift)))
    }
  }
}
