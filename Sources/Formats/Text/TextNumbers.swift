import MartletShapes
import MartletTensors

/// All numbers of a text file, in reading order, whatever lines they stand on.
///
///     try TextNumbers(reading: "MUTAG.txt").tensor(as: .i32)   // 188 23 2 2 2 1 13 …
///
/// Blanks and the ends of lines part the numbers. It suits formats whose numbers say how many follow.
public struct TextNumbers: Sendable {
  /// The file's name, for messages.
  public let name: String
  /// The numbers.
  private let numbers: [Double]
  /// For each line that has numbers, how many stand before it and which line it is.
  private let starts: [(count: Int, line: Int)]

  /// The numbers of the file at `path`, inflated if it is a gzip file.
  public init(reading path: String) throws(FormatError) {
    try self.init(InputFile(reading: path))
  }

  /// The numbers of a file's content.
  public init(_ file: InputFile) throws(FormatError) {
    var scanner = TextScanner(file, comments: false)
    var numbers: [Double] = []
    var starts: [(count: Int, line: Int)] = []
    while let line = scanner.nextLine() {
      starts.append((numbers.count, line.number))
      for word in line.words { numbers.append(try scanner.number(word, on: line)) }
    }
    (self.name, self.numbers, self.starts) = (file.name, numbers, starts)
  }

  /// How many numbers there are.
  public var count: Int { numbers.count }

  /// The numbers as elements of the given type, all of which must fit.
  public func tensor(as elementType: ElementType) throws(FormatError) -> Tensor {
    if let wrong = numbers.firstIndex(where: { !elementType.holds($0) }) {
      throw refusal(of: wrong, "\(elementType.expectation) was expected")
    }
    return Tensor(f64: numbers).converted(to: elementType)
  }

  /// An error about the number at a position: what was expected, and what came.
  public func refusal(of position: Int, _ expected: String) -> FormatError {
    let line = starts.last { $0.count <= position }?.line ?? 1
    let number = numbers[position]
    let shown = Int(exactly: number).map { "\($0)" } ?? "\(number)"
    return FormatError(
      .malformed, file: name, at: .line(line), "\(expected), but \(shown) came")
  }
}
