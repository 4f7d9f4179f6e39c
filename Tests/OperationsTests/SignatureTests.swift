import MartletOperations
import Testing

/// The signatures of the catalog, as the language's checker reads them.
@Suite struct SignatureTests {
  @Test func elementwiseFunctionsAreDeclared() {
    let text = Catalog.signatures
    #expect(text.contains("fn exp[T: Floating, ...S](x: T[...S]) -> T[...S]"))
    #expect(text.contains("fn abs[T: Numeric, ...S](x: T[...S]) -> T[...S]"))
    #expect(text.contains("fn is_nan[T: Floating, ...S](x: T[...S]) -> bool[...S]"))
    #expect(!text.contains("fn add"))
    #expect(!text.contains("fn select"))
  }

  @Test func everyDeclarationIsDocumented() {
    let lines = Catalog.signatures.split(separator: "\n")
    for (before, line) in zip(lines, lines.dropFirst()) where line.hasPrefix("fn ") {
      #expect(before.hasPrefix("## "))
    }
  }
}
