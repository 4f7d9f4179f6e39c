/// A text whose lines are broken only where they get too long.
///
/// A group stays on one line where it fits, and else breaks at its own `line`s; the groups in it
/// then decide for themselves (after Wadler, "A prettier printer", 2003).
indirect enum Layout {
  /// What a group is, which says how it bears on the groups around it.
  enum Kind {
    /// Operators and their operands: where it must break, the list around it breaks too.
    case chain
    /// Items in brackets: what stands in front need not leave room for all of it.
    case list
    /// Items in the brackets of a type, which stay with what stands in front.
    case rigidList
    /// Statements in braces, or a `where`.
    case block
  }

  /// A piece of one line.
  case text(String)
  /// A comment, which has the rest of its line.
  case comment(String)
  /// A blank, or a line break where its group breaks.
  case line
  /// Nothing, or a line break where its group breaks.
  case softLine
  /// A blank, or a line break where the group breaks and the part behind it does not fit.
  case fillLine
  /// A line break, perhaps with an empty line.
  case hardLine(blank: Bool)
  /// One behind the other.
  case sequence([Layout])
  /// With the lines after the first one step deeper.
  case indented(Layout)
  /// What breaks together; always, where `isBroken`.
  case group(Layout, Kind, isBroken: Bool)
  /// What stands behind `=`: on the next line, if it fits there and not here.
  case hanging(Layout)

  /// Whether it breaks a line where no block or list does so.
  var mustBreak: Bool {
    switch self {
    case .text, .line, .softLine, .fillLine: false
    case .comment, .hardLine: true
    case .sequence(let parts): parts.contains { $0.mustBreak }
    case .indented(let inner), .hanging(let inner): inner.mustBreak
    case .group(let inner, let kind, let isBroken):
      switch kind {
      case .chain: isBroken || inner.mustBreak
      case .list, .rigidList, .block: false
      }
    }
  }

  /// Whether a line is broken anywhere inside, whatever the width.
  var hasBreak: Bool {
    switch self {
    case .text, .line, .softLine, .fillLine: false
    case .comment, .hardLine: true
    case .sequence(let parts): parts.contains { $0.hasBreak }
    case .indented(let inner), .hanging(let inner): inner.hasBreak
    case .group(let inner, _, let isBroken): isBroken || inner.hasBreak
    }
  }
}
