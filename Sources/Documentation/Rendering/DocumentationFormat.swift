/// How documentation is written.
public enum DocumentationFormat: String, CaseIterable, Sendable {
  /// One Markdown file a page, with links between them.
  case markdown
  /// One HTML file a page, and a style sheet; no script and nothing from elsewhere.
  case html
}

extension Documentation {
  /// The files of the documentation, by their names in one folder.
  public func files(_ format: DocumentationFormat) -> [(name: String, text: String)] {
    switch format {
    case .markdown:
      let pages = pages.map { ($0.fileName + ".md", markdown($0)) }
      return [("README.md", markdownContents)] + pages
    case .html:
      let pages = pages.map { ($0.fileName + ".html", html($0)) }
      return [("index.html", htmlContents), ("style.css", HTMLPage.style)] + pages
    }
  }
}

extension DocumentationPage {
  /// The name of the page's file, without its ending.
  var fileName: String { name }
}
