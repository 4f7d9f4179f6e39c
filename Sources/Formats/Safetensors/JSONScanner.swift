/// Takes the parts of a JSON text (RFC 8259) one by one, as the caller expects them.
struct JSONScanner {
  /// The place in the text.
  private(set) var cursor: ByteCursor

  /// A scanner of the text that the cursor covers.
  init(_ cursor: ByteCursor) { self.cursor = cursor }

  /// The offset of the next byte that is no blank.
  mutating func place() -> Int {
    skipBlanks()
    return cursor.offset
  }

  /// Takes `{ "key": member, … }`; `member` is called with each key and its place.
  mutating func object(
    _ member: (inout JSONScanner, String, Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    try expect("{")
    if skip("}") { return }
    repeat {
      let start = place()
      let key = try string()
      try expect(":")
      try member(&self, key, start)
    } while skip(",")
    try expect("}")
  }

  /// Takes a list of whole numbers that are not negative.
  mutating func sizes() throws(FormatError) -> [Int] {
    var sizes: [Int] = []
    try expect("[")
    if skip("]") { return sizes }
    repeat { sizes.append(try size()) } while skip(",")
    try expect("]")
    return sizes
  }

  /// Takes a string.
  mutating func string() throws(FormatError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while true {
      let start = cursor.offset
      guard let byte = peek(), byte >= 0x20 else { throw unexpected("the rest of a string", start) }
      cursor.offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw cursor.file.malformed("a string of the header is no UTF-8", at: start)
        }
        return valid
      case UInt8(ascii: "\\"):
        text += Array(String(try escape()).utf8)
      default:
        text.append(byte)
      }
    }
  }

  /// Requires that only blanks are left.
  mutating func end() throws(FormatError) {
    skipBlanks()
    if cursor.remaining > 0 { throw unexpected("the end of the header", cursor.offset) }
  }

  /// A whole number that is not negative.
  private mutating func size() throws(FormatError) -> Int {
    let start = place()
    var value = 0
    while let byte = peek(), byte &- 48 < 10 {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(byte - 48))
      if overflow || carry { throw cursor.file.malformed("a size is impossibly large", at: start) }
      value = sum
      cursor.offset += 1
    }
    let digits = cursor.offset - start
    guard digits == 1 || (digits > 1 && cursor.file.bytes[start] != 48) else {
      throw unexpected("a whole number", start)
    }
    return value
  }

  /// The character that an escape means, whose backslash was taken.
  private mutating func escape() throws(FormatError) -> Character {
    let start = cursor.offset - 1
    let code = peek()
    cursor.offset = min(cursor.offset + 1, cursor.end)
    switch code {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(start)
    default: throw unexpected("an escape of JSON", start)
    }
  }

  /// The character of `\uXXXX`, or of two such if the first is half of one.
  private mutating func unicodeEscape(_ start: Int) throws(FormatError) -> Character {
    var units = [try codeUnit(start)]
    if units[0] & 0xFC00 == 0xD800, skipEscapedUnit() { units.append(try codeUnit(start)) }
    guard let text = String(validating: units, as: UTF16.self), let character = text.first else {
      throw unexpected("a whole character", start)
    }
    return character
  }

  /// Steps over `\u` if it comes next.
  private mutating func skipEscapedUnit() -> Bool {
    guard cursor.remaining >= 2, cursor.file.bytes[cursor.offset] == UInt8(ascii: "\\"),
      cursor.file.bytes[cursor.offset + 1] == UInt8(ascii: "u")
    else { return false }
    cursor.offset += 2
    return true
  }

  /// The number of four hexadecimal digits.
  private mutating func codeUnit(_ start: Int) throws(FormatError) -> UInt16 {
    let digits = cursor.file.bytes[try cursor.take(4, "an escape")]
    let isHexadecimal = digits.allSatisfy { $0 &- 48 < 10 || ($0 | 0x20) &- 97 < 6 }
    guard isHexadecimal, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits", start) }
    return unit
  }

  /// Steps over a byte, which must come next.
  private mutating func expect(_ byte: Unicode.Scalar) throws(FormatError) {
    if !skip(byte) { throw unexpected("'\(byte)'", cursor.offset) }
  }

  /// Steps over a byte if it comes next, with blanks before it.
  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard peek() == UInt8(ascii: byte) else { return false }
    cursor.offset += 1
    return true
  }

  /// Steps over spaces, tabs and line ends.
  private mutating func skipBlanks() {
    while let byte = peek(), byte == 32 || byte == 9 || byte == 10 || byte == 13 {
      cursor.offset += 1
    }
  }

  /// The next byte.
  private func peek() -> UInt8? {
    cursor.offset < cursor.end ? cursor.file.bytes[cursor.offset] : nil
  }

  /// An error about what stands at `offset`.
  private func unexpected(_ wanted: String, _ offset: Int) -> FormatError {
    cursor.file.malformed("\(wanted) was expected in the header", at: offset)
  }
}
