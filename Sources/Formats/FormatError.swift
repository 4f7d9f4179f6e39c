/// What is wrong with a file: plain data, which the caller turns into a `Diagnostic`.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether the file was there to be judged.
  public enum Kind: Hashable, Sendable {
    /// The system refused to open, read or write it.
    case inaccessible
    /// Its content is not what its format demands.
    case malformed
    /// Its content is right but says something that Martlet has no use for.
    case unsupported
  }

  /// The place in the file.
  public enum Location: Hashable, Sendable {
    /// The file as such.
    case file
    /// A byte, counted from 0.
    case byte(Int)
    /// A line of a text, counted from 1.
    case line(Int)
    /// A row of a table, counted from 1 with the header.
    case row(Int)
    /// A cell of a table; both counted from 1, rows with the header.
    case cell(row: Int, column: Int)
  }

  /// Whether the file was there to be judged.
  public var kind: Kind
  /// The path as the user wrote it; for a part of an archive, followed by `/` and the part's name.
  public var file: String
  /// The place in the file.
  public var location: Location
  /// One line, without a full stop: what was expected and what came.
  public var message: String

  /// An error of the given parts.
  public init(_ kind: Kind, file: String, at location: Location = .file, _ message: String) {
    self.kind = kind
    self.file = file
    self.location = location
    self.message = message
  }

  /// The file and the place: `digits.csv, row 3, column 7`.
  public var place: String {
    switch location {
    case .file: file
    case .byte(let offset): "\(file), byte \(offset)"
    case .line(let line): "\(file), line \(line)"
    case .row(let row): "\(file), row \(row)"
    case .cell(let row, let column): "\(file), row \(row), column \(column)"
    }
  }

  /// The place and the message in one line.
  public var description: String { "\(place): \(message)" }
}
