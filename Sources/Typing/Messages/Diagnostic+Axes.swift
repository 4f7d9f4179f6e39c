import MartletShapes
import MartletSource

/// Messages about axes, and operations that change a shape.
extension Diagnostic {
  /// A shape that is no whole number of copies of another.
  static func cannotTile(
    _ operand: (Operand, String), _ target: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .cannotTile, "`tile` repeats a tensor a whole number of times along each axis", at: span,
      labels: [Label(operand.0.span, "this is \(operand.1)")],
      notes: ["the result would be \(target)"],
      help: [
        "each size in the brackets must be a multiple of the tensor's own, as `H * D` is of `D`"
      ]
    )
  }

  /// A negative number of elements to add.
  static func negativePadding(_ label: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .negativePadding, "`\(label)` cannot be negative", at: span,
      help: ["to leave elements out, slice: `x[1:]`"])
  }

  /// An axis that does not exist.
  static func axisOutside(_ axis: Int, _ type: String, count: Int, at span: SourceSpan)
    -> Diagnostic
  {
    let range =
      switch count {
      case 0: "a scalar has no axes"
      case 1: "its only axis is 0, or -1 from the end"
      case 2: "its axes are 0 and 1, or -2 and -1 from the end"
      default: "its axes are 0 to \(count - 1), or -\(count) to -1 from the end"
      }
    return Diagnostic(
      .badAxis, "there is no axis \(axis) in \(type)", at: span, notes: [range])
  }

  /// An axis that a list names twice.
  static func axisTwice(_ axis: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.badAxis, "this list names one axis twice", at: span, label: "\(axis) again")
  }

  /// An axis whose place depends on the length of a run.
  static func axisBehindRun(_ axis: Int, _ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badAxis, "which axis \(axis) of \(type) is depends on the run", at: span,
      help: ["count from the other end: axes may be negative"])
  }

  /// A list of axes that is no permutation.
  static func notAPermutation(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.badAxis, "this is no order of all axes of \(type)", at: span)
  }

  /// A vector that is transposed.
  static func transposeOfVector(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badAxis, "`transpose` swaps the last two axes, and \(type) does not show two",
      at: span)
  }

  /// A reshape that loses or gains elements.
  static func reshapeMismatch(
    _ x: (Operand, String), _ type: String, _ found: Dim, _ wanted: Dim, _ verdict: DimVerdict,
    repair: String?, at span: SourceSpan
  ) -> Diagnostic {
    let isOpen = verdict == .unknown
    let fact = isOpen ? "add the fact: `where \(found) == \(wanted)`" : nil
    return Diagnostic(
      isOpen ? .sizeUnproved : .shapeMismatch,
      isOpen
        ? "nothing says that \(type) has as many elements as \(x.1)"
        : "\(type) has another number of elements than \(x.1)", at: span,
      labels: [Label(x.0.span, "this has \(found) elements")],
      notes: ["the result would have \(wanted) elements"] + notes(verdict, "\(found) == \(wanted)"),
      help: [repair ?? fact].compactMap { $0 })
  }

  /// A broadcast to a shape that does not fit.
  static func broadcastMismatch(
    _ x: (Operand, String), _ type: String, note: String?, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .shapeMismatch, "\(x.1) cannot be repeated to \(type)", at: span,
      labels: [Label(x.0.span, "this is \(x.1)")], notes: note.map { [$0] } ?? [],
      help: ["the tensor's axes are the last ones of the result, each of the same size or 1"])
  }

  /// Tensors that cannot be joined.
  static func concatMismatch(_ a: String, _ b: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .shapeMismatch, "these tensors cannot be joined: \(a) and \(b)", at: span,
      notes: ["`concat` adds up one axis, and `stack` adds an axis; all other sizes must agree"])
  }
}
