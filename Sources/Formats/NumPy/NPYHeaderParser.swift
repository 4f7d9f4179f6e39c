import MartletShapes

/// Reads the Python dictionary in the head of an `.npy` file: three known keys, each once.
struct NPYHeaderParser {
  /// The place in the text.
  private var cursor: ByteCursor
  /// The offset of the text.
  private let start: Int

  /// A parser of the text that the cursor covers.
  init(_ cursor: ByteCursor) {
    self.cursor = cursor
    self.start = cursor.offset
  }

  /// The header; only blanks may follow it.
  mutating func parse() throws(FormatError) -> NPYHeader {
    var elementType: ElementType?
    var isColumnMajor: Bool?
    var shape: [Int]?
    try expect("{")
    while !skip("}") {
      let place = cursor.offset
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where elementType == nil: elementType = try description()
      case "fortran_order" where isColumnMajor == nil: isColumnMajor = try bool()
      case "shape" where shape == nil: shape = try tuple()
      default: throw cursor.file.malformed("the header's key '\(key)' is unexpected", at: place)
      }
      if !skip(",") {
        try expect("}")
        break
      }
    }
    skipBlanks()
    guard cursor.remaining == 0 else { throw unexpected("the end of the header") }
    guard let elementType, let isColumnMajor, let shape else {
      throw cursor.file.malformed(
        "the header lacks one of 'descr', 'fortran_order' and 'shape'", at: start)
    }
    return NPYHeader(
      elementType: elementType, isColumnMajor: isColumnMajor, shape: shape, offset: start)
  }

  /// The element type that `descr` states.
  private mutating func description() throws(FormatError) -> ElementType {
    skipBlanks()
    let place = cursor.offset
    guard peek() != UInt8(ascii: "[") else {
      throw cursor.file.unsupported("the elements are records", at: place)
    }
    let text = try string()
    if let type = ElementType(numPyDescription: text) { return type }
    let readable = ElementType.allCases.compactMap(\.numPyDescription).joined(separator: " ")
    throw cursor.file.unsupported(
      "the elements are of NumPy's type '\(text)'; Martlet reads \(readable)", at: place)
  }

  /// `True` or `False`.
  private mutating func bool() throws(FormatError) -> Bool {
    if skip("True") { return true }
    if skip("False") { return false }
    throw unexpected("True or False")
  }

  /// Sizes in parentheses, with a comma behind the last or not.
  private mutating func tuple() throws(FormatError) -> [Int] {
    var sizes: [Int] = []
    try expect("(")
    while !skip(")") {
      sizes.append(try size())
      if !skip(",") {
        try expect(")")
        break
      }
    }
    // NumPy has no arrays of more axes.
    guard sizes.count <= 64 else {
      throw cursor.file.malformed("\(sizes.count) axes are too many", at: start)
    }
    return sizes
  }

  /// A whole number; an `L` of Python 2 may follow.
  private mutating func size() throws(FormatError) -> Int {
    skipBlanks()
    let place = cursor.offset
    var value = 0
    while let byte = peek(), byte &- 48 < 10 {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(byte - 48))
      if overflow || carry { throw cursor.file.malformed("a size is impossibly large", at: place) }
      value = sum
      cursor.offset += 1
    }
    guard cursor.offset > place else { throw unexpected("a size") }
    _ = skip("L")
    return value
  }

  /// A text in single or double quotes, without escapes.
  private mutating func string() throws(FormatError) -> String {
    skipBlanks()
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw unexpected("a quoted word")
    }
    cursor.offset += 1
    let first = cursor.offset
    while let byte = peek(), byte != quote { cursor.offset += 1 }
    guard cursor.remaining > 0 else { throw unexpected("a closing quote") }
    defer { cursor.offset += 1 }
    return String(decoding: cursor.file.bytes[first..<cursor.offset], as: UTF8.self)
  }

  /// Steps over a word, which must come next.
  private mutating func expect(_ word: String) throws(FormatError) {
    if !skip(word) { throw unexpected("'\(word)'") }
  }

  /// Steps over a word if it comes next, with blanks before it.
  private mutating func skip(_ word: String) -> Bool {
    skipBlanks()
    let end = cursor.offset + word.utf8.count
    guard end <= cursor.end, cursor.file.bytes[cursor.offset..<end].elementsEqual(word.utf8) else {
      return false
    }
    cursor.offset = end
    return true
  }

  /// Steps over spaces and line ends.
  private mutating func skipBlanks() {
    while let byte = peek(), byte == 32 || byte == 10 { cursor.offset += 1 }
  }

  /// The next byte.
  private func peek() -> UInt8? {
    cursor.offset < cursor.end ? cursor.file.bytes[cursor.offset] : nil
  }

  /// An error about what comes next.
  private func unexpected(_ wanted: String) -> FormatError {
    cursor.file.malformed("\(wanted) was expected in the header", at: cursor.offset)
  }
}
