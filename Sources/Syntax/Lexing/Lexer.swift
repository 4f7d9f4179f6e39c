import MartletShapes
import MartletSource

/// Cuts a text into tokens.
///
/// It also decides what needs no grammar: which line ends end a statement, which `<` opens the
/// bound of an integer type, and which brackets belong together.
///
///     let y: i32<N>= f(x)   →   let  y  :  i32  <  N  >  =  f  (  x  )
public struct Lexer {
  /// The result of a run.
  public struct Output: Sendable {
    /// The tokens, the last one `.end`.
    public var tokens: [Token]
    /// For each opening bracket the index of its closing one; -1 for every other token.
    public var partners: [Int]
    /// What was wrong.
    public var diagnostics: [Diagnostic]
  }

  /// A bracket that is still open.
  struct OpenBracket {
    /// Its sign.
    var symbol: Symbol
    /// The index of its token.
    var index: Int
  }

  /// The text.
  let bytes: [UInt8]
  /// Which file it is.
  let id: SourceID
  /// Where to stop.
  let limit: Int
  /// Where the next token is looked for.
  var offset: Int
  /// The open brackets, the innermost last.
  var brackets: [OpenBracket] = []
  /// Whether lines matter outside all brackets.
  let endsLines: Bool
  /// Whether a line has ended since the last token.
  var sawLineEnd = true
  /// The comments since the last token.
  var comments: [Comment] = []
  /// What has been found so far.
  var output = Output(tokens: [], partners: [], diagnostics: [])

  /// The tokens of a whole file.
  public static func tokenize(_ file: SourceFile, id: SourceID) -> Output {
    var lexer = Lexer(
      bytes: file.bytes, id: id, limit: file.bytes.count, offset: 0, endsLines: true)
    return lexer.run()
  }

  /// The tokens of an expression inside a string literal, where lines do not matter.
  static func tokenize(_ span: SourceSpan, of file: SourceFile) -> Output {
    var lexer = Lexer(
      bytes: file.bytes, id: span.file, limit: span.end, offset: span.start, endsLines: false)
    return lexer.run()
  }

  /// A lexer at the start of a stretch of text.
  private init(bytes: [UInt8], id: SourceID, limit: Int, offset: Int, endsLines: Bool) {
    self.bytes = bytes
    self.id = id
    self.limit = limit
    self.offset = offset
    self.endsLines = endsLines
  }

  /// Takes everything.
  private mutating func run() -> Output {
    while true {
      discardBlanks()
      guard offset < limit else { break }
      takeToken()
    }
    // What follows an expression inside a string is the brace that closes it.
    if !endsLines { append(.symbol(.closeBrace), from: limit) }
    append(.end, from: limit)
    return output
  }

  /// The byte at a distance from the current one; 0 behind the end.
  func byte(_ distance: Int = 0) -> UInt8 {
    offset + distance < limit ? bytes[offset + distance] : 0
  }

  /// The span from an offset to the current one.
  func span(from start: Int) -> SourceSpan { SourceSpan(file: id, start: start, end: offset) }

  /// Takes one token, which starts at the current byte.
  private mutating func takeToken() {
    let start = offset
    let first = byte()
    if first.isDigit {
      takeNumber()
    } else if first.isWordStart {
      takeWord()
    } else if first == UInt8(ascii: "\"") {
      takeString()
    } else if let symbol = symbol() {
      offset += symbol.spelling.utf8.count
      append(adjusted(symbol), from: start)
    } else {
      takeUnknown()
    }
  }

  /// Takes a word: a name, a reserved word or an element type.
  private mutating func takeWord() {
    let start = offset
    while byte().isWordPart { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if case .symbol(.dot)? = output.tokens.last?.kind {
      append(.identifier(text), from: start)
    } else {
      append(Lexer.words[text] ?? .identifier(text), from: start)
    }
  }

  /// Takes a run of characters that start no token.
  private mutating func takeUnknown() {
    let start = offset
    offset += 1
    if bytes[start] >= 0x80 {
      while byte() >= 0x80 { offset += 1 }
    } else if offset < limit, byte() == bytes[start] {
      offset += 1
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    output.diagnostics.append(.unexpectedCharacter(text, at: span(from: start)))
    append(.invalid, from: start)
  }

  /// The reserved words and the element types.
  private static let words: [String: Token.Kind] = {
    var words: [String: Token.Kind] = [:]
    for keyword in Keyword.allCases { words[keyword.rawValue] = .keyword(keyword) }
    for type in ElementType.allCases { words[type.rawValue] = .elementType(type) }
    return words
  }()
}
