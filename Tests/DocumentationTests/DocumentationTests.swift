import MartletDocumentation
import MartletSource
import Testing

@Suite struct DocumentationTests {
  /// A page whose file has one of each.
  static let page = DocumentationPage(
    name: "zoo",
    file: SourceFile(
      name: "zoo.mlt",
      text: """
        ## # Animals
        ##
        ## What lives here. See `Lion`.

        ## How it joins.
        enum Join { stack average }

        ## A big cat (Linnaeus et al. 1758). It roars.
        ##
        ## | a | b |
        ## |---|---|
        ## | 1 | 2 |
        ##
        ## ```martlet
        ## let lion = Lion[3]()   # <small>
        ## ```
        model Lion[D](
            join: Join = Join.stack,
            age: Int = 3,
        ) where D >= 2 {
            ## Its mane.
            param mane: f32[D] = ones()
            let hidden = 3
            ## What it says.
            fn call[B](
                x: f32[B, D],
            ) -> f32[B] { sum(x * mane, axis: 1) }
        }

        proc feed(lion: Lion, by: [String]) { print(by) }
        struct Cage[N] {
            ## The bars.
            bars: i32<N>[N]
        }
        let largest = 7
        """))

  /// The documentation of the page and of another that refers to it.
  static let documentation = Documentation([
    page,
    DocumentationPage(
      name: "tour", file: SourceFile(name: "tour.mlt", text: "fn walk(lion: Lion) -> Int { 3 }\n")),
  ])

  @Test func introductionAndTitleComeFromTheTop() {
    #expect(Self.page.title == "Animals")
    #expect(Self.page.introduction == "What lives here. See `Lion`.")
  }

  @Test func declarationsAreEntriesInTheOrderOfTheText() {
    #expect(Self.page.entries.map(\.name) == ["Join", "Lion", "feed", "Cage", "largest"])
    #expect(
      Self.page.entries.map(\.kind) == [.enumeration, .model, .procedure, .structure, .constant])
  }

  @Test func signaturesStopInFrontOfTheBody() {
    let lion = Self.page.entries[1]
    #expect(
      lion.signature == """
        model Lion[D](
            join: Join = Join.stack,
            age: Int = 3,
        ) where D >= 2
        """)
    #expect(Self.page.entries[2].signature == "proc feed(lion: Lion, by: [String])")
  }

  @Test func membersAreFieldsAndMethodsAndLoseTheirDepth() {
    let members = Self.page.entries[1].members
    #expect(members.map(\.name) == ["mane", "call"])
    #expect(members[0].text == "Its mane.")
    #expect(members[1].signature == "fn call[B](\n    x: f32[B, D],\n) -> f32[B]")
    #expect(Self.page.entries[3].members.map(\.signature) == ["bars: i32<N>[N]"])
  }

  @Test func summaryIsTheFirstSentenceButNotAnAbbreviation() {
    #expect(Self.page.entries[1].summary == "A big cat (Linnaeus et al. 1758).")
  }

  @Test func markdownLinksTheNamesOfSignatures() throws {
    let files = Self.documentation.files(.markdown)
    let zoo = try #require(files.first { $0.name == "zoo.md" }?.text)
    #expect(zoo.contains("See [`Join`](#join).\n"))
    #expect(zoo.contains("## Lion\n\n```martlet\nmodel Lion[D]("))
    let tour = try #require(files.first { $0.name == "tour.md" }?.text)
    #expect(tour.contains("See [`Lion`](zoo.md#lion)."))
    let contents = try #require(files.first { $0.name == "README.md" }?.text)
    #expect(contents.contains("| [`Lion`](zoo.md#lion) | A big cat (Linnaeus et al. 1758). |"))
  }

  @Test func htmlLinksColoursAndEscapes() throws {
    let files = Self.documentation.files(.html)
    let zoo = try #require(files.first { $0.name == "zoo.html" }?.text)
    #expect(zoo.contains("<section id=\"Lion\">"))
    #expect(zoo.contains("<a href=\"#Join\"><span class=\"type\">Join</span></a>"))
    #expect(zoo.contains("<td>1</td>"))
    #expect(zoo.contains("<span class=\"comment\"># &lt;small&gt;</span>"))
    #expect(zoo.contains("See <a href=\"#Lion\"><code>Lion</code></a>."))
    #expect(zoo.contains("<dt id=\"Lion.call\">"))
    let tour = try #require(files.first { $0.name == "tour.html" }?.text)
    #expect(tour.contains("<a href=\"zoo.html#Lion\">"))
  }

  @Test func labelsAreNoLinks() throws {
    let page = DocumentationPage(
      name: "a",
      file: SourceFile(
        name: "a.mlt", text: "fn rate() -> Int { 1 }\nfn f(rate: Int = rate()) -> Int { 2 }\n"))
    let text = try #require(Documentation([page]).files(.html).first { $0.name == "a.html" }?.text)
    #expect(text.contains("(rate: <span class=\"type\">Int</span>"))
    #expect(text.contains("= <a href=\"#rate\">rate</a>()"))
  }

  @Test func rawHTMLOfACommentIsLeftOut() throws {
    let page = DocumentationPage(
      name: "a",
      file: SourceFile(
        name: "a.mlt", text: "## Hello <script>alert(1)</script>.\nfn f() -> Int { 1 }\n"))
    let text = try #require(Documentation([page]).files(.html).first { $0.name == "a.html" }?.text)
    #expect(!text.contains("<script>"))
  }

  @Test func namesAreFoundWithTheirMembers() {
    #expect(Self.documentation.entries(named: "Lion").map(\.entry.kind) == [.model])
    #expect(Self.documentation.entries(named: "Lion.call").map(\.page.name) == ["zoo"])
    #expect(Self.documentation.entries(named: "Tiger").isEmpty)
  }
}
