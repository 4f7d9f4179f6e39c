import Foundation
import GoldenSupport
import GrammarSupport
import MartletSource
import MartletSyntax

/// Makes up inputs: the same for the same seed.
struct InputMaker {
  /// The programs of the goldens and of the library.
  private let texts: [[UInt8]]
  /// The words of each of them, with what stands between them.
  private let words: [[ArraySlice<UInt8>]]
  /// What derives texts from the grammar.
  private var generator: ProgramGenerator

  /// A maker that reads the repository.
  init() throws {
    let root = GoldenFile.folder.deletingLastPathComponent().deletingLastPathComponent()
    let folders = ["Tests/Golden", "stdlib", "examples"]
    let paths = folders.flatMap { folder -> [String] in
      let entries = FileManager.default.enumerator(atPath: root.path + "/" + folder)
      let paths = entries?.compactMap { $0 as? String } ?? []
      return paths.filter { $0.hasSuffix(".mlt") }.sorted().map { folder + "/" + $0 }
    }
    texts = try paths.map { path in
      Array(try Data(contentsOf: root.appendingPathComponent(path)))
    }
    words = texts.map(InputMaker.words)
    let grammar = root.appendingPathComponent("grammar/martlet.ebnf")
    generator = ProgramGenerator(
      try Grammar(reading: String(contentsOf: grammar, encoding: .utf8)), seed: 0)
  }

  /// The words of a text, each with the blanks in front of it.
  private static func words(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    let file = SourceFile(name: "", text: String(decoding: text, as: UTF8.self))
    let ends = Lexer.tokenize(file, id: SourceID(index: 0)).tokens.map(\.span.end)
    return zip([0] + ends, ends).filter { $0 < $1 }.map { text[$0..<$1] }
  }

  /// The input of a seed.
  mutating func input(_ seed: UInt64) -> String {
    var random = SplitMix(state: seed &* 0x9E37_79B9)
    let bytes: [UInt8]
    switch random.below(10) {
    case 0, 1, 2: bytes = damaged(&random)
    case 3, 4, 5: bytes = shuffled(&random)
    case 6: bytes = spliced(&random)
    case 7: bytes = derived(&random)
    case 8: bytes = random.once(in: 30) ? huge(&random) : noise(&random)
    default: bytes = random.once(in: 10) ? deep(&random) : shuffled(&random)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A stretch of a program.
  private func stretch(_ random: inout SplitMix) -> [UInt8] {
    let text = texts[random.below(texts.count)]
    guard random.once(in: 2), text.count > 400 else { return text }
    let start = random.below(text.count - 400)
    return Array(text[start..<(start + 400)])
  }

  /// A program with some bytes removed, repeated, inserted or changed.
  private func damaged(_ random: inout SplitMix) -> [UInt8] {
    var bytes = stretch(&random)
    for _ in 0...random.below(5) {
      let place = random.below(bytes.count + 1)
      let end = min(bytes.count, place + 1 + random.below(8))
      switch random.below(4) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count + 1))
      case 2: bytes.insert(contentsOf: piece(&random), at: place)
      default: if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
      }
    }
    return bytes
  }

  /// A program with some words exchanged, removed or taken from another.
  private func shuffled(_ random: inout SplitMix) -> [UInt8] {
    var words = self.words[random.below(self.words.count)]
    for _ in 0...random.below(4) where !words.isEmpty {
      let place = random.below(words.count)
      let other = self.words[random.below(self.words.count)]
      switch random.below(4) {
      case 0: words.remove(at: place)
      case 1: words.swapAt(place, random.below(words.count))
      case 2: words[place] = words[random.below(words.count)]
      default: if !other.isEmpty { words.insert(other[random.below(other.count)], at: place) }
      }
    }
    return Array(words.joined())
  }

  /// The beginning of a program and the end of another.
  private func spliced(_ random: inout SplitMix) -> [UInt8] {
    let front = words[random.below(words.count)]
    let back = words[random.below(words.count)]
    return Array(
      (front.prefix(random.below(front.count + 1)) + back.suffix(random.below(back.count + 1)))
        .joined())
  }

  /// A text that derives from the grammar, perhaps damaged.
  private mutating func derived(_ random: inout SplitMix) -> [UInt8] {
    generator.restart(seed: random.next())
    generator.budget = 20 + random.below(200)
    var bytes = Array(generator.text(of: "syntaxTree").utf8)
    if random.once(in: 3) {
      bytes.insert(contentsOf: piece(&random), at: random.below(bytes.count + 1))
    }
    return bytes
  }

  /// Pieces and bytes without sense.
  private func noise(_ random: inout SplitMix) -> [UInt8] {
    (0..<random.below(60)).flatMap { _ -> [UInt8] in
      random.once(in: 4) ? [UInt8(random.below(256))] : piece(&random)
    }
  }

  /// One thing in another, many times.
  private func deep(_ random: inout SplitMix) -> [UInt8] {
    let count = [10, 200, 300, 1100, 20_000][random.below(5)]
    let (front, middle, back) = InputMaker.nests[random.below(InputMaker.nests.count)]
    let closed = random.once(in: 4) ? 0 : count
    return Array(
      (String(repeating: front, count: count) + middle + String(repeating: back, count: closed))
        .utf8)
  }

  /// A very long word, line or list.
  private func huge(_ random: inout SplitMix) -> [UInt8] {
    let count = 1000 << random.below(8)
    let (front, middle, back) = InputMaker.lengths[random.below(InputMaker.lengths.count)]
    return Array((front + String(repeating: middle, count: count) + back).utf8)
  }

  /// Something that means something to the lexer.
  private func piece(_ random: inout SplitMix) -> [UInt8] {
    Array(InputMaker.pieces[random.below(InputMaker.pieces.count)].utf8)
  }

  /// What is inserted.
  private static let pieces = [
    "(", ")", "[", "]", "{", "}", "\"", "\\", "\n", "#", "##", ",", ":", ".", "...", "..<", "->",
    "=>", "=", "|>", "??", "?", ">=", "i32<", "-", "**", "//", "1e", "0.5", "_", "é", "\u{0}",
    " if ", " else ", " match ", " let ", " fn ", " model ", " grad ", " map ", " in ", " with ",
    " where ", " as ", " not ", " None ", " self ", " f32 ", "\nfn f(", "\nlet ", "{{", "}}",
    "\r\n", "\t", "9223372036854775808", "1_", "\\u{110000}", "\"{", ":>8.3}", "a", "N", " 1 ",
    "import ", "export ", "test \"", "param ", "state ", "limit ", "along ", "\u{FEFF}",
  ]

  /// What nests: front, middle, back.
  private static let nests = [
    ("(", "1", ")"), ("[", "1", "]"), ("{", "1", "}"), ("-", "1", ""), ("not ", "a", ""),
    ("f(", "1", ")"), ("x[", "1", "]"), ("\"{", "1", "}\""), ("map x in y {", "1", "}"),
    ("(x) => ", "1", ""), ("2 ** ", "1", ""), ("if a { 1 } else ", "{ 1 }", ""),
    ("let x: [", "Int", "] = 1"), ("let (", "a", ") = t"), ("match a { 1 => ", "2", "}"),
    ("", "a", " + a"), ("", "a", ".b"), ("", "a", "()"), ("", "a", " as f32"), ("", "a", " |> f"),
    ("i32<", "1", ">"), ("x[(", "T?", ")]"), ("x[[", "T", "?]]"), ("fn[N](", "T", ") -> T"),
    ("{\n", "1", "\n}"), ("(\n", "1", "\n)"), ("grad x {\n", "x", "}"), ("(a, ", "b", ") => c"),
  ]

  /// What is long: front, what is repeated, back.
  private static let lengths = [
    ("let x = ", "a", "\n"), ("let x = ", "9", "\n"), ("\"", "a", "\"\n"), ("# ", "a", "\n"),
    ("", "\n", "x"), ("", " ", "x"), ("let x = [", "1, ", "]\n"), ("f(", "a: 1, ", ")\n"),
    ("\"", "{a} ", "\"\n"), ("", "let a = 1\n", ""), ("", "## doc\n", "fn f() -> Int { 1 }\n"),
    ("", "é", ""), ("", "(", ""), ("", ")", ""), ("", "}", ""), ("{", "{} ", "}"),
    ("enum E { ", "a ", "}"), ("", "a;", ""), ("let x = a", " + 1", "\n"), ("", "x[0] ", ""),
    ("fn f[", "N, ", "]() -> Int { 1 }"), ("match x { ", "1 => 2, ", "}"), ("", "\\", "\""),
  ]
}
