import MartletSource

extension Lexer {
  /// Takes a string literal, up to its closing quote or the end of the line.
  mutating func takeString() {
    let start = offset
    var segments: [StringSegment] = []
    var text: [UInt8] = []
    offset += 1
    while let next = stringByte {
      switch next {
      case UInt8(ascii: "\""):
        offset += 1
        flush(&text, into: &segments)
        append(.string(segments), from: start)
        return
      case UInt8(ascii: "\\"):
        takeEscape(into: &text)
      case UInt8(ascii: "{") where byte(1) == UInt8(ascii: "{"),
        UInt8(ascii: "}") where byte(1) == UInt8(ascii: "}"):
        text.append(next)
        offset += 2
      case UInt8(ascii: "{"):
        flush(&text, into: &segments)
        takeInterpolation(into: &segments)
      case UInt8(ascii: "}"):
        offset += 1
        output.diagnostics.append(.strayBrace(at: span(from: offset - 1)))
      default:
        text.append(next)
        offset += 1
      }
    }
    output.diagnostics.append(
      .unterminatedString(at: SourceSpan(file: id, start: start, end: start + 1)))
    append(.invalid, from: start)
  }

  /// The next byte of a string; nil at the end of the line.
  private var stringByte: UInt8? {
    guard offset < limit, bytes[offset] != UInt8(ascii: "\n") else { return nil }
    return bytes[offset]
  }

  /// Moves the text so far into a segment.
  private func flush(_ text: inout [UInt8], into segments: inout [StringSegment]) {
    guard !text.isEmpty else { return }
    segments.append(.text(String(decoding: text, as: UTF8.self)))
    text = []
  }

  /// Takes a backslash and what it stands for.
  private mutating func takeEscape(into text: inout [UInt8]) {
    let start = offset
    offset += 2
    switch offset <= limit ? bytes[offset - 1] : 0 {
    case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
    case UInt8(ascii: "r"): text.append(UInt8(ascii: "\r"))
    case UInt8(ascii: "0"): text.append(0)
    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
    case UInt8(ascii: "u") where byte() == UInt8(ascii: "{"): takeScalar(into: &text, from: start)
    default:
      offset = start + 1
      output.diagnostics.append(.unknownEscape(at: span(from: start)))
    }
  }

  /// Takes the `{1F426}` of `\u{1F426}`.
  private mutating func takeScalar(into text: inout [UInt8], from start: Int) {
    offset += 1
    let digits = offset
    while byte().isWordPart { offset += 1 }
    let value = UInt32(String(decoding: bytes[digits..<offset], as: UTF8.self), radix: 16)
    if byte() == UInt8(ascii: "}"), let scalar = value.flatMap(Unicode.Scalar.init) {
      offset += 1
      text.append(contentsOf: Array(String(Character(scalar)).utf8))
    } else {
      output.diagnostics.append(.unknownEscape(at: span(from: start)))
    }
  }

  /// Takes `{expression:format}`.
  private mutating func takeInterpolation(into segments: inout [StringSegment]) {
    let open = offset
    offset += 1
    let start = offset
    discardExpression(until: UInt8(ascii: ":"))
    let expression = span(from: start)
    var format: String?
    if stringByte == UInt8(ascii: ":") {
      offset += 1
      let formatStart = offset
      while let next = stringByte, next != UInt8(ascii: "}"), next != UInt8(ascii: "\"") {
        offset += 1
      }
      format = String(decoding: bytes[formatStart..<offset], as: UTF8.self)
    }
    guard stringByte == UInt8(ascii: "}") else { return }
    offset += 1
    if bytes[start..<expression.end].allSatisfy({ $0 == UInt8(ascii: " ") }) {
      output.diagnostics.append(.emptyInterpolation(at: span(from: open)))
    } else {
      segments.append(.interpolation(expression, format: format))
    }
  }

  /// Skips an expression inside a string, up to `}`, the end of the line, or `stop` outside all
  /// brackets. Strings inside it may hold expressions of their own.
  private mutating func discardExpression(until stop: UInt8) {
    // One entry for each bracket (its closing sign) and each string (a quote) that is open.
    var open: [UInt8] = []
    while let next = stringByte {
      if open.last == UInt8(ascii: "\"") {
        discardStringByte(next, &open)
        continue
      }
      switch next {
      case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
      case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
      case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
      case UInt8(ascii: "\""): open.append(next)
      case stop where open.isEmpty: return
      case UInt8(ascii: "}") where open.isEmpty: return
      default: if next == open.last { open.removeLast() }
      }
      offset += 1
    }
  }

  /// Skips a byte of a string inside an expression inside a string.
  private mutating func discardStringByte(_ next: UInt8, _ open: inout [UInt8]) {
    switch next {
    case UInt8(ascii: "\\"): offset += 1
    case UInt8(ascii: "\""): open.removeLast()
    case UInt8(ascii: "{"):
      if byte(1) == next { offset += 1 } else { open.append(UInt8(ascii: "}")) }
    default: break
    }
    if stringByte != nil { offset += 1 }
  }
}
