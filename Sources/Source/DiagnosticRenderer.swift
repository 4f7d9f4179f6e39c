/// Turns diagnostics into text for a person.
///
///     error[shape-mismatch]: these sizes differ
///      --> digits.mlt:7:9
///       |
///     6 | let w = zeros[512, 10]()
///       |         ---------------- 512 comes from here
///     7 | let y = x @ w
///       |             ^ expected 784 rows
///       |
///       = help: …
public struct DiagnosticRenderer: Sendable {
  /// The texts that the spans lie in.
  public let sources: SourceMap
  /// Whether the text holds the colour codes of terminals.
  public let usesColor: Bool

  /// A renderer of what is said about some files.
  public init(sources: SourceMap, usesColor: Bool = false) {
    self.sources = sources
    self.usesColor = usesColor
  }

  /// All of them in the order of the text, without repetitions, at most 20.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    let shown = diagnostics.presented()
    var blocks = shown.map { render($0) }
    let hidden = diagnostics.distinctCount - shown.count
    if hidden > 0 { blocks.append("… and \(hidden) more\n") }
    return blocks.joined(separator: "\n")
  }

  /// One of them, with a line break at its end.
  public func render(_ diagnostic: Diagnostic) -> String {
    let file = sources[diagnostic.span.file]
    let position = file.position(at: diagnostic.span.start)
    let groups = groups(of: diagnostic)
    let lastLine =
      groups.filter { !$0.file.isBuiltIn }.flatMap(\.snippet.lines).max() ?? position.line
    let gutter = String(repeating: " ", count: String(lastLine).count)
    var rows = [title(of: diagnostic)]
    for (index, group) in groups.enumerated() {
      rows.append(place(of: group, arrow: index == 0 ? "-->" : ":::", gutter))
      rows.append(paint(gutter + " |", .frame))
      rows += group.snippet.rows(gutterWidth: gutter.utf8.count, paint: paint)
    }
    let remarks =
      diagnostic.notes.map { ("note", $0) } + diagnostic.help.map { ("help", $0) }
    if !remarks.isEmpty { rows.append(paint(gutter + " |", .frame)) }
    for (kind, text) in remarks { rows += remark(kind, text, gutter) }
    return rows.map { $0.trimmingBlanksAtEnd + "\n" }.joined()
  }

  /// The labels of a diagnostic that lie in one file.
  private struct Group {
    /// The file.
    var file: SourceFile
    /// The first place that is marked: the primary one where it is in this file.
    var start: Int
    /// The lines and their marks.
    var snippet: Snippet
  }

  /// The labels by file, that of the primary label first.
  private func groups(of diagnostic: Diagnostic) -> [Group] {
    var ids = [diagnostic.span.file]
    for label in diagnostic.labels where !ids.contains(label.span.file) {
      ids.append(label.span.file)
    }
    return ids.map { id in
      let labels = diagnostic.labels.filter { $0.span.file == id }
      let file = sources[id]
      var snippet = Snippet(file: file)
      if id == diagnostic.span.file { snippet.add(diagnostic.primary, isPrimary: true) }
      for label in labels { snippet.add(label, isPrimary: false) }
      let start = id == diagnostic.span.file ? diagnostic.span.start : labels[0].span.start
      return Group(file: file, start: start, snippet: snippet)
    }
  }

  /// `error[code]: message`.
  private func title(of diagnostic: Diagnostic) -> String {
    let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]"
    let style: TextStyle = diagnostic.severity == .error ? .error : .warning
    return paint(kind, style) + paint(": " + diagnostic.message, .title)
  }

  /// ` --> file:line:column`; what is built in has no lines.
  private func place(of group: Group, arrow: String, _ gutter: String) -> String {
    if group.file.isBuiltIn { return paint(gutter + arrow, .frame) + " built in" }
    let position = group.file.position(at: group.start)
    return paint(gutter + arrow, .frame)
      + " \(group.file.name):\(position.line):\(position.column)"
  }

  /// `= note: text`, the further lines of the text below its first.
  private func remark(_ kind: String, _ text: String, _ gutter: String) -> [String] {
    let indent = String(repeating: " ", count: gutter.utf8.count + 9)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
      $0.offset == 0
        ? paint(gutter + " = ", .frame) + paint(kind, .title) + ": \($0.element)"
        : indent + $0.element
    }
  }

  /// The text in a style, if there are colours.
  private func paint(_ text: String, _ style: TextStyle) -> String {
    usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// What a piece of a rendered message is; the raw value is the terminal's code.
enum TextStyle: String {
  case error = "1;31"
  case warning = "1;33"
  case title = "1"
  case frame = "1;34"
  case primary = "31"
  case secondary = "34"
}

extension String {
  /// The text without blanks at its end.
  fileprivate var trimmingBlanksAtEnd: Substring {
    self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)]
  }
}
