import MartletSource

extension Lexer.Output {
  /// The tokens as text, one line a token: where it starts, its kind and how it is written.
  public func dump(of file: SourceFile) -> String {
    tokens.map { token in
      let place = file.position(at: token.span.start)
      let text = file.text(in: token.span)
      let written = text.isEmpty ? "" : " " + text
      let comments = token.comments.map {
        "\($0.isDocumentation ? "##" : "#") \($0.text)\n"
      }.joined()
      return comments + "\(place.line):\(place.column) \(token.kind.name)\(written)\n"
    }.joined()
  }
}

extension Token.Kind {
  /// What a token of this kind is called in a dump.
  var name: String {
    switch self {
    case .identifier: "name"
    case .keyword: "word"
    case .elementType: "type"
    case .integer: "integer"
    case .float: "float"
    case .string: "string"
    case .symbol: "sign"
    case .newline: "newline"
    case .end: "end"
    case .invalid: "invalid"
    }
  }
}
