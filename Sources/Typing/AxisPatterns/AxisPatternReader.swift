extension AxisPattern {
  /// Reads the pattern that a string holds.
  public init(_ text: String, as form: Form) throws(AxisPatternFault) {
    var tokens = try Token.all(in: text)
    let isCompact = form == .products && Token.isCompact(tokens)
    if isCompact { tokens = tokens.flatMap(\.letters) }
    var reader = AxisPatternReader(tokens: tokens, length: text.utf8.count, form: form)
    (inputs, result) = try reader.pattern()
    self.isCompact = isCompact
    length = text.utf8.count
  }

  /// A word or sign of a pattern.
  struct Token {
    /// The words and signs.
    enum Kind: Hashable {
      case name(String), number(String)
      case rest, comma, arrow, open, close
    }

    /// What it is.
    var kind: Kind
    /// Its bytes.
    var range: Range<Int>

    /// A name's letters as names of their own.
    fileprivate var letters: [Token] {
      guard case .name(let name) = kind else { return [self] }
      return name.enumerated().map { offset, letter in
        let start = range.lowerBound + offset
        return Token(kind: .name(String(letter)), range: start..<start + 1)
      }
    }

    /// Whether no operand holds a space and some word is longer than a letter.
    fileprivate static func isCompact(_ tokens: [Token]) -> Bool {
      var hasLongWord = false
      for (index, token) in tokens.enumerated() {
        switch token.kind {
        case .comma, .arrow: continue
        case .number, .open, .close: return false
        case .name(let name):
          guard name.allSatisfy(\.isLetter) else { return false }
          hasLongWord = hasLongWord || name.count > 1
        case .rest: break
        }
        guard index > 0 else { continue }
        switch tokens[index - 1].kind {
        case .comma, .arrow: continue
        case .name, .rest, .number, .open, .close:
          guard tokens[index - 1].range.upperBound == token.range.lowerBound else { return false }
          hasLongWord = true
        }
      }
      return hasLongWord
    }

    /// What is no word; blanks are nothing.
    private static let signs: [(String, Kind?)] = [
      (" ", nil), ("\n", nil), ("\t", nil), (",", .comma), ("(", .open), (")", .close),
      ("...", .rest), ("…", .rest), ("->", .arrow),
    ]

    /// The words and signs of a string.
    fileprivate static func all(in text: String) throws(AxisPatternFault) -> [Token] {
      let bytes = Array(text.utf8)
      var tokens: [Token] = []
      var at = 0
      while at < bytes.count {
        let start = at
        func isWord(_ byte: UInt8) -> Bool {
          let character = Character(Unicode.Scalar(byte))
          return byte < 128 && (character.isLetter || character.isNumber || character == "_")
        }
        while at < bytes.count, isWord(bytes[at]) { at += 1 }
        if at > start {
          let word = String(decoding: bytes[start..<at], as: UTF8.self)
          let isNumber = word.first?.isNumber ?? false
          tokens.append(Token(kind: isNumber ? .number(word) : .name(word), range: start..<at))
          continue
        }
        guard let (sign, kind) = signs.first(where: { bytes[at...].starts(with: $0.0.utf8) }) else {
          let character = String(decoding: bytes[at...], as: UTF8.self).prefix(1)
          throw AxisPatternFault(
            kind: .strangeCharacter(String(character)), range: at..<at + character.utf8.count)
        }
        at += sign.utf8.count
        if let kind { tokens.append(Token(kind: kind, range: start..<at)) }
      }
      return tokens
    }
  }
}

/// Makes sides of words and signs.
private struct AxisPatternReader {
  /// The words and signs.
  var tokens: [AxisPattern.Token]
  /// How many bytes the string has.
  var length: Int
  /// What the pattern describes.
  var form: AxisPattern.Form
  /// The next token.
  var index = 0

  /// The tensors before the arrow, and the one behind it.
  mutating func pattern() throws(AxisPatternFault) -> ([AxisPattern.Side], AxisPattern.Side?) {
    var inputs = [try side()]
    while index < tokens.count, tokens[index].kind == .comma {
      if form == .rearrangement { throw fault(.comma) }
      index += 1
      inputs.append(try side())
    }
    guard index < tokens.count else { return (inputs, nil) }
    index += 1
    let result = try side()
    if index < tokens.count {
      throw fault(tokens[index].kind == .comma ? .comma : .secondArrow)
    }
    return (inputs, result)
  }

  /// The axes up to a comma, an arrow or the end.
  private mutating func side() throws(AxisPatternFault) -> AxisPattern.Side {
    let start = index > 0 ? tokens[index - 1].range.upperBound : 0
    var entries: [AxisPattern.Entry] = []
    while index < tokens.count {
      switch tokens[index].kind {
      case .comma, .arrow:
        return try finished(entries, from: start)
      case .open: entries.append(try group())
      case .close: throw fault(.unopenedGroup)
      case .name, .number, .rest:
        let axis = try axis()
        entries.append(AxisPattern.Entry(axes: [axis], isGroup: false, range: axis.range))
      }
    }
    return try finished(entries, from: start)
  }

  /// The side of the given axes.
  private func finished(_ entries: [AxisPattern.Entry], from start: Int) throws(AxisPatternFault)
    -> AxisPattern.Side
  {
    let rests = entries.flatMap(\.axes).filter { $0.kind == .rest }
    if rests.count > 1 { throw AxisPatternFault(kind: .secondRest, range: rests[1].range) }
    let range =
      entries.isEmpty
      ? start..<min(length, start + 1)
      : entries[0].range.lowerBound..<entries[entries.count - 1].range.upperBound
    return AxisPattern.Side(entries: entries, range: range)
  }

  /// `(h w)`.
  private mutating func group() throws(AxisPatternFault) -> AxisPattern.Entry {
    if form == .products { throw fault(.groupInProduct) }
    let start = tokens[index].range
    index += 1
    var axes: [AxisPattern.Axis] = []
    while index < tokens.count {
      switch tokens[index].kind {
      case .close:
        let range = start.lowerBound..<tokens[index].range.upperBound
        index += 1
        return AxisPattern.Entry(axes: axes, isGroup: true, range: range)
      case .open: throw fault(.nestedGroup)
      case .comma: throw fault(.comma)
      case .arrow: throw AxisPatternFault(kind: .unclosedGroup, range: start)
      case .name, .number, .rest: axes.append(try axis())
      }
    }
    throw AxisPatternFault(kind: .unclosedGroup, range: start)
  }

  /// One word.
  private mutating func axis() throws(AxisPatternFault) -> AxisPattern.Axis {
    let token = tokens[index]
    let kind: AxisPattern.Axis.Kind
    switch token.kind {
    case .name(let name): kind = .named(name)
    case .number("1"):
      if form == .products { throw fault(.oneInProduct) }
      kind = .one
    case .number(let text): throw fault(.number(text))
    case .rest: kind = .rest
    case .comma, .arrow, .open, .close: throw fault(.unopenedGroup)
    }
    index += 1
    return AxisPattern.Axis(kind: kind, range: token.range)
  }

  /// A fault at the next token.
  private func fault(_ kind: AxisPatternFault.Kind) -> AxisPatternFault {
    AxisPatternFault(kind: kind, range: tokens[index].range)
  }
}
