import MartletSource
import MartletSyntax

extension Documentation {
  /// The contents: every page with what it declares.
  var markdownContents: String {
    var text = "# The library, by page\n\nMade by `martlet doc` from the `##` comments.\n"
    for page in pages {
      text += "\n## [\(page.title)](\(page.fileName).md)\n\n| | |\n|---|---|\n"
      for entry in page.entries {
        let target = "\(page.fileName).md#\(anchor(of: entry, on: page))"
        text += "| [`\(entry.name)`](\(target)) | \(cell(entry.summary)) |\n"
      }
    }
    return text
  }

  /// A page in Markdown.
  func markdown(_ page: DocumentationPage) -> String {
    var text = "# \(page.title)\n"
    if !page.introduction.isEmpty { text += "\n\(page.introduction)\n" }
    for entry in page.entries { text += "\n## \(entry.name)\n\n" + markdown(entry, on: page) }
    return text
  }

  /// An entry in Markdown, without its heading.
  public func markdown(_ entry: DocumentationEntry, on page: DocumentationPage) -> String {
    var text = "```martlet\n\(entry.signature)\n```\n"
    let links = references(in: entry.signature, besides: entry.name, on: page)
    if !links.isEmpty {
      let list = links.map { name, target in "[`\(name)`](\(target))" }
      text += "\nSee \(list.joined(separator: ", ")).\n"
    }
    if !entry.text.isEmpty { text += "\n\(entry.text)\n" }
    guard !entry.members.isEmpty else { return text }
    text += "\n"
    for member in entry.members {
      let signature = member.signature.split(separator: "\n").map {
        $0.drop { $0 == " " }
      }
      text += "- `\(signature.joined(separator: " "))`"
      if !member.text.isEmpty {
        let lines = member.text.split(separator: "\n", omittingEmptySubsequences: false)
        text += "  \n  " + lines.joined(separator: "\n  ")
      }
      text += "\n"
    }
    return text
  }

  /// The names in a signature that have an entry, with the links to them.
  private func references(
    in signature: String, besides own: String, on page: DocumentationPage
  ) -> [(name: String, target: String)] {
    var seen: Set<String> = [own]
    return SignatureText(signature).pieces.compactMap { piece in
      guard piece.mayRefer, seen.insert(piece.text).inserted,
        let other = self.page(of: piece.text, seenFrom: page),
        let entry = other.entries.first(where: { $0.name == piece.text })
      else { return nil }
      let file = other == page ? "" : other.fileName + ".md"
      return (piece.text, "\(file)#\(anchor(of: entry, on: other))")
    }
  }

  /// The anchor that GitHub gives to an entry's heading.
  private func anchor(of entry: DocumentationEntry, on page: DocumentationPage) -> String {
    let lowered = entry.name.lowercased()
    let same = page.entries.filter { $0.name.lowercased() == lowered }
    let place = same.firstIndex(of: entry) ?? 0
    return place == 0 ? lowered : "\(lowered)-\(place)"
  }

  /// A text as a cell of a table.
  private func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
