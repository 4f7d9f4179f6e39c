import MartletSource

/// What the documentation says of one file, or of one module that is built in.
public struct DocumentationPage: Hashable, Sendable {
  /// The dotted name that imports it.
  public let name: String
  /// What it is about: its first heading, or its name.
  public let title: String
  /// The text in front of the declarations, in Markdown.
  public let introduction: String
  /// The declarations in the order of the text.
  public let entries: [DocumentationEntry]

  /// The page of a file.
  ///
  /// - Parameters:
  ///   - name: The dotted name that imports the file.
  ///   - title: What to call it if its text does not begin with a heading.
  public init(name: String, title: String? = nil, file: SourceFile) {
    self.name = name
    var lines = DocumentationPage.opening(of: file)
    var heading: String?
    if let first = lines.first, first.hasPrefix("# ") {
      heading = String(first.dropFirst(2))
      lines.removeFirst()
    }
    self.title = heading ?? title ?? name
    introduction = lines.drop { $0.isEmpty }.joined(separator: "\n")
    entries = EntryReader(file).entries
  }

  /// The `##` lines at the top of a file that belong to no declaration, without their marks.
  private static func opening(of file: SourceFile) -> [String] {
    var number = 1
    if file.line(number).hasPrefix("#!") { number += 1 }
    var lines: [String] = []
    while file.line(number).hasPrefix("##") {
      lines.append(unmarked(file.line(number)))
      number += 1
    }
    let isApart = file.line(number).allSatisfy(\.isWhitespace)
    return isApart ? lines : []
  }

  /// A line of a comment without the marks and the blank behind them.
  private static func unmarked(_ line: String) -> String {
    let text = line.dropFirst(2)
    return String(text.hasPrefix(" ") ? text.dropFirst() : text)
  }
}
