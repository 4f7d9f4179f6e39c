extension Documentation {
  /// The contents: every page with what it declares.
  var htmlContents: String {
    let sections = pages.map { page in
      let rows = page.entries.map { entry in
        let target = "\(page.fileName).html#\(entry.name)"
        return "<tr><td><a href=\"\(escapedHTML(target))\"><code>\(escapedHTML(entry.name))</code>"
          + "</a></td><td>\(commonMark(on: page).html(entry.summary))</td></tr>"
      }
      let link = "<a href=\"\(escapedHTML(page.fileName)).html\">\(escapedHTML(page.title))</a>"
      return "<h2>\(link)</h2>\n<table>\n\(rows.joined(separator: "\n"))\n</table>"
    }
    let body = "<h1>The library</h1>\n" + sections.joined(separator: "\n")
    return HTMLPage(title: "The library", navigation: navigation, body: body).text
  }

  /// A page in HTML.
  func html(_ page: DocumentationPage) -> String {
    let markdown = commonMark(on: page)
    let sections = page.entries.map { section($0, on: page) }
    let body =
      "<h1>\(escapedHTML(page.title))</h1>\n" + markdown.html(page.introduction)
      + sections.joined(separator: "\n")
    return HTMLPage(title: page.title, navigation: navigation, body: body).text
  }

  /// The links to all pages.
  private var navigation: String {
    let items = pages.map {
      "<li><a href=\"\(escapedHTML($0.fileName)).html\">\(escapedHTML($0.title))</a></li>"
    }
    return "<ul>\n<li><a href=\"index.html\">Contents</a></li>\n"
      + items.joined(separator: "\n") + "\n</ul>"
  }

  /// The section of an entry.
  private func section(_ entry: DocumentationEntry, on page: DocumentationPage) -> String {
    let name = escapedHTML(entry.name)
    var text = """
      <section id="\(name)">
      <h2><a href="#\(name)">\(name)</a> <span class="kind">\(entry.kind.rawValue)</span></h2>
      <pre class="signature"><code>\(code(entry.signature, on: page, besides: entry.name))</code></pre>
      \(commonMark(on: page).html(entry.text))
      """
    if !entry.members.isEmpty {
      let members = entry.members.map { member in
        "<dt id=\"\(name).\(escapedHTML(member.name))\"><code>"
          + code(member.signature, on: page, besides: member.name)
          + "</code></dt>\n<dd>\(commonMark(on: page).html(member.text))</dd>"
      }
      text += "\n<dl>\n\(members.joined(separator: "\n"))\n</dl>"
    }
    return text + "\n</section>"
  }

  /// Martlet text with colours and links.
  private func code(_ text: String, on page: DocumentationPage, besides own: String? = nil)
    -> String
  {
    SignatureText(text).html { $0 == own ? nil : link(to: $0, from: page) }
  }

  /// The link to a name; nil if it has no entry.
  private func link(to name: String, from page: DocumentationPage) -> String? {
    guard let other = self.page(of: name, seenFrom: page) else { return nil }
    return (other == page ? "" : other.fileName + ".html") + "#\(name)"
  }

  /// What makes HTML of the comments on a page.
  private func commonMark(on page: DocumentationPage) -> CommonMark {
    CommonMark(
      code: { language, text in
        guard language == "martlet" else { return nil }
        return "<pre><code>\(code(text, on: page))</code></pre>\n"
      },
      target: { link(to: $0, from: page) })
  }
}
