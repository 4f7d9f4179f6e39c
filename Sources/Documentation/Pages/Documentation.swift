/// What is said of a library, or of several: its pages, and where each name stands.
///
///     let documentation = Documentation([DocumentationPage(name: "nn", file: nn)])
///     documentation.entries(named: "Linear")  // the model, on the page `nn`
public struct Documentation: Sendable {
  /// The pages in the order of the contents.
  public let pages: [DocumentationPage]
  /// The pages that declare a name, by the name.
  private let places: [String: [Int]]

  /// The documentation of the given pages.
  public init(_ pages: [DocumentationPage]) {
    self.pages = pages
    var places: [String: [Int]] = [:]
    for (index, page) in pages.enumerated() {
      for name in Set(page.entries.map(\.name)) { places[name, default: []].append(index) }
    }
    self.places = places
  }

  /// The page that a name on another page leads to; its own if it declares the name itself.
  func page(of name: String, seenFrom page: DocumentationPage) -> DocumentationPage? {
    guard let indices = places[name], let first = indices.first else { return nil }
    return pages[indices.first { pages[$0] == page } ?? first]
  }

  /// What is declared under a name, with the pages; also `Linear.call` for a member.
  public func entries(named name: String) -> [(page: DocumentationPage, entry: DocumentationEntry)]
  {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = parts.first else { return [] }
    return (places[first] ?? []).flatMap { index in
      let page = pages[index]
      let found = page.entries.filter { $0.name == first }
      if parts.count == 1 { return found.map { (page, $0) } }
      return found.flatMap(\.members).filter { $0.name == parts[1] }.map { (page, $0) }
    }
  }

  /// All names that have an entry, for suggestions.
  public var names: [String] { pages.flatMap { $0.entries.map(\.name) } }
}
