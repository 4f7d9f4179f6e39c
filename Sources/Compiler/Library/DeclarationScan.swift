/// A quick look at the names that a library file declares, without parsing it.
///
/// Declarations of a file start at the first column, and what goes on over several lines is
/// indented, so that the first words of the lines tell.
struct DeclarationScan {
  /// The words before a declared name.
  private static let words: Set<String> = [
    "fn", "proc", "model", "struct", "enum", "protocol", "setting", "type", "let", "export",
  ]

  /// The names in the order of the text.
  let names: [String]

  /// The names that a file's text declares.
  init(_ bytes: [UInt8]) {
    var names: [String] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let first = line.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") else {
        continue
      }
      var words = line.split(separator: UInt8(ascii: " "), maxSplits: 3)[...]
      while let word = words.first, Self.words.contains(String(decoding: word, as: UTF8.self)) {
        words.removeFirst()
      }
      guard words.startIndex > 0, let name = words.first.map({ $0.prefix(while: Self.isName) }),
        !name.isEmpty
      else { continue }
      names.append(String(decoding: name, as: UTF8.self))
    }
    self.names = names
  }

  /// Whether a byte can be part of a name; all letters beyond ASCII count.
  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
