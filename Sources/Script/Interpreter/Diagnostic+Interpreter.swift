import MartletSource

extension Diagnostic {
  /// A graph does not accept the values that it was just built for: a fault of Martlet.
  static func unstableCapture(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .internalFault, "a graph does not fit the values that it was built for", at: span,
      notes: ["this is a fault of Martlet: please report it"])
  }

  /// One place of a program has been built again and again, for ever new known numbers.
  static func manyBuilds(_ count: Int, _ numbers: [String], at span: SourceSpan) -> Diagnostic {
    let names = numbers.map { "`\($0)`" }.joined(separator: " and ")
    let cause =
      numbers.isEmpty
      ? "a graph is built anew for each combination of known values that it meets"
      : "\(names) is an Int, so each of its values is built into a graph of its own"
    return Diagnostic(
      .manyBuilds, "this has been built \(count) times", at: span, notes: [cause],
      help: [
        "data never builds anew: write `Float(…)`, or `i32(…)` beside integers, where a number varies"
      ])
  }
}
