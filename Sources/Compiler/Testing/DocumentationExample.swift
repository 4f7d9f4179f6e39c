import MartletSource

/// A program in a `##` comment of a library file, between lines of three backticks with `martlet`.
///
/// It is run in its place: the file with the signs in front of the program's lines blanked, so that
/// it sees what the file declares and messages point to the right lines.
struct DocumentationExample {
  /// What the comment belongs to, or the line.
  let name: String
  /// The file as a script that runs the example.
  let file: SourceFile

  /// The examples in the comments at the first column of a file.
  static func all(in file: SourceFile) -> [DocumentationExample] {
    var examples: [DocumentationExample] = []
    var start: Int?
    for number in 1...max(file.lineStarts.count, 1) {
      let line = file.line(number)
      guard line.hasPrefix("##") else {
        start = nil
        continue
      }
      let text = line.dropFirst(2).drop { $0 == " " }
      if let first = start, text.hasPrefix("```") {
        examples.append(DocumentationExample(file, lines: first..<number))
        start = nil
      } else if text == "```martlet" {
        start = number + 1
      }
    }
    return examples
  }

  /// The example in the given lines, counted from 1.
  private init(_ file: SourceFile, lines: Range<Int>) {
    var bytes = file.bytes
    for line in lines {
      let start = file.lineStarts[line - 1]
      for offset in start..<start + 2 { bytes[offset] = UInt8(ascii: " ") }
    }
    self.file = SourceFile(name: file.name, text: String(decoding: bytes, as: UTF8.self))
    let owner = DocumentationExample.owner(of: lines.upperBound, in: file)
    name = owner.map { "example of \($0)" } ?? "example in line \(lines.lowerBound)"
  }

  /// What the comment that holds a line documents.
  private static func owner(of line: Int, in file: SourceFile) -> String? {
    var line = line
    while line <= file.lineStarts.count, file.line(line).hasPrefix("##") { line += 1 }
    guard line <= file.lineStarts.count else { return nil }
    return DeclarationScan(Array(file.line(line).utf8)).names.first
  }
}
