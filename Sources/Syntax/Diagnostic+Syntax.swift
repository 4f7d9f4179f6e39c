import MartletSource

// What the lexer reports.
extension Diagnostic {
  /// A character that starts no token.
  static func unexpectedCharacter(_ text: String, at span: SourceSpan) -> Diagnostic {
    let help: String? =
      switch text {
      case "&", "&&": "write `and`"
      case "||", "|": "write `or`; the pipe is `|>`"
      case "!", "!!": "write `not`"
      case "^", "^^": "a power is written `**`"
      case ";", ";;": "put the next statement on a line of its own"
      case "'", "''", "`", "``": "a string stands between double quotes: \"text\""
      case "..", ".": "a range is written `0..<n`; the rest of the dims is `...`"
      case "“", "”": "a string stands between straight quotes: \"text\""
      case "−", "–": "a minus is written `-`"
      case "×", "·": "a product is written `*`"
      case "≤": "write `<=`"
      case "≥": "write `>=`"
      case "≠": "write `!=`"
      case _ where text.allSatisfy(\.isLetter):
        "names are made of the letters `a` to `z` and `A` to `Z`, digits and `_`"
      default: nil
      }
    return Diagnostic(
      .unexpectedCharacter, "`\(text)` means nothing in Martlet", at: span,
      label: "no word or sign starts like this", help: help.map { [$0] } ?? [])
  }

  /// A string without its closing quote.
  static func unterminatedString(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unterminatedString, "this string does not end on its line", at: span,
      label: "the string begins here",
      help: [
        "close it with `\"` on the same line",
        "a line break inside a string is written `\\n`, and a brace `{{` or `}}`",
      ])
  }

  /// A backslash before something that it does not go with.
  static func unknownEscape(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unknownEscape, "a backslash here stands for nothing", at: span,
      label: "not a known escape",
      help: ["known are `\\n`, `\\t`, `\\r`, `\\0`, `\\\\`, `\\\"` and `\\u{1F426}`"])
  }

  /// `{}` in a string.
  static func emptyInterpolation(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .emptyInterpolation, "there is no value between these braces", at: span,
      label: "an expression is expected inside",
      notes: ["braces in a string hold an expression whose value is put there"],
      help: ["write the value, as in \"{loss:.3}\", or double the braces for the text: \"{{}}\""])
  }

  /// `}` alone in a string.
  static func strayBrace(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .strayBrace, "this `}` closes nothing", at: span, label: "no `{` before it in the string",
      help: ["a brace that is meant as text is doubled: `}}`"])
  }

  /// A number with letters behind it.
  static func malformedNumber(_ number: String, _ rest: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .malformedNumber, "a number cannot go on with `\(rest)`", at: span,
      label: "neither a number nor a name",
      help: [
        rest == "."
          ? "digits stand on both sides of the point: `\(number).0`"
          : rest == "e" || rest == "E"
            ? "digits are missing behind `\(rest)`, as in `1e-3`"
            : number == "0"
              ? "numbers are written with decimal digits"
              : "for a product write `\(number) * \(rest)`; a name cannot start with a digit"
      ])
  }

  /// A number that neither Int nor Float can hold.
  static func numberOutOfRange(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .numberOutOfRange, "this number is too big", at: span, label: "does not fit into 64 bits",
      notes: ["an Int reaches 9223372036854775807, a Float about 1.8e308"])
  }

  /// `//` where an expression should start.
  static func slashComment(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .slashComment, "a comment starts with `#`", at: span, label: "`//` divides, rounding down",
      help: ["write `# …` for a comment and `## …` for documentation"])
  }
}

// What the parser expects.
extension Diagnostic {
  /// A sign or a word that must stand here and does not.
  static func expectedSymbol(_ sign: String, _ role: String, found token: Token) -> Diagnostic {
    let help: String? =
      switch (sign, token.kind) {
      case ("{", .symbol(.colon)): "a block stands in braces: `{ … }`; indentation means nothing"
      case ("{", .symbol(.assign)): "two values are compared with `==`"
      case ("{", .identifier), ("{", .integer), ("{", .float), ("{", .keyword):
        "what belongs to it stands in braces, also if it is short: `{ … }`"
      case ("{", .symbol(.rest)): "a range is written `0..<n`, without its end"
      case ("{", .symbol(.openParenthesis)) where role == "for what is differentiated":
        "what is differentiated stands in braces: `grad w { loss(w) }`"
      case ("=", .symbol(.equal)): "a name gets its value by one `=`"
      case ("=", .symbol(.openBracket)): "only a `let` defines a tensor element by element"
      default: nil
      }
    return Diagnostic(
      .expectedToken, "expected `\(sign)` \(role), found \(token.described)", at: token.span,
      label: "expected `\(sign)`", help: help.map { [$0] } ?? [])
  }

  /// Neither the next element of a list nor its end.
  static func expectedSeparator(
    _ close: String, _ role: String, opened: SourceSpan, found token: Token
  ) -> Diagnostic {
    Diagnostic(
      .expectedToken, "expected `,` or `\(close)` after \(role), found \(token.described)",
      at: token.span, label: "expected `,` or `\(close)`",
      labels: token.startsLine || token.kind == .end ? [Label(opened, "opened here")] : [],
      help: separatorHelp(token).map { [$0] } ?? [])
  }

  /// What was probably meant by something behind an element of a list.
  private static func separatorHelp(_ token: Token) -> String? {
    switch token.kind {
    case .symbol(.assign): "a label is followed by `:`, as in `axis: 0`"
    case .string: "a string has no letter in front: each takes values in braces, `\"loss {x}\"`"
    case .keyword(.for): "a list is made from another by `map x in xs { … }`"
    case .symbol(.doubleArrow), .symbol(.arrow):
      "a function without a name is written `(x) => …`, with its parentheses"
    default: nil
    }
  }

  /// Something behind the expression of an interpolation.
  static func expectedInterpolationEnd(found token: Token) -> Diagnostic {
    Diagnostic(
      .expectedToken, "expected `}` after the value in the string, found \(token.described)",
      at: token.span, label: "expected `}` or `:` and a format")
  }

  /// Something behind a statement on its line.
  static func expectedLineEnd(found token: Token, after division: SourceSpan? = nil) -> Diagnostic {
    var labels: [Label] = []
    var help = "put the next statement on a line of its own, or an operator between the two"
    if let division {
      labels = [Label(division, "this divides, rounding down")]
      help = "if this was meant as a comment: a comment starts with `#`"
    }
    switch token.kind {
    case .symbol(.assign):
      help = "a body stands in braces, `{ … }`; a name gets its value by `let` or `var`"
    case .keyword(.if), .symbol(.question): help = "a choice is written `if c { a } else { b }`"
    case .symbol(.doubleArrow), .symbol(.arrow):
      help = "a function without a name is written `(x) => …`, with its parentheses"
    case .symbol(.colon):
      help = "a block stands in braces: `{ … }`; a type follows a name in a `let`"
    default: break
    }
    return Diagnostic(
      .expectedLineEnd, "expected the end of the statement, found \(token.described)",
      at: token.span, label: "the statement is complete before this", labels: labels, help: [help])
  }

  /// A word that starts or joins statements in other languages.
  static func foreignWord(_ word: String, _ help: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .foreignWord, "`\(word)` is no word of Martlet", at: span,
      label: "the statement that it starts is not read further", help: [help])
  }

  /// A word of Martlet at the start of a statement that it cannot start.
  static func misplacedWord(_ problem: String, _ help: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .foreignWord, problem, at: span, label: "the statement that it starts is not read further",
      help: [help])
  }

  /// No expression where there must be one.
  static func expectedExpression(found token: Token) -> Diagnostic {
    Diagnostic(
      .expectedExpression, "expected a value, found \(token.described)", at: token.span,
      label: "an expression is expected here",
      help: expressionHelp(token).map { [$0] } ?? [])
  }

  /// What was probably meant by something that starts no expression.
  private static func expressionHelp(_ token: Token) -> String? {
    switch token.kind {
    case .symbol(.plus): "to count up, write `x += 1`"
    case .keyword(.where): "to choose element by element, write `select(condition, a, b)`"
    default: nil
    }
  }

  /// No name where there must be one.
  static func expectedName(_ role: String, found token: Token) -> Diagnostic {
    Diagnostic(
      .expectedName, "expected a name for \(role), found \(token.described)", at: token.span,
      label: "a name is expected here",
      help: token.kind == .symbol(.openParenthesis) && role == "what to differentiate by"
        ? ["`grad` takes what to differentiate by, and a block: `grad w { loss(w) }`"] : [])
  }

  /// A reserved word in the place of a name.
  static func reservedWord(_ word: String, _ role: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .reservedWord, "`\(word)` cannot be the name of \(role)", at: span,
      label: "a word of the language",
      help: [
        word == "self"
          ? "leave it out: a method sees the fields of its model by their names"
          : "choose another name, such as `\(word)_`"
      ])
  }

  /// No type where there must be one.
  static func expectedType(found token: Token) -> Diagnostic {
    Diagnostic(
      .expectedType, "expected a type, found \(token.described)", at: token.span,
      label: "a type is expected here",
      help: ["types look like `f32[B, 784]`, `Int`, `[Float]`, `(A, B)` or `Mlp[784, 10]`"])
  }

  /// No pattern where there must be one.
  static func expectedPattern(found token: Token) -> Diagnostic {
    switch token.kind {
    case .keyword(let word): return .reservedWord(word.rawValue, "a value", at: token.span)
    case .elementType(let type): return .reservedWord(type.rawValue, "a value", at: token.span)
    case .identifier, .integer, .float, .string, .symbol, .newline, .end, .invalid: break
    }
    return Diagnostic(
      .expectedPattern, "expected a name or a pattern, found \(token.described)", at: token.span,
      label: "a name is expected here",
      help: ["patterns look like `x`, `(a, b)`, `_`, `3` or `Join.stack`"])
  }

  /// Something in a model that is no member.
  static func expectedMember(found token: Token) -> Diagnostic {
    Diagnostic(
      .expectedMember, "expected a field or a method of the model, found \(token.described)",
      at: token.span, label: "no member starts like this",
      help: [
        "members start with `param` (trained), `state` (carried), `let`, `frozen let` or `fn`"
      ])
  }
}
