/// Reads a text file line by line, each cut into the words between its blanks.
///
///     var scanner = TextScanner(file, comments: true)
///     while let line = scanner.nextLine() { … scanner.text(line.words[0]) … }
///
/// Nothing is copied: a word is a range of the file's bytes.
struct TextScanner {
  /// A line that has words.
  struct Line {
    /// The line, counted from 1.
    var number: Int
    /// Where each word lies.
    var words: [Range<Int>]
  }

  /// The file.
  let file: InputFile
  /// Whether `#` starts a remark that ends with its line.
  let comments: Bool
  /// The offset of the next byte.
  private var offset = 0
  /// The lines that have been read.
  private(set) var lineNumber = 0

  /// A scanner at the start of a file.
  init(_ file: InputFile, comments: Bool) {
    self.file = file
    self.comments = comments
  }

  /// The next line that has words; nil at the end of the file.
  mutating func nextLine() -> Line? {
    while offset < file.bytes.count {
      let words = takeLine()
      if !words.isEmpty { return Line(number: lineNumber, words: words) }
    }
    return nil
  }

  /// The words of the line at `offset`, behind which it moves.
  private mutating func takeLine() -> [Range<Int>] {
    lineNumber += 1
    return file.bytes.withUnsafeBufferPointer { bytes in
      var words: [Range<Int>] = []
      var start: Int?
      var isRemark = false
      while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
        let byte = bytes[offset]
        isRemark = isRemark || (comments && byte == UInt8(ascii: "#"))
        if isRemark || byte == 32 || byte == 9 || byte == 13 {
          if let first = start { words.append(first..<offset) }
          start = nil
        } else if start == nil {
          start = offset
        }
        offset += 1
      }
      if let first = start { words.append(first..<offset) }
      offset += 1
      return words
    }
  }

  /// The characters of a word.
  func text(_ word: Range<Int>) -> String {
    String(decoding: file.bytes[word], as: UTF8.self)
  }

  /// The number that a word states, which may be infinite or not a number.
  func number(_ word: Range<Int>, on line: Line) throws(FormatError) -> Double {
    let number = file.bytes.withUnsafeBufferPointer {
      NumberText.double(UnsafeBufferPointer(rebasing: $0[word]))
    }
    if let number { return number }
    throw malformed("a number was expected, but `\(shown(word))` came", on: line.number)
  }

  /// The whole number that a word states.
  func whole(_ word: Range<Int>, on line: Line) throws(FormatError) -> Int {
    if let number = Int(text(word)) { return number }
    throw malformed("a whole number was expected, but `\(shown(word))` came", on: line.number)
  }

  /// An error at a line.
  func malformed(_ message: String, on line: Int) -> FormatError {
    FormatError(.malformed, file: file.name, at: .line(line), message)
  }

  /// A word in a message: cut off if it is long, and without what would garble a terminal.
  func shown(_ word: Range<Int>) -> String {
    let text = text(word)
    let clean = String(text.prefix(40).map { $0.isASCII && $0 < " " ? "·" : $0 })
    return text.count > 40 ? clean + "…" : clean
  }
}
