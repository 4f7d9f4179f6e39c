import MartletShapes
import MartletSource

/// Two shapes, one above the other, with the axes that do not fit marked.
struct ShapeNote {
  /// A shape with a title in front.
  struct Row {
    /// What the shape is of.
    var title: String
    /// The element type with the bracket.
    var head: String
    /// The axes as text.
    var axes: [String]
    /// The axes to mark.
    var marked: Set<Int>
  }

  /// The shapes.
  var rows: [Row]
  /// Whether axes are aligned at their trailing end.
  var isAligned: Bool

  /// The note as lines of text.
  var text: String {
    let titleWidth = rows.map(\.title.count).max() ?? 0
    let headWidth = rows.map(\.head.count).max() ?? 0
    let count = rows.map(\.axes.count).max() ?? 0
    var widths = Array(repeating: 0, count: count)
    if isAligned {
      for row in rows {
        let shift = count - row.axes.count
        for (axis, text) in row.axes.enumerated() {
          widths[axis + shift] = max(widths[axis + shift], text.count)
        }
      }
    }
    var lines: [String] = []
    for row in rows {
      let shift = isAligned ? count - row.axes.count : 0
      var line = row.title + spaces(titleWidth - row.title.count + 2)
      line += spaces(headWidth - row.head.count) + row.head
      var marks = spaces(line.count)
      for column in 0..<shift {
        let gap = spaces(widths[column] + 2)
        line += gap
        marks += gap
      }
      for (axis, text) in row.axes.enumerated() {
        let padding = spaces(max(0, widths[axis + shift] - text.count))
        line += padding + text
        marks += padding
        let mark: Character = row.marked.contains(axis) ? "^" : " "
        marks += String(repeating: mark, count: text.count)
        if axis < row.axes.count - 1 {
          line += ", "
          marks += "  "
        }
      }
      lines.append(line + "]")
      if !row.marked.isEmpty { lines.append(marks) }
    }
    return lines.joined(separator: "\n")
  }

  /// So many spaces.
  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension BodyChecker {
  /// Two types' shapes, aligned; nil if one is no tensor.
  func alignment(
    _ a: Type, _ b: Type, faults: [AxisFault] = [], trailing: Bool = false,
    titles: (String, String) = ("left", "right")
  ) -> String? {
    guard case .tensor(let one) = a, case .tensor(let other) = b else { return nil }
    let isAligned = trailing || one.items.count == other.items.count
    return ShapeNote(
      rows: [
        row(titles.0, one, Set(faults.map(\.found))),
        row(titles.1, other, Set(faults.map(\.expected))),
      ], isAligned: isAligned && !(faults.contains { $0.found != $0.expected } && !trailing)
    ).text
  }

  /// A shape as a row of a note.
  private func row(_ title: String, _ tensor: TensorType, _ marked: Set<Int>) -> ShapeNote.Row {
    let whole = program.name(tensor)
    let head = whole.prefix { $0 != "[" } + "["
    return ShapeNote.Row(
      title: title, head: String(head), axes: tensor.items.map(\.text), marked: marked)
  }

  /// Where the sizes of an operand come from: its declaration, and the births of the symbols that
  /// the faults are about.
  func origins(_ operand: Operand, _ faults: [AxisFault]) -> [Diagnostic.Label] {
    var labels: [Diagnostic.Label] = []
    if let declared = declaration(of: operand.expression) {
      labels.append(
        Diagnostic.Label(
          declared,
          "`\(program.map.text(of: operand.span))` is \(name(operand.type)) because of this"))
    }
    var symbols: Set<DimSymbol> = []
    for fault in faults {
      symbols.formUnion(fault.foundSize?.symbols ?? [])
      symbols.formUnion(fault.expectedSize?.symbols ?? [])
    }
    for symbol in symbols.sorted() {
      if let birth = program.births[symbol] { labels.append(birth) }
    }
    return labels
  }

  /// Where a mentioned value is declared, with its type.
  func origin(of expression: TypedExpression) -> Diagnostic.Label? {
    declaration(of: expression).map {
      Diagnostic.Label(
        $0, "`\(program.map.text(of: expression.span))` is \(name(expression.type))")
    }
  }

  /// Where a mentioned value is declared.
  private func declaration(of expression: TypedExpression) -> SourceSpan? {
    switch expression.kind {
    case .local(let id):
      for scope in scopes.reversed() {
        for case .value(let declaration, _, _) in scope.names.values {
          if case .local(let own) = declaration.storage, own == id { return declaration.span }
        }
      }
      return nil
    case .global(let id): return program.globals[id.index].typed.span
    case .field(let base, let reference):
      guard case .model(let type) = base.type.seenThrough else { return nil }
      let fields = program.models[type.model.index].fields
      return fields.indices.contains(reference.index) ? fields[reference.index].span : nil
    default: return nil
    }
  }

  /// Whether it is a model, so that a declaration could say that it conforms.
  func isModel(_ type: Type) -> Bool {
    if case .model = type.seenThrough { true } else { false }
  }

  /// The message for a value that does not fit.
  func diagnostic(
    for fault: TypeFault, _ operand: Operand, expected: Type, as role: Expectation
  ) -> Diagnostic {
    var diagnostic: Diagnostic
    let found = name(operand.type)
    let wanted = name(expected)
    switch fault.innermost {
    case .different:
      diagnostic = .typeMismatch(role, found: found, expected: wanted, at: operand.span)
      if case .function(.model(let id)) = operand.expression.kind {
        let model = program.models[id.index].name
        diagnostic.message = "\(role.subject) is the model `\(model)` itself, not a value of it"
        diagnostic.primary.text = "not called"
        diagnostic.help = ["call it to build one: `\(model)[…](…)`"]
      }
    case .rank:
      diagnostic = .rankMismatch(
        role, found: found, expected: wanted,
        note: alignment(
          expected, operand.type, trailing: true, titles: ("expected", "found")),
        at: operand.span)
    case .element(let one, let other):
      diagnostic = .elementsDiffer(
        role, found: found, expected: wanted, one.name, other.name, at: operand.span)
    case .axes(let faults):
      let marked = faults.map {
        AxisFault(found: $0.expected, expected: $0.found, verdict: $0.verdict)
      }
      diagnostic = .shapeMismatch(
        role, found: found, expected: wanted, faults,
        note: alignment(expected, operand.type, faults: marked, titles: ("expected", "found")),
        repair: fitting(operand, expected, faults), at: operand.span)
    case .bound(let bound, let limit, let verdict):
      diagnostic = .boundMismatch(
        role, found: found, expected: wanted, bound: bound, limit, verdict, at: operand.span)
    case .size(let symbol, let one, let other, let verdict):
      diagnostic = .staticSizeMismatch(
        role, found: found, expected: wanted, symbol, one, other, verdict, at: operand.span)
    case .run(let name, let one, let other):
      diagnostic = .typeMismatch(role, found: found, expected: wanted, at: operand.span)
      diagnostic.notes.append("`...\(name)` is \(one.text) here, and \(other.text) is expected")
    case .conformance(let id):
      let entry = program.protocols[id.index]
      diagnostic = .noConformance(
        role, found: found, expected: wanted, of: entry.typed.name, declared: entry.typed.span,
        isModel: isModel(operand.type), at: operand.span)
    case .part: diagnostic = .typeMismatch(role, found: found, expected: wanted, at: operand.span)
    }
    let cast = castTarget(expected, role)
    diagnostic.help = diagnostic.help.map {
      $0.replacing("`… as \(wanted)`", with: "`\(quotedOperand(operand)) as \(cast)`")
    }
    let known = Set([diagnostic.primary.span] + diagnostic.labels.map(\.span))
    diagnostic.labels += origins(operand, fault.axes).filter { !known.contains($0.span) }
    return diagnostic
  }
}
