/// Lines of a file with marks under them.
struct Snippet {
  /// An underlined stretch of a line, in columns from 0.
  struct Mark {
    /// The first column.
    var start: Int
    /// The column behind the last.
    var end: Int
    /// What is said of it.
    var text: String
    /// Whether it is what the message is about.
    var isPrimary: Bool

    /// How it is painted.
    var style: TextStyle { isPrimary ? .primary : .secondary }
  }

  /// Paints a piece of a row.
  typealias Paint = (String, TextStyle) -> String

  /// The file.
  let file: SourceFile
  /// The marks of each line that is shown.
  private var marks: [Int: [Mark]] = [:]

  /// No lines of a file.
  init(file: SourceFile) { self.file = file }

  /// The numbers of the lines that are shown, in order.
  var lines: [Int] { marks.keys.sorted() }

  /// Marks a label; of one that covers several lines, the first.
  mutating func add(_ label: Diagnostic.Label, isPrimary: Bool) {
    let line = file.position(at: label.span.start).line
    let lineStart = file.lineStarts[line - 1]
    let lineEnd = lineStart + file.line(line).utf8.count
    let start = width(from: lineStart, to: label.span.start)
    let end = width(from: lineStart, to: min(label.span.end, lineEnd))
    marks[line, default: []].append(
      Mark(start: start, end: max(end, start + 1), text: label.text, isPrimary: isPrimary))
  }

  /// How many columns of a line are shown.
  private static let mostColumns = 160

  /// The columns of a line that are shown: all, or of a very long one those around its marks.
  private func window(of line: Int) -> Range<Int> {
    let width = shown(file.line(line)).terminalWidth
    guard width > Self.mostColumns, let marks = marks[line] else { return 0..<width }
    let primary = marks.first(where: \.isPrimary) ?? marks[0]
    let end = min(width, max(Self.mostColumns, primary.start + Self.mostColumns / 2))
    return max(0, end - Self.mostColumns)..<end
  }

  /// The columns of a line's text, with `…` where something is left out.
  private func cut(_ text: String, to window: Range<Int>) -> String {
    var column = 0
    var result = ""
    for sign in text {
      let width = String(sign).terminalWidth
      if window.contains(column) {
        // The sign at a cut gives its place to the mark of the cut.
        let isCut = column == window.lowerBound && column > 0
        result += isCut ? "…" + String(repeating: " ", count: width - 1) : String(sign)
      } else if column < window.lowerBound, column + width > window.lowerBound {
        result += "…"
      }
      column += width
    }
    return column > window.upperBound ? result + "…" : result
  }

  /// The marks that lie in the shown columns of a line, moved with them.
  private func marks(of line: Int, in window: Range<Int>) -> [Mark] {
    (marks[line] ?? []).compactMap { mark in
      guard mark.start >= window.lowerBound, mark.start <= window.upperBound else { return nil }
      var moved = mark
      moved.start -= window.lowerBound
      moved.end = max(moved.start + 1, min(mark.end, window.upperBound) - window.lowerBound)
      return moved
    }
  }

  /// The lines and their marks, with line numbers in a gutter of the given width; what is built in
  /// has none.
  func rows(gutterWidth: Int, paint: Paint) -> [String] {
    let blank = String(repeating: " ", count: gutterWidth)
    var rows: [String] = []
    var previous: Int?
    for line in lines {
      if let previous, line > previous + 1 { rows.append(paint("...", .frame)) }
      let number = file.isBuiltIn ? "" : String(line)
      let padding = String(repeating: " ", count: gutterWidth - number.utf8.count)
      let window = window(of: line)
      let text = cut(shown(file.line(line)), to: window)
      rows.append(paint(padding + number + " |", .frame) + " " + text)
      for row in markRows(marks(of: line, in: window), paint: paint) {
        rows.append(paint(blank + " |", .frame) + " " + row)
      }
      previous = line
    }
    return rows
  }

  /// The underlines of a line with the rightmost text, then the other texts from right to left.
  private func markRows(_ marks: [Mark], paint: Paint) -> [String] {
    let sorted = marks.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    guard let last = sorted.last else { return [] }
    let lastIsRightmost = sorted.allSatisfy { $0.end <= last.start || $0.start == last.start }
    var underline = Row()
    for mark in sorted.filter({ !$0.isPrimary }) + sorted.filter(\.isPrimary) {
      underline.put(
        String(repeating: mark.isPrimary ? "^" : "-", count: mark.end - mark.start),
        at: mark.start, mark.style)
    }
    var waiting = sorted.filter { !$0.text.isEmpty }
    if lastIsRightmost, !last.text.isEmpty {
      underline.put(" " + last.text, at: underline.count, last.style)
      waiting.removeLast()
    }
    var rows = [underline.painted(paint)]
    while let mark = waiting.popLast() {
      var row = Row()
      for other in waiting where other.start < mark.start {
        row.put("|", at: other.start, other.style)
      }
      row.put(mark.text, at: mark.start, mark.style)
      rows.append(row.painted(paint))
    }
    return rows
  }

  /// How many columns of a terminal a stretch of the file takes.
  private func width(from start: Int, to end: Int) -> Int {
    guard start < end else { return 0 }
    return String(decoding: file.bytes[start..<end], as: UTF8.self).terminalWidth
  }

  /// A line as it is shown: a tab takes one column.
  private func shown(_ line: String) -> String {
    String(line.map { $0 == "\t" || $0 == "\r" ? " " : $0 })
  }
}

/// A row of a terminal that is filled from left to right or over what is there.
private struct Row {
  /// The signs and their styles.
  private var cells: [(sign: Character, style: TextStyle?)] = []

  /// How many columns are filled.
  var count: Int { cells.count }

  /// Puts a text at a column.
  mutating func put(_ text: String, at column: Int, _ style: TextStyle) {
    for (index, sign) in text.enumerated() {
      while cells.count <= column + index { cells.append((" ", nil)) }
      cells[column + index] = (sign, style)
    }
  }

  /// The row as text.
  func painted(_ paint: Snippet.Paint) -> String {
    var result = ""
    var index = 0
    while index < cells.count {
      let style = cells[index].style
      let run = cells[index...].prefix { $0.style == style }
      let text = String(run.map(\.sign))
      result += style.map { paint(text, $0) } ?? text
      index += run.count
    }
    return result
  }
}

extension String {
  /// How many columns of a terminal it takes; East Asian signs and pictures take two.
  var terminalWidth: Int {
    reduce(0) { width, character in
      guard let scalar = character.unicodeScalars.first else { return width }
      return width + (Self.wide.contains { $0.contains(scalar.value) } ? 2 : 1)
    }
  }

  /// The scalars that take two columns.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
  ]
}
