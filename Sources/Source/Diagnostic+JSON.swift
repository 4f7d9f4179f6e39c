extension Diagnostic {
  /// The diagnostic as one JSON object on one line, for tools.
  ///
  ///     {"code":"…","severity":"error","message":"…","primary":{"file":"…","start":
  ///     {"line":1,"column":1},"end":{"line":1,"column":2},"text":"…"},"labels":[],
  ///     "notes":[],"help":[]}
  ///
  /// Lines and columns count from 1, columns in characters.
  public func json(sources: SourceMap) -> String {
    let fields = [
      ("code", quoted(code.rawValue)),
      ("severity", quoted(severity.rawValue)),
      ("message", quoted(message)),
      ("primary", primary.json(sources: sources)),
      ("labels", array(labels.map { $0.json(sources: sources) })),
      ("notes", array(notes.map(quoted))),
      ("help", array(help.map(quoted))),
    ]
    return object(fields)
  }
}

extension Diagnostic.Label {
  /// The label as a JSON object.
  fileprivate func json(sources: SourceMap) -> String {
    let file = sources[span.file]
    return object([
      ("file", quoted(file.name)),
      ("start", position(file.position(at: span.start))),
      ("end", position(file.position(at: span.end))),
      ("text", quoted(text)),
    ])
  }

  /// A position as a JSON object.
  private func position(_ position: (line: Int, column: Int)) -> String {
    object([("line", String(position.line)), ("column", String(position.column))])
  }
}

/// A JSON object of fields whose values are JSON already.
private func object(_ fields: [(String, String)]) -> String {
  "{" + fields.map { quoted($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
}

/// A JSON array of elements that are JSON already.
private func array(_ elements: [String]) -> String {
  "[" + elements.joined(separator: ",") + "]"
}

/// A JSON string.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
