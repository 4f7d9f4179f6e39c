import MartletSource

extension Lexer {
  /// Takes `12`, `100_000`, `0.5` or `1e-5`; of `1..<5` only the `1`.
  mutating func takeNumber() {
    let start = offset
    var isFloat = false
    discardDigits()
    if byte() == UInt8(ascii: "."), byte(1).isDigit {
      isFloat = true
      offset += 1
      discardDigits()
    }
    if startsExponent {
      isFloat = true
      offset += 2
      discardDigits()
    }
    if byte().isWordStart {
      takeMalformedNumber(from: start)
    } else if isFloat {
      appendFloat(from: start)
    } else {
      appendInteger(from: start)
    }
  }

  /// Whether `e5`, `e+5` or `e-5` follows.
  private var startsExponent: Bool {
    guard byte() | 0x20 == UInt8(ascii: "e") else { return false }
    let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
    return byte(1).isDigit || sign && byte(2).isDigit
  }

  /// Skips digits and the `_` between them.
  private mutating func discardDigits() {
    while byte().isDigit || byte() == UInt8(ascii: "_") && byte(1).isDigit { offset += 1 }
  }

  /// The digits from an offset to the current one.
  private func digits(from start: Int) -> String {
    String(
      decoding: bytes[start..<offset].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  /// Adds a whole number.
  private mutating func appendInteger(from start: Int) {
    if let value = Int(digits(from: start)) {
      append(.integer(value), from: start)
    } else {
      output.diagnostics.append(.numberOutOfRange(at: span(from: start)))
      append(.invalid, from: start)
    }
  }

  /// Adds a number with a fraction or an exponent.
  private mutating func appendFloat(from start: Int) {
    if let value = Double(digits(from: start)), value.isFinite {
      append(.float(value), from: start)
    } else {
      output.diagnostics.append(.numberOutOfRange(at: span(from: start)))
      append(.invalid, from: start)
    }
  }

  /// Takes a number and the letters that should not follow it.
  private mutating func takeMalformedNumber(from start: Int) {
    let number = String(decoding: bytes[start..<offset], as: UTF8.self)
    let word = offset
    while byte().isWordPart { offset += 1 }
    let rest = String(decoding: bytes[word..<offset], as: UTF8.self)
    output.diagnostics.append(.malformedNumber(number, rest, at: span(from: start)))
    append(.invalid, from: start)
  }
}
