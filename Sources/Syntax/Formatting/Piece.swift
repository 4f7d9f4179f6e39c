/// What the formatter makes of the tokens of a statement: enough of its structure to break it well.
enum Piece {
  /// A token by itself.
  case token(Int)
  /// `( … )`, `[ … ]`, the bound `< … >` or the braces of an import, by the indices of both ends.
  case list(open: Int, close: Int)
  /// Blocks, with `else` between them.
  case blocks([Branch])
  /// `if`, `for`, `map`, `grad` and their kin, with what stands before their block.
  case construct(keyword: Int, header: [Piece], [Branch])

  /// A block, with what stands between it and the block before.
  struct Branch {
    /// Nothing, `else`, or `else if` with its condition.
    var lead: [Piece]
    /// The index of `{`.
    var open: Int
    /// The index of `}`.
    var close: Int
  }

  /// The index of its first token.
  var first: Int {
    switch self {
    case .token(let index), .list(let index, _), .construct(let index, _, _): index
    case .blocks(let branches): branches[0].open
    }
  }

  /// The index of its last token.
  var last: Int {
    switch self {
    case .token(let index), .list(_, let index): index
    case .blocks(let branches), .construct(_, _, let branches): branches[branches.count - 1].close
    }
  }
}
