import MartletShapes
import MartletSource

/// Messages about sizes, axes and positions.
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

  /// What a verdict adds to a message.
  private static func notes(_ verdict: DimVerdict, _ claim: String) -> [String] {
    if case .refuted(let example) = verdict, !example.values.isEmpty {
      return ["it must hold for all sizes, and `\(claim)` is false \(example)"]
    }
    return []
  }

  /// Loops in step over values of other lengths.
  static func notInStep(
    _ one: Dim, _ other: Dim, _ verdict: DimVerdict, first: SourceSpan, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .unequalLengths,
      verdict == .unknown
        ? "these are walked in step, and nothing says that \(one) is \(other)"
        : "these are walked in step, but one has \(one) entries and the other \(other)", at: span,
      label: "this has \(other)",
      labels: [Label(first, "this has \(one)")], notes: notes(verdict, "\(one) == \(other)"),
      help: verdict == .unknown ? ["state the fact: `where \(one) == \(other)`"] : [])
  }

  /// An element type without brackets.
  static func bareElementType(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAType, "`\(name)` is the type of elements; a tensor also has a shape", at: span,
      help: ["write `\(name)[]` for a scalar"])
  }

  /// Something in brackets that is no type.
  static func notAType(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAType, "a type is expected here", at: span)
  }

  /// Something in brackets that is no size.
  static func notASize(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notASize, "a size is expected here", at: span)
  }

  /// A value that is no size.
  static func sizeExpected(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "a size is an Int, and this is \(type)", at: span,
      help: type.contains("[")
        ? ["the sizes of a `fn` follow from its arguments; in a proc, read the tensor: `Int(…)`"]
        : [])
  }

  /// A size in a signature that callers could not know.
  static func opaqueSizeInSignature(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "a signature's sizes are made of binders, Int parameters and numbers", at: span)
  }

  /// `_` in the signature of a `fn`.
  static func unknownInSignature(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "`_` cannot stand in the signature of a `fn`", at: span,
      help: ["bind a name for the size: `fn f[N](x: f32[N])`"])
  }

  /// `...` without a name in a type.
  static func namelessRun(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "a run of sizes in a type needs its name, as in `f32[...S, D]`", at: span)
  }

  /// Two runs in one tensor type.
  static func twoRuns(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notASize, "a tensor's type holds one run at most", at: span)
  }

  /// A bound of elements that are no whole numbers.
  static func boundOfNonInteger(_ element: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAType, "\(element) elements cannot have a bound; it is for indices", at: span)
  }

  /// A `where` clause that is no comparison of sizes.
  static func notAFact(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notAFact, "a fact compares sizes, as in `W % heads == 0`", at: span)
  }

  /// A divisor that may be below 1.
  static func divisorBelowOne(_ divisor: Dim, _ verdict: DimVerdict, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .sizeBelowOne, "the divisor \(divisor) must be at least 1", at: span,
      notes: notes(verdict, "\(divisor) >= 1"),
      help: divisor.constant == nil ? ["add the fact: `where \(divisor) >= 1`"] : [])
  }

  /// Something that is no Int.
  static func integerExpected(_ type: String, _ text: String, at span: SourceSpan) -> Diagnostic {
    let help: [String] =
      if type.hasPrefix("bool[") {
        ["how many are true depends on the data: to keep the shape, write `select(\(text), x, 0)`"]
      } else if type.hasPrefix("[Int]") {
        ["for several positions write a tensor with their bound: `tensor(\(text)) as i32<N>[_]`"]
      } else if type == "Float" {
        ["convert it: `Int(\(text))`"]
      } else {
        []
      }
    return Diagnostic(
      .typeMismatch, "an Int is expected here, and this is \(type)", at: span, help: help)
  }

  /// Something that must be written as a constant.
  static func constantExpected(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notKnown, "this must be written as a constant, because the shape depends on it",
      at: span)
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

  /// A value that has no positions.
  static func notIndexable(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notIndexable, "\(type) cannot be indexed", at: span)
  }

  /// A tuple that is indexed.
  static func indexOfTuple(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notIndexable, "a tuple cannot be indexed", at: span,
      help: ["take it apart: `let (a, b) = …`"])
  }

  /// Sizes behind a function that is not called.
  static func sizesWithoutCall(_ text: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notAValue, "a function or model with its sizes must be called", at: span,
      help: ["write `\(text)(…)`, with its arguments, if any, in the parentheses"])
  }

  /// More positions than axes.
  static func tooManyPositions(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notIndexable, "there are more positions in the brackets than axes in \(type)", at: span)
  }

  /// `...` twice.
  static func restTwice(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notIndexable, "`...` can stand once", at: span)
  }

  /// Two tensors of positions.
  static func twoGathers(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notIndexable, "only one position can be a tensor", at: span,
      help: ["write what you mean with index names: `let y[e] = x[a[e], b[e]]`"])
  }

  /// A position outside its axis.
  static func positionOutside(
    _ position: Dim, _ size: Dim, _ verdict: DimVerdict, at span: SourceSpan
  ) -> Diagnostic {
    let isOpen = verdict == .unknown
    return Diagnostic(
      .indexOutOfRange,
      isOpen
        ? "nothing says that position \(position) lies in an axis of size \(size)"
        : "position \(position) lies outside an axis of size \(size)", at: span,
      notes: positionNotes(position, size, verdict),
      help: position.constant != nil && size.constant == nil
        ? ["if it always does, add the fact: `where \(size) > \(position)`"] : [])
  }

  /// Where a position would have to lie.
  private static func positionNotes(_ position: Dim, _ size: Dim, _ verdict: DimVerdict) -> [String]
  {
    if let last = size.constant, last > 0 {
      return ["positions run from 0 to \(last - 1), or from -\(last) to -1 from the end"]
    }
    guard case .refuted(let example) = verdict, !example.values.isEmpty else { return [] }
    return ["it must lie in `0..<\(size)` for all sizes, and does not \(example)"]
  }

  /// Positions that may be too large.
  static func positionsTooLarge(
    _ bound: Dim, _ size: Dim, _ verdict: DimVerdict, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .boundMismatch, "these positions are below \(bound), and the axis has size \(size)", at: span,
      notes: notes(verdict, "\(bound) <= \(size)"))
  }

  /// Positions without a bound.
  static func positionsWithoutBound(
    _ size: Dim, _ type: String, _ text: String, at span: SourceSpan
  ) -> Diagnostic {
    let shape = type.drop { $0 != "[" }
    return Diagnostic(
      .boundMismatch, "positions in an axis of size \(size) need the type i32<\(size)>", at: span,
      label: "this is \(type)",
      help: ["check the values once, where they enter: `\(text) as i32<\(size)>\(shape)`"])
  }

  /// A slice outside its axis.
  static func sliceOutside(
    _ start: Dim, _ stop: Dim, _ size: Dim, _ verdict: DimVerdict, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .indexOutOfRange,
      verdict == .unknown
        ? "nothing says that the slice `\(start):\(stop)` lies in an axis of size \(size)"
        : "the slice `\(start):\(stop)` reaches out of an axis of size \(size)", at: span,
      notes: sliceNotes(start, stop, size, verdict),
      help: sliceHelp(start, stop, size))
  }

  /// What a slice that is wrong for some sizes would need.
  private static func sliceNotes(_ start: Dim, _ stop: Dim, _ size: Dim, _ verdict: DimVerdict)
    -> [String]
  {
    let steps = [(Dim(0), start), (start, stop), (stop, size)]
    // What two numbers say needs no mention where it is true.
    let all = steps.compactMap { low, high -> String? in
      if let difference = (high - low).constant, difference >= 0 { return nil }
      return "\(low) <= \(high)"
    }
    return notes(verdict, all.joined(separator: " and "))
  }

  /// The fact that makes a slice right, where it is simple.
  private static func sliceHelp(_ start: Dim, _ stop: Dim, _ size: Dim) -> [String] {
    guard size.constant == nil, start.constant != nil else { return [] }
    if stop == size { return ["if it is never shorter, add the fact: `where \(size) >= \(start)`"] }
    guard stop.constant != nil else { return [] }
    return ["if it is never shorter, add the fact: `where \(size) >= \(stop)`"]
  }

  /// A step that is not a positive constant.
  static func sliceStep(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .indexOutOfRange, "the step of a slice is a constant of at least 1", at: span,
      help: ["to turn an axis around, write an equation: `let y[i < N] = x[N - 1 - i]`"])
  }

  /// A size of a value that nothing holds.
  static func sizeOfTemporary(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notASize, "the size `\(name)` of this value has no name here", at: span,
      help: ["bind the value first: `let net = …`, then `net.\(name)`"])
  }
}
