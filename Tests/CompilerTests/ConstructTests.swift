import Foundation
import GoldenSupport
import Testing

/// The page that says which program shows each construct together with each effect.
@Suite struct ConstructTests {
  /// The rows of the page's table: the construct's program, then one word for each effect.
  static let rows: [[String]] = {
    let page = packageFolder.appendingPathComponent("docs/decisions/0019-constructs-and-effects.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let cells = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
    }
    return cells.filter { $0.count == 6 }
  }()

  @Test func everyConstructHasARow() {
    let programs = GoldenFile.files(in: "constructs").map {
      String($0.name.dropFirst("constructs/".count))
    }
    #expect(Self.rows.map { $0[0] }.sorted() == programs)
  }

  @Test(arguments: rows) func everyCellHasItsLine(_ row: [String]) throws {
    let golden = try #require(
      GoldenFile.files(in: "constructs").first { $0.name == "constructs/" + row[0] })
    let lines = try #require(golden.expected).split(separator: "\n")
    let effects = ["state", "draw", "gradient", "second"]
    #expect(lines.map { String($0.prefix { $0 != " " }) } == effects)
    for (line, cell) in zip(lines, row.dropFirst(2)) {
      #expect(line.drop { $0 != " " }.dropFirst() == cell, "\(row[0])")
    }
  }
}
