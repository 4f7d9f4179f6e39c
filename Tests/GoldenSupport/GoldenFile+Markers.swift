import MartletSource

extension GoldenFile {
  /// An expectation in the program itself: `#~ error slash-comment` speaks of its own line,
  /// `#~^ error …` of the line above, one more `^` for each line further up.
  private struct Marker: Hashable {
    /// The line it speaks of, from 1.
    var line: Int
    /// The severity and the code, as they are written.
    var claim: String
  }

  /// The markers of the program.
  private var markers: [Marker] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap {
      index, line in
      line.components(after: "#~").map { rest in
        let above = rest.prefix { $0 == "^" }.count
        let words = rest.dropFirst(above).split(separator: " ").prefix(2)
        return Marker(line: index + 1 - above, claim: words.joined(separator: " "))
      }
    }
  }

  /// Which diagnostics have no marker on their line, and which markers no diagnostic.
  ///
  /// Markers are typed by hand, so an error that vanished cannot be accepted away.
  public func problems(withMarkersFor diagnostics: [Diagnostic]) -> [String] {
    var missing = markers
    var problems: [String] = []
    for diagnostic in diagnostics {
      let line = source.position(at: diagnostic.span.start).line
      let claim = "\(diagnostic.severity.rawValue) \(diagnostic.code.rawValue)"
      if let index = missing.firstIndex(of: Marker(line: line, claim: claim)) {
        missing.remove(at: index)
      } else {
        problems.append("\(name).mlt:\(line): no marker `#~ \(claim)` (\(diagnostic.message))")
      }
    }
    return problems + missing.map { "\(name).mlt:\($0.line): expected \($0.claim)" }
  }
}

extension Substring {
  /// What follows each occurrence of a sign, up to the next.
  fileprivate func components(after sign: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self
    while let range = rest.firstRange(of: sign) {
      rest = rest[range.upperBound...]
      let end = rest.firstRange(of: sign)?.lowerBound ?? rest.endIndex
      parts.append(rest[..<end])
    }
    return parts
  }
}
