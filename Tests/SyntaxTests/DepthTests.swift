import MartletSource
import MartletSyntax
import Testing

/// Nesting and chains without end: a message, not an exhausted stack.
@Suite struct DepthTests {
  /// What is repeated in front, in the middle, and what is repeated behind.
  static let shapes: [(String, String, String)] = [
    ("(", "1", ")"), ("[", "1", "]"), ("{", "1", "}"), ("-", "1", ""), ("not ", "a", ""),
    ("f(", "1", ")"), ("x[", "1", "]"), ("\"{", "1", "}\""), ("map x in y {", "1", "}"),
    ("(x) => ", "1", ""), ("2 ** ", "1", ""), ("if a { 1 } else ", "{ 1 }", ""),
    ("let x: [", "Int", "] = 1"), ("let (", "a", ") = t"), ("match a { 1 => ", "2", "}"),
    ("", "a", " + a"), ("", "a", ".b"), ("", "a", "()"), ("", "a", " as f32"), ("", "a", " |> f"),
    ("fn f() -> ", "f32", "?"), ("let a = i32<", "n", ">"), ("grad a", "", ".b"),
  ]

  @Test(arguments: 0..<shapes.count, [1, 100, 2000, 10000])
  func depthIsBounded(_ shape: Int, _ count: Int) {
    let (front, middle, behind) = Self.shapes[shape]
    let text =
      String(repeating: front, count: count) + middle + String(repeating: behind, count: count)
    let file = SourceFile(name: "deep", text: text)
    let (tree, diagnostics) = Parser.parse(file, id: SourceID(index: 0))
    #expect(diagnostics.count <= 20)
    _ = tree.dump
  }

  @Test func nestingIsReportedOnce() {
    let text = "let x = " + String(repeating: "(", count: 300) + String(repeating: ")", count: 300)
    let file = SourceFile(name: "deep", text: text)
    let (_, diagnostics) = Parser.parse(file, id: SourceID(index: 0))
    #expect(diagnostics.map(\.code) == [.nestingTooDeep])
  }

  @Test func manyStatementsAreNoNesting() {
    let text = String(repeating: "let y = f(a + b, [1 + 2, 3]) |> g\n", count: 3000)
    let file = SourceFile(name: "long", text: text)
    #expect(Parser.parse(file, id: SourceID(index: 0)).diagnostics == [])
  }
}
