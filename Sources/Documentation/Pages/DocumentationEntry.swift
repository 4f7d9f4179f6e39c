import MartletSyntax

/// What the documentation says of one declaration.
public struct DocumentationEntry: Hashable, Sendable {
  /// What is declared.
  public enum Kind: String, Hashable, Sendable {
    case function = "fn"
    case procedure = "proc"
    case model
    case structure = "struct"
    case enumeration = "enum"
    case requirements = "protocol"
    case setting
    case alias = "type"
    case constant = "let"
    case parameter = "param"
    case state
    case field
  }

  /// What is declared.
  public let kind: Kind
  /// The name.
  public let name: String
  /// The declaration without its body, as the source has it.
  public let signature: String
  /// The text of its `##` comment, in Markdown; empty if there is none.
  public let text: String
  /// The fields and methods of a model, the fields of a struct, the methods of a protocol.
  public let members: [DocumentationEntry]

  /// An entry of the given parts.
  init(
    _ kind: Kind, _ name: String, signature: String, text: String?,
    members: [DocumentationEntry] = []
  ) {
    self.kind = kind
    self.name = name
    self.signature = signature
    self.text = text ?? ""
    self.members = members
  }

  /// The first sentence or line of the text, for tables.
  public var summary: String {
    let paragraph = text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.allSatisfy(\.isWhitespace) }.joined(separator: " ")
    var end = paragraph.startIndex
    while let dot = paragraph[end...].firstIndex(of: ".") {
      end = paragraph.index(after: dot)
      // A sentence ends where a blank and a capital follow; "et al. 2016" goes on.
      let rest = paragraph[end...]
      guard let next = rest.dropFirst().first else { return paragraph }
      if rest.first == " ", next.isUppercase || next == "`" { return String(paragraph[..<end]) }
    }
    return paragraph
  }
}
