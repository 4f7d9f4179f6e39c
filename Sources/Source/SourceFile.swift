/// The text of one file, with the offsets at which its lines start.
public struct SourceFile: Hashable, Sendable {
  /// The path as the user wrote it, or a name in angle brackets for text from elsewhere.
  public let name: String
  /// The text in UTF-8.
  public let bytes: [UInt8]
  /// The offset of each line's first byte; never empty.
  public let lineStarts: [Int]

  /// Whether it is no file of anybody: what the implementation declares, a different text in each
  /// version, so that its line numbers say nothing.
  public var isBuiltIn: Bool { name.hasPrefix("<") && name.hasSuffix(">") }

  /// A file of the given name and text.
  public init(name: String, text: String) {
    self.name = name
    self.bytes = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.lineStarts = starts
  }

  /// The line and column (both from 1, columns in characters) of a byte offset.
  public func position(at offset: Int) -> (line: Int, column: Int) {
    let line = lineIndex(at: offset)
    let text = String(decoding: bytes[lineStarts[line]..<min(offset, bytes.count)], as: UTF8.self)
    return (line + 1, text.count + 1)
  }

  /// The text of a line (from 1), without its line break.
  public func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let start = lineStarts[number - 1]
    let end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }

  /// The text between two byte offsets.
  public func text(in span: SourceSpan) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }

  /// The index of the line that holds a byte offset, by bisection.
  private func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
