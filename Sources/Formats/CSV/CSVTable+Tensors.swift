import MartletShapes
import MartletTensors

extension CSVTable {
  /// The numbers of some columns side by side: shape `[rowCount, columns.count]`.
  public func tensor(of columns: Range<Int>, as elementType: ElementType) throws(FormatError)
    -> Tensor
  {
    let numbers = try doubles(of: columns, elementType)
    return Tensor(f64: numbers, shape: [rowCount, columns.count]).converted(to: elementType)
  }

  /// The numbers of one column: shape `[rowCount]`.
  public func tensor(of column: Int, as elementType: ElementType) throws(FormatError) -> Tensor {
    try tensor(of: column..<column + 1, as: elementType).reshaped(to: [rowCount])
  }

  /// The numbers of what a name means: shape `[rowCount]` for the column of that name, or else
  /// `[rowCount, n]` for the columns `name.0` to `name.(n - 1)`.
  public func tensor(named name: String, as elementType: ElementType) throws(FormatError)
    -> Tensor
  {
    let columns = try columns(named: name)
    if names?[columns.lowerBound] == name {
      return try tensor(of: columns.lowerBound, as: elementType)
    }
    return try tensor(of: columns, as: elementType)
  }

  /// All numbers: shape `[rowCount, columnCount]`.
  public func tensor(as elementType: ElementType) throws(FormatError) -> Tensor {
    try tensor(of: 0..<columnCount, as: elementType)
  }

  /// The numbers of some columns, row by row, each fit for the element type.
  private func doubles(of columns: Range<Int>, _ elementType: ElementType) throws(FormatError)
    -> [Double]
  {
    guard columns.lowerBound >= 0, columns.upperBound <= columnCount else {
      throw FormatError(
        .malformed, file: file.name,
        "columns \(columns.lowerBound)..<\(columns.upperBound) were asked for, but there are "
          + "\(columnCount)")
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(rowCount * columns.count)
    var wrong: (row: Int, column: Int)?
    file.bytes.withUnsafeBufferPointer { bytes in
      for row in 0..<rowCount {
        for column in columns {
          let place = cell(row: row, column: column)
          let text = UnsafeBufferPointer(rebasing: bytes[place.start..<place.end])
          guard let number = NumberText.double(text), elementType.holds(number) else {
            wrong = wrong ?? (row, column)
            return
          }
          numbers.append(number)
        }
      }
    }
    if let wrong { throw refusal(of: wrong.row, wrong.column, elementType) }
    return numbers
  }

  /// The message about a cell that is no number of the element type.
  private func refusal(of row: Int, _ column: Int, _ elementType: ElementType) -> FormatError {
    let text = text(row: row, column: column)
    let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
    let came = text.isEmpty ? "the cell is empty" : "`\(shown)` came"
    return FormatError(
      .malformed, file: file.name, at: location(row: row, column: column),
      "\(elementType.expectation) was expected, but \(came)")
  }
}
