extension Formatter {
  /// Blocks with `else` between them, which break together.
  func layout(_ branches: [Piece.Branch]) -> Layout {
    let parts = branches.flatMap { branch in
      (branch.lead.isEmpty
        ? [] : [.text(" "), layout(branch.lead[...], .header), .text(" ")])
        + [block(branch)]
    }
    return .group(.sequence(parts), .block, isBroken: branches.contains { isForced[$0.open] })
  }

  /// A block in braces, whose lines break with the group around it.
  private func block(_ branch: Piece.Branch) -> Layout {
    let inside = branch.open + 1..<branch.close
    let comments = split(tokens[inside.lowerBound].comments).trailing
    let content =
      isForced[branch.open]
      ? lines(inside, before: branch.close, skipping: comments.count) : members(inside)
    let opening = [.text("{")] + comments.map(trailing)
    if content.isEmpty {
      return .sequence(opening + (comments.isEmpty ? [] : [.line]) + [.text("}")])
    }
    return .sequence(opening + [.indented(.sequence([.line] + content)), .line, .text("}")])
  }

  /// The one statement of a block, or its arms or fields with commas between them.
  private func members(_ range: Range<Int>) -> [Layout] {
    let parts = separated(pieces(range)[...])
    return parts.enumerated().flatMap { index, part in
      [layout(part.pieces, .statement)] + (part.comma == nil ? [] : [.text(",")])
        + (index < parts.count - 1 ? [.line] : [])
    }
  }
}
