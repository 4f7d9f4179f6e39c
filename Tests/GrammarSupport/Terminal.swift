import MartletSource
import MartletSyntax

/// A token as a grammar sees it: a word or a sign, and perhaps a kind.
public struct Terminal: Hashable, Sendable {
  /// How it is written where it matters: reserved words, signs, and words that are special somewhere.
  let spelling: String?
  /// What kinds of token it can be taken for.
  let kinds: [String]

  /// What the lexer makes of a file.
  public static func terminals(of file: SourceFile) -> [Terminal] {
    let tokens = Lexer.tokenize(file, id: SourceID(index: 0)).tokens
    return tokens.indices.map { index in
      let isLabel = index + 1 < tokens.count && tokens[index + 1].kind == .symbol(.colon)
      return Terminal(tokens[index].kind, isLabel: isLabel)
    }
  }

  /// A token, which may be in front of a `:`.
  private init(_ kind: Token.Kind, isLabel: Bool) {
    switch kind {
    case .identifier(let text):
      spelling = Keyword(rawValue: text) == nil ? text : nil
      kinds = ["NAME"]
    case .keyword(let keyword):
      spelling = keyword.rawValue
      kinds = isLabel ? ["NAME"] : []
    case .elementType:
      spelling = nil
      kinds = isLabel ? ["DTYPE", "NAME"] : ["DTYPE"]
    case .integer, .float: (spelling, kinds) = (nil, ["NUMBER"])
    case .string: (spelling, kinds) = (nil, ["STRING"])
    case .symbol(let symbol): (spelling, kinds) = (symbol.spelling, [])
    case .newline: (spelling, kinds) = (nil, ["NEWLINE"])
    case .end: (spelling, kinds) = (nil, ["END"])
    case .invalid: (spelling, kinds) = (nil, [])
    }
  }
}
