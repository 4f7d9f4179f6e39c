/// A text as HTML shows it: `<`, `>`, `&` and quotes stand for themselves.
func escapedHTML(_ text: some StringProtocol) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for character in text {
    switch character {
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "&": result += "&amp;"
    case "\"": result += "&quot;"
    default: result.append(character)
    }
  }
  return result
}

extension SignatureText {
  /// The text with a class for each role, and links where `target` knows one.
  func html(linkingTo target: (String) -> String?) -> String {
    pieces.map { piece in
      let text = escapedHTML(piece.text)
      let body = piece.role == .plain ? text : "<span class=\"\(piece.role)\">\(text)</span>"
      guard piece.mayRefer, let target = target(piece.text) else { return body }
      return "<a href=\"\(escapedHTML(target))\">\(body)</a>"
    }.joined()
  }
}
