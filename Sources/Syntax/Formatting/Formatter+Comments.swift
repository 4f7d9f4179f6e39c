import MartletSource

extension Formatter {
  /// A comment as it is written.
  func text(_ comment: Comment) -> String {
    var text = file.text(in: comment.span)
    while let last = text.unicodeScalars.last, last == " " || last == "\t" || last == "\r" {
      text.unicodeScalars.removeLast()
    }
    return text
  }

  /// Whether something else stands in front of a comment on its line.
  func isTrailing(_ comment: Comment) -> Bool {
    let before = file.bytes[..<comment.span.start].last {
      $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t")
    }
    return before != nil && before != UInt8(ascii: "\n")
  }

  /// Whether an empty line lies between two offsets.
  func hasBlank(_ start: Int, _ end: Int) -> Bool {
    file.bytes[start..<end].count { $0 == UInt8(ascii: "\n") } > 1
  }

  /// The comments that end a line, and those on lines of their own.
  func split(_ comments: [Comment]) -> (trailing: [Comment], own: [Comment]) {
    let own = comments.drop(while: isTrailing)
    return (Array(comments[..<own.startIndex]), Array(own))
  }

  /// A comment behind something on its line.
  func trailing(_ comment: Comment) -> Layout { .comment("  " + text(comment)) }

  /// What separates a token from the one before: its comments, or else what is given.
  func junction(before index: Int, _ separator: Layout) -> Layout {
    tokens[index].comments.isEmpty ? separator : .indented(link(before: index, separator))
  }

  /// The same where the lines are indented already.
  func link(before index: Int, _ separator: Layout) -> Layout {
    let comments = tokens[index].comments
    guard !comments.isEmpty else { return separator }
    let parts = comments.flatMap { comment -> [Layout] in
      isTrailing(comment)
        ? [trailing(comment)] : [.hardLine(blank: false), .comment(text(comment))]
    }
    return .sequence(parts + [.hardLine(blank: false)])
  }
}
