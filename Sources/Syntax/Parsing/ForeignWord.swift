import MartletSource

/// Words that begin or join statements in other languages and mean nothing here.
///
/// Each stays free as a name: a word is only looked up where a statement has no end.
enum ForeignWord {
  /// What to write instead of a word that stands at the start of a statement.
  static func help(atStart word: String) -> String? {
    switch word {
    case "def", "func", "function", "fun", "sub":
      "a function starts with `fn`, and one that acts with `proc`"
    case "class": "what learns is a `model`, a record is a `struct`"
    case "const", "val", "auto", "static": "a constant is a `let`, and what changes a `var`"
    case "from": "write `import nn.{Linear}`"
    case "include", "using", "require": "write `import nn`"
    case "switch": "write `match x { … }`"
    case "foreach": "write `for x in xs { … }`"
    case "unless", "until": "write `if not …` or `while not …`"
    case "raise", "throw": "write `fail(\"…\")`"
    case "assert": "write `expect(…)`"
    case "del", "global", "nonlocal", "async", "await", "pass", "public", "private":
      "leave it out"
    case "try", "except", "catch", "finally":
      "nothing is caught: what may be missing is `T?`, as `load_if_exists` gives it"
    default: nil
    }
  }

  /// What is wrong with a word of Martlet at the start of a statement; nil for other words.
  static func misplaced(_ word: String, at span: SourceSpan) -> Diagnostic? {
    switch word {
    case "param", "state", "frozen":
      .misplacedWord(
        "`\(word)` only stands in a `model`",
        "outside, a value is a `let`, and what changes a `var`", at: span)
    case "test":
      .misplacedWord(
        "this `test` has no title", "write one: `test \"adds up\" { … }`", at: span)
    default: nil
    }
  }

  /// What to write instead of a word in the middle of a statement.
  static func help(inside word: String) -> String? {
    switch word {
    case "elif", "elsif", "elseif": "write `else if`"
    case "lambda": "a function without a name is written `(x) => …`"
    case "new": "a value is made by a call: `Mlp[784, 10]()`"
    case "await": "leave it out"
    default: nil
    }
  }
}

extension Parser {
  /// What is wrong with a statement that began at a token and goes on where it should end.
  func lineEndFault(from start: Int) -> Diagnostic {
    if case .identifier(let word) = tokens[start].kind,
      let misplaced = ForeignWord.misplaced(word, at: tokens[start].span)
    {
      return misplaced
    }
    if case .identifier(let word) = tokens[start].kind, let help = ForeignWord.help(atStart: word) {
      return .foreignWord(word, help, at: tokens[start].span)
    }
    for token in [current, tokens[max(start, position - 1)]] {
      if case .identifier(let word) = token.kind, let help = ForeignWord.help(inside: word) {
        return .foreignWord(word, help, at: token.span)
      }
    }
    return .expectedLineEnd(found: current, after: lineOperator)
  }

  /// Skips what is indented deeper than the line of a token: the block of a foreign word.
  mutating func skipForeignBlock(from start: Int) {
    guard case .identifier(let word) = tokens[start].kind, ForeignWord.help(atStart: word) != nil
    else { return }
    let outer = indentation(of: tokens[start])
    while current.kind == .newline, peek().kind != .end, indentation(of: peek()) > outer {
      take()
      recover()
    }
  }
}
