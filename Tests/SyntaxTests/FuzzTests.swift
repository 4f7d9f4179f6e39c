import GoldenSupport
import MartletSource
import MartletSyntax
import Testing

/// Programs that were damaged at random: the parser may complain, but never traps.
@Suite struct FuzzTests {
  /// How many damaged programs each seed makes.
  static let count = 200

  @Test(arguments: 1...10) func damagedProgramsNeverTrap(_ seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let texts = GoldenTests.files.map { Array($0.text.utf8) }
    for _ in 0..<Self.count {
      var bytes = texts[random.below(texts.count)]
      let start = random.below(max(1, bytes.count - 400))
      if random.below(2) == 0 { bytes = Array(bytes[start..<min(bytes.count, start + 400)]) }
      for _ in 0...random.below(4) { damage(&bytes, &random) }
      let file = SourceFile(name: "damaged", text: String(decoding: bytes, as: UTF8.self))
      var sources = SourceMap()
      let id = sources.add(file)
      let (tree, diagnostics) = Parser.parse(file, id: id)
      #expect(diagnostics.count <= 20)
      #expect(tree.dump.isEmpty == tree.items.isEmpty)
      _ = DiagnosticRenderer(sources: sources).render(diagnostics)
      expectRoundTrip(file)
    }
  }

  /// Removes, repeats or inserts a few bytes.
  private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let place = random.below(bytes.count + 1)
    let end = min(bytes.count, place + 1 + random.below(8))
    switch random.below(4) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count + 1))
    case 2:
      let piece = Self.pieces[random.below(Self.pieces.count)]
      bytes.insert(contentsOf: Array(piece.utf8), at: place)
    default: if place < bytes.count { bytes[place] = UInt8(32 + random.below(95)) }
    }
  }

  /// What is inserted: everything that means something to the lexer.
  private static let pieces = [
    "(", ")", "[", "]", "{", "}", "\"", "\\", "\n", "#", "##", ",", ":", ".", "...", "..<", "->",
    "=>", "=", "|>", "??", "?", ">=", "i32<", "-", "**", "//", "1e", "0.5", "_", "é", "\u{0}",
    " if ", " else ", " match ", " let ", " fn ", " model ", " grad ", " map ", " in ", " with ",
    " where ", " as ", " not ", " None ", " self ", " f32 ", "\nfn f(", "\nlet ", "{{", "}}",
  ]
}
