/// A table of text in rows of equally many cells, as RFC 4180 describes it.
///
///     let table = try CSVTable(file, header: .present)
///     let pixels = try table.tensor(of: table.columns(named: "pixels"), as: .f32)   // f32[rows, 64]
public struct CSVTable: Sendable {
  /// Whether the first row names the columns.
  public enum Header: Hashable, Sendable {
    /// It does.
    case present
    /// It is data.
    case absent
    /// It does if one of its cells is no number.
    case detected
  }

  /// The file.
  public let file: InputFile
  /// The name of each column; `nil` without a header.
  public let names: [String]?
  /// The number of cells in each row.
  public let columnCount: Int
  /// The number of rows, without the header.
  public let rowCount: Int
  /// Where each cell lies, row by row, without the header.
  private let cells: [CSVCell]

  /// The table that a file holds.
  public init(
    _ file: InputFile, header: Header, separator: Character = ","
  ) throws(FormatError) {
    var parser = CSVParser(file, separator: separator.asciiValue ?? UInt8(ascii: ","))
    var (cells, columns) = try parser.parse()
    let first = cells.prefix(columns).map { $0.text(in: file.bytes) }
    let named =
      switch header {
      case .present: true
      case .absent: false
      case .detected: first.contains { NumberText.double($0) == nil }
      }
    if named { cells.removeFirst(columns) }
    self.file = file
    self.names = named ? first : nil
    self.columnCount = columns
    self.rowCount = columns == 0 ? 0 : cells.count / columns
    self.cells = cells
  }

  /// The table in the file at `path`, inflated if it is a gzip file.
  public init(reading path: String, header: Header, separator: Character = ",")
    throws(FormatError)
  {
    try self.init(InputFile(reading: path), header: header, separator: separator)
  }

  /// The text of a cell; rows and columns count from 0, without the header.
  public func text(row: Int, column: Int) -> String {
    cell(row: row, column: column).text(in: file.bytes)
  }

  /// The text of each cell of a column.
  public func texts(column: Int) -> [String] {
    (0..<rowCount).map { text(row: $0, column: column) }
  }

  /// Where a cell lies.
  func cell(row: Int, column: Int) -> CSVCell { cells[row * columnCount + column] }

  /// The place of a cell as messages name it.
  func location(row: Int, column: Int) -> FormatError.Location {
    .cell(row: row + (names == nil ? 1 : 2), column: column + 1)
  }

  /// The columns that a name means: the one of that name, or else all of the form
  /// `name.0, name.1, …`, which must stand side by side and in order.
  public func columns(named name: String) throws(FormatError) -> Range<Int> {
    guard let names else {
      throw FormatError(
        .malformed, file: file.name, "the columns have no names: no header was read")
    }
    let exact = names.indices.filter { names[$0] == name }
    if exact.count > 1 {
      throw FormatError(.malformed, file: file.name, "\(exact.count) columns are called `\(name)`")
    }
    if let column = exact.first { return column..<column + 1 }
    guard let start = names.firstIndex(of: name + ".0") else {
      throw FormatError(
        .malformed, file: file.name,
        "no column is called `\(name)`; there are \(CSVTable.list(names))")
    }
    var end = start
    while end < names.count, names[end] == "\(name).\(end - start)" { end += 1 }
    return start..<end
  }

  /// The first names, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
