/// Finds the cells of a comma-separated file; every row must have as many as the first.
struct CSVParser {
  /// The file.
  private let file: InputFile
  /// The byte between two cells.
  private let separator: UInt8
  /// The offset of the next byte.
  private var offset: Int
  /// The number of the row that is read, from 1.
  private var row = 1
  /// The cells of the row that is read.
  private var column = 0
  /// All cells so far.
  private var cells: [CSVCell] = []

  /// A quotation mark.
  private static let quote = UInt8(ascii: "\"")
  /// A line feed.
  private static let newline = UInt8(ascii: "\n")
  /// A carriage return, which may stand before the line feed.
  private static let carriageReturn = UInt8(ascii: "\r")

  /// A parser at the start of a file, behind a byte order mark if there is one.
  init(_ file: InputFile, separator: UInt8) {
    self.file = file
    self.separator = separator
    self.offset = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The cells, row by row, and their number in each row.
  mutating func parse() throws(FormatError) -> (cells: [CSVCell], columns: Int) {
    var columns: Int?
    while offset < file.bytes.count {
      column = 0
      try takeRow()
      if let columns, columns != column {
        throw FormatError(
          .malformed, file: file.name, at: .row(row),
          "the row has \(CSVParser.cells(column)), but the first has \(columns)")
      }
      columns = column
      row += 1
    }
    return (cells, columns ?? 0)
  }

  /// Reads the cells up to the end of a line and steps behind it.
  private mutating func takeRow() throws(FormatError) {
    while true {
      column += 1
      try takeCell()
      guard offset < file.bytes.count else { return }
      let byte = file.bytes[offset]
      if byte == separator {
        offset += 1
      } else {
        offset += byte == CSVParser.carriageReturn ? 2 : 1
        return
      }
    }
  }

  /// Reads a cell and stops at the separator or the end of the line behind it.
  private mutating func takeCell() throws(FormatError) {
    if offset < file.bytes.count, file.bytes[offset] == CSVParser.quote {
      try takeQuotedCell()
    } else {
      takeBareCell()
    }
  }

  /// Reads a cell without quotes around it; quotes inside mean themselves.
  private mutating func takeBareCell() {
    let start = offset
    file.bytes.withUnsafeBufferPointer { bytes in
      while offset < bytes.count, bytes[offset] != separator, !isLineEnd(bytes[offset], bytes) {
        offset += 1
      }
    }
    cells.append(CSVCell(start: start, end: offset, hasDoubledQuotes: false))
  }

  /// Reads a cell in quotes.
  private mutating func takeQuotedCell() throws(FormatError) {
    let start = offset + 1
    var doubled = false
    offset = start
    while offset < file.bytes.count {
      if file.bytes[offset] == CSVParser.quote {
        if offset + 1 == file.bytes.count || file.bytes[offset + 1] != CSVParser.quote { break }
        doubled = true
        offset += 1
      }
      offset += 1
    }
    guard offset < file.bytes.count else { throw broken("the quote at its start is never closed") }
    cells.append(CSVCell(start: start, end: offset, hasDoubledQuotes: doubled))
    offset += 1
    guard offset < file.bytes.count else { return }
    let ends = file.bytes.withUnsafeBufferPointer { isLineEnd(file.bytes[offset], $0) }
    if file.bytes[offset] != separator, !ends {
      throw broken("text follows the closing quote; a quote inside is written twice")
    }
  }

  /// Whether a line ends at `offset`, whose byte is `byte`.
  private func isLineEnd(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if byte == CSVParser.newline { return true }
    return byte == CSVParser.carriageReturn && offset + 1 < bytes.count
      && bytes[offset + 1] == CSVParser.newline
  }

  /// An error about the cell that is read.
  private func broken(_ message: String) -> FormatError {
    FormatError(.malformed, file: file.name, at: .cell(row: row, column: column), message)
  }

  /// `1 cell` or `n cells`.
  private static func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }
}
