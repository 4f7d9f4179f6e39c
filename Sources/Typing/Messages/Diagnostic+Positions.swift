import MartletShapes
import MartletSource

/// Messages about positions and slices.
extension Diagnostic {
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
}
