extension Formatter {
  /// An item of a list.
  struct Item {
    /// What it is made of.
    var pieces: ArraySlice<Piece>
    /// The index of the comma behind it.
    var comma: Int?
  }

  /// The parts of pieces between commas.
  func separated(_ pieces: ArraySlice<Piece>) -> [Item] {
    var result: [Item] = []
    var start = pieces.startIndex
    for (position, piece) in zip(pieces.indices, pieces) {
      guard case .token(let index) = piece, tokens[index].kind == .symbol(.comma) else { continue }
      result.append(Item(pieces: pieces[start..<position], comma: index))
      start = position + 1
    }
    if start < pieces.endIndex { result.append(Item(pieces: pieces[start...], comma: nil)) }
    return result
  }

  /// Items in brackets; what stands in front leaves room for a rigid list.
  func list(_ open: Int, _ close: Int, isRigid: Bool) -> Layout {
    let items = separated(pieces(open + 1..<close)[...])
    let (start, end) = (Layout.text(text(open)), Layout.text(text(close)))
    if tokens[open].kind == .symbol(.openBound) {
      return .sequence([start] + items.map { layout($0.pieces, .item) } + [end])
    }
    if hasComments(open, close) || items.last?.comma != nil {
      return itemsOnLines(items, open, close)
    }
    guard !items.isEmpty else { return .sequence([start, end]) }
    let place: Place = items.count == 1 ? .onlyItem : .item
    let layouts = items.map { item in
      Layout.sequence([layout(item.pieces, place)] + (item.comma == nil ? [] : [.text(",")]))
    }
    let filled = layouts.enumerated().flatMap { $0 == 0 ? [$1] : [.fillLine, $1] }
    let isBroken =
      layouts.contains { $0.mustBreak } || layouts.dropLast().contains { $0.hasBreak }
    return .group(
      .sequence([start, .indented(.sequence([.softLine] + filled)), .softLine, end]),
      isRigid ? .rigidList : .list, isBroken: isBroken)
  }

  /// Whether a comment stands between two brackets, outside the blocks there.
  private func hasComments(_ open: Int, _ close: Int) -> Bool {
    var index = open + 1
    while index <= close {
      if !tokens[index].comments.isEmpty { return true }
      let isBlock = tokens[index].kind == .symbol(.openBrace)
      index = isBlock && partners[index] >= 0 ? partners[index] + 1 : index + 1
    }
    return false
  }

  /// Items one a line, with the comments around them.
  private func itemsOnLines(_ items: [Item], _ open: Int, _ close: Int) -> Layout {
    var lines: [Layout] = []
    var comments = split(tokens[items.first?.pieces.first?.first ?? close].comments)
    lines += comments.trailing.map(trailing)
    for (index, item) in items.enumerated() {
      lines += comments.own.flatMap { [.hardLine(blank: false), .comment(text($0))] }
      lines += [.hardLine(blank: false), layout(item.pieces, .item)]
      if let comma = item.comma {
        lines.append(.text(","))
        lines += tokens[comma].comments.map(trailing)
      }
      let next = index + 1 < items.count ? items[index + 1].pieces.first?.first : nil
      comments = split(tokens[next ?? close].comments)
      lines += comments.trailing.map(trailing)
    }
    lines += comments.own.flatMap { [.hardLine(blank: false), .comment(text($0))] }
    return .group(
      .sequence([
        .text(text(open)), .indented(.sequence(lines)), .hardLine(blank: false),
        .text(text(close)),
      ]), .list, isBroken: true)
  }
}
