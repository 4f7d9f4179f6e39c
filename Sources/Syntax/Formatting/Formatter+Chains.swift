extension Formatter {
  /// Where pieces stand, which says how they may be broken.
  enum Place {
    /// A statement, or what follows `=` in one.
    case statement
    /// What stands between a word such as `if` and its block.
    case header
    /// The only item of a list, where operators need no further indentation.
    case onlyItem
    /// One of the items of a list.
    case item

    /// Whether line ends are blank here.
    var isInList: Bool {
      switch self {
      case .statement, .header: false
      case .onlyItem, .item: true
      }
    }

    /// The place of a part.
    var part: Place { isInList ? .item : self }
  }

  /// Pieces one behind the other, split where they are loosest.
  func layout(_ pieces: ArraySlice<Piece>, _ place: Place) -> Layout {
    if let (head, blocks) = declaration(pieces) {
      return .sequence([layout(head, .header), .text(" "), layout(blocks)])
    }
    if let facts = index(of: .keyword(.where), in: pieces) {
      return .sequence([
        layout(pieces[..<facts], .header),
        .group(
          .indented(
            .sequence([
              link(before: pieces[facts].first, .line), .text("where"),
              link(before: pieces[facts + 1].first, .text(" ")), commas(pieces[(facts + 1)...]),
            ])), .block, isBroken: false),
      ])
    }
    if !place.isInList, separated(pieces).count > 1 { return commas(pieces) }
    if let sign = pieces.firstIndex(where: isAssignment) {
      return assignment(pieces[..<sign], pieces[sign], pieces[(sign + 1)...], place)
    }
    if let arrow = index(of: .symbol(.doubleArrow), in: pieces), arrow > pieces.startIndex {
      return .sequence([
        layout(pieces[..<arrow], place.part), .text(" =>"),
        junction(before: pieces[arrow + 1].first, .text(" ")),
        layout(pieces[(arrow + 1)...], place.part),
      ])
    }
    for strength in OperatorStrength.allCases {
      let signs = pieces.indices.filter { isOperator(pieces[$0], strength) }
      if !signs.isEmpty { return chain(pieces, signs, place) }
    }
    return plain(pieces, place)
  }

  /// The head of a declaration and its block; nil for anything else.
  private func declaration(_ pieces: ArraySlice<Piece>)
    -> (ArraySlice<Piece>, [Piece.Branch])?
  {
    guard pieces.count > 1, case .blocks(let blocks)? = pieces.last else { return nil }
    let head = pieces.dropLast()
    return tokens[head[head.endIndex - 1].last].kind.canEndExpression ? (head, blocks) : nil
  }

  /// The first piece that is a certain token.
  func index(of kind: Token.Kind, in pieces: ArraySlice<Piece>) -> Int? {
    pieces.firstIndex { piece in
      guard case .token(let index) = piece else { return false }
      return tokens[index].kind == kind && !isLabel(index)
    }
  }

  /// Parts with commas between them, as many on a line as fit.
  private func commas(_ pieces: ArraySlice<Piece>) -> Layout {
    let parts = separated(pieces)
    let layouts = parts.enumerated().flatMap { index, part -> [Layout] in
      let first = part.pieces[part.pieces.startIndex].first
      let separator = index == 0 ? [] : [link(before: first, .fillLine)]
      let end = part.comma == nil ? [] : [Layout.text(",")]
      return separator + [.sequence([layout(part.pieces, .header)] + end)]
    }
    return .group(.indented(.sequence(layouts)), .chain, isBroken: false)
  }

  /// `target = value`.
  private func assignment(
    _ target: ArraySlice<Piece>, _ sign: Piece, _ value: ArraySlice<Piece>, _ place: Place
  ) -> Layout {
    let head: [Layout] = [plain(target, place), .text(" " + text(sign.first))]
    guard let first = value.first else { return .sequence(head) }
    let right = layout(value, place.isInList ? .item : .statement)
    if !tokens[first.first].comments.isEmpty {
      return .sequence(head + [junction(before: first.first, .text(" ")), .indented(right)])
    }
    return .sequence(head + (canHang(value, place) ? [.hanging(right)] : [.text(" "), right]))
  }

  /// Whether a value may stand on the line below its `=`: operators without blocks.
  private func canHang(_ value: ArraySlice<Piece>, _ place: Place) -> Bool {
    guard !place.isInList else { return false }
    let isChain = OperatorStrength.allCases.contains { strength in
      value.contains { isOperator($0, strength) }
    }
    return isChain
      && !value.contains { piece in
        switch piece {
        case .token, .list: false
        case .blocks, .construct: true
        }
      }
  }

  /// Operands with operators of one strength between them, at the given positions.
  private func chain(_ pieces: ArraySlice<Piece>, _ signs: [Int], _ place: Place) -> Layout {
    var rest: [Layout] = []
    var isBroken = false
    let ends = signs.dropFirst() + [pieces.endIndex]
    for (sign, end) in zip(signs, ends) {
      let operand = pieces[(sign + 1)..<end]
      let (before, behind) = (pieces[sign].first, operand.first?.first)
      if tokens[before].startsLine || behind.map({ tokens[$0].startsLine }) ?? false {
        isBroken = true
      }
      // Outside brackets a line that starts with `-` would be a statement of its own.
      let endsLine = tokens[before].kind == .symbol(.minus) && !place.isInList
      rest.append(link(before: before, endsLine ? .text(" ") : .line))
      rest.append(.text(text(before)))
      guard let behind else { continue }
      rest.append(link(before: behind, endsLine ? .line : .text(" ")))
      rest.append(layout(operand, place.part))
    }
    let first = layout(pieces[..<signs[0]], place.part)
    let tail: Layout =
      switch place {
      case .onlyItem: .sequence(rest)
      case .statement, .header, .item: .indented(.sequence(rest))
      }
    return .group(.sequence([first, tail]), .chain, isBroken: isBroken)
  }
}
