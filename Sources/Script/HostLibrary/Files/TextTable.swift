import MartletElaboration
import MartletFormats
import MartletShapes
import MartletTensors

/// A csv file with named columns.
final class TextTable: HostTable, CustomStringConvertible {
  /// The file's cells.
  private let table: CSVTable

  /// The name in messages.
  var typeName: String { "Table" }

  /// The table of a file.
  init(_ table: CSVTable) { self.table = table }

  /// The size and the names of the columns.
  var description: String {
    let names = table.names ?? []
    let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    return "\(table.rowCount) rows of \(table.columnCount) columns: \(shown)"
  }

  /// The column of a name, or all of `name.0`, `name.1`, … side by side.
  func column(_ name: String) throws(HostFault) -> Value {
    do throws(FormatError) {
      let columns = try table.columns(named: name)
      let isOne = table.names?[columns.lowerBound] == name
      return .host(TextColumns(table, columns, isOne: isOne, name: name))
    } catch {
      throw HostFault(error)
    }
  }
}

/// Columns of a csv file, before the program has said with `as` what they should be.
final class TextColumns: HostObject, CustomStringConvertible {
  /// The file's cells.
  private let table: CSVTable
  /// The columns.
  private let columns: Range<Int>
  /// Whether it is one column, so a vector.
  private let isOne: Bool
  /// The name that was asked for.
  private let name: String

  /// The name in messages.
  var typeName: String { "column" }

  /// Some columns of a table.
  init(_ table: CSVTable, _ columns: Range<Int>, isOne: Bool, name: String) {
    self.table = table
    self.columns = columns
    self.isOne = isOne
    self.name = name
  }

  /// The numbers, or the texts where some cell is no number.
  var description: String {
    if let tensor = try? numbers(as: .f64) { return tensor.description }
    return "\(columns.flatMap { table.texts(column: $0) })"
  }

  /// The numbers as elements of the given type.
  private func numbers(as element: ElementType) throws(FormatError) -> Tensor {
    isOne
      ? try table.tensor(of: columns.lowerBound, as: element)
      : try table.tensor(of: columns, as: element)
  }

  /// The numbers, if they are what is asked for.
  func tensor(as type: RequestedTensor) throws(HostFault) -> Tensor? {
    let rows = table.rowCount
    try type.check(
      shape: isOne ? [rows] : [rows, columns.count], of: "\(table.file.name), `\(name)`")
    do throws(FormatError) {
      let tensor = try numbers(as: type.element)
      guard let bound = type.bound else { return tensor }
      if let position = tensor.firstPosition(outside: bound) {
        throw refusal(position, bound)
      }
      return tensor.bounded(by: bound)
    } catch {
      throw HostFault(error)
    }
  }

  /// The message about a cell that a range type does not allow; rows count the header.
  private func refusal(_ position: Int, _ bound: Int) -> FormatError {
    let (row, column) = (position / columns.count, columns.lowerBound + position % columns.count)
    return FormatError(
      .malformed, file: table.file.name, at: .cell(row: row + 2, column: column + 1),
      "\(table.text(row: row, column: column)) is not in 0..<\(bound)")
  }
}

extension HostFault {
  /// What is wrong with a file.
  init(_ error: FormatError) {
    self.init(error.description)
  }
}
