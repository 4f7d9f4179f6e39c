/// Numbers as tables write them.
enum NumberText {
  /// Powers of ten that are exact in double precision.
  private static let powers: [Double] = {
    var powers: [Double] = [1]
    for _ in 0..<22 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// The number that a text states in decimal, with spaces around it or not; `nil` if none.
  static func double(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { double($0) }
  }

  /// The number that some bytes state in decimal, with spaces around it or not; `nil` if none.
  static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var text = bytes[...]
    while let first = text.first, isBlank(first) { text.removeFirst() }
    while let last = text.last, isBlank(last) { text.removeLast() }
    if let number = short(text) { return number }
    return isDecimal(text) || isSpecial(text)
      ? Double(String(decoding: text, as: UTF8.self)) : nil
  }

  /// The number of a text such as `-12.5`, if it is exact in double precision.
  ///
  /// A whole number below 2^53 over a power of ten up to 10^22 rounds only once.
  private static func short(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
    var digits: UInt64 = 0
    var count = 0
    var decimals: Int?
    let isNegative = text.first == UInt8(ascii: "-")
    for byte in isNegative ? text.dropFirst() : text {
      if byte == UInt8(ascii: "."), decimals == nil {
        decimals = 0
      } else if byte &- 48 < 10, count < 15 {
        digits = digits * 10 + UInt64(byte - 48)
        count += 1
        decimals = decimals.map { $0 + 1 }
      } else {
        return nil
      }
    }
    guard count > 0 else { return nil }
    let magnitude = Double(digits) / powers[decimals ?? 0]
    return isNegative ? -magnitude : magnitude
  }

  /// Whether the text is made of the characters of a decimal number.
  private static func isDecimal(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    text.allSatisfy { byte in
      byte &- 48 < 10 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "+") || byte | 0x20 == UInt8(ascii: "e")
    }
  }

  /// Whether the text is a signed infinity or not a number, in any case.
  private static func isSpecial(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let unsigned = text.first.map { $0 == 43 || $0 == 45 } == true ? text.dropFirst() : text
    let word = String(decoding: unsigned.map { $0 | 0x20 }, as: UTF8.self)
    return word == "nan" || word == "inf" || word == "infinity"
  }

  /// Whether the byte is a space or a tab.
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
