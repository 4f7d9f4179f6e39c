import MartletShapes
import MartletSource

/// Messages about equations and their indices.
extension Diagnostic {
  /// A block that differentiates or recomputes inside an equation.
  static func blockInEquation(_ keyword: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationForm, "a `\(keyword)` block does not stand inside an equation", at: span,
      help: ["compute it before the equation, and read its elements there"])
  }

  /// An index that hides a variable.
  static func indexHidesVariable(_ name: String, declared: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .equationIndex, "the index `\(name)` would hide a variable", at: span,
      labels: [Label(declared, "`\(name)` is declared here")],
      help: ["give the index another name"])
  }

  /// An index that no access gives a range.
  static func indexWithoutRange(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .indexWithoutRange, "nothing gives the index `\(name)` a range", at: span,
      notes: ["a range comes from a tensor that `\(name)` indexes alone"],
      help: ["write the range: `\(name) < n`"])
  }

  /// `...` that no access gives a range.
  static func restWithoutRange(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.equationIndex, "nothing says which axes `...` stands for", at: span)
  }

  /// `...` in an access only.
  static func restNotOnLeft(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationIndex, "`...` must stand on the left side too", at: span,
      notes: ["axes are summed by name, never silently"])
  }

  /// `...` for unlike axes.
  static func restMismatch(_ a: String, _ b: String, first: SourceSpan, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .shapeMismatch, "`...` stands for the same axes everywhere in an equation", at: span,
      label: "here it is \(b)", labels: [Label(first, "here it is \(a)")])
  }

  /// An index name that nothing binds.
  static func unboundIndex(_ name: String, near names: [String], at span: SourceSpan) -> Diagnostic
  {
    let suggestion = Suggestion.help(for: name, among: names)
    return Diagnostic(
      .equationIndex, "the index `\(name)` stands neither on the left nor in a reducer", at: span,
      notes: ["nothing is summed silently"],
      help: suggestion.isEmpty
        ? ["to sum over it write `sum[\(name)](…)`; to keep its axis add `\(name)` on the left"]
        : suggestion)
  }

  /// An index with two ranges.
  static func indexRangeMismatch(
    _ name: String, _ a: Dim, _ b: Dim, _ verdict: DimVerdict, first: SourceSpan,
    at span: SourceSpan
  ) -> Diagnostic {
    let isOpen = verdict == .unknown
    var notes: [String] = []
    if case .refuted(let example) = verdict, !example.values.isEmpty {
      notes = ["the sizes must agree always, and `\(a)` is not `\(b)` \(example)"]
    }
    return Diagnostic(
      isOpen ? .sizeUnproved : .shapeMismatch,
      isOpen
        ? "nothing says that both ranges of the index `\(name)` agree: \(a) and \(b)"
        : "the index `\(name)` runs along axes of two sizes: \(a) and \(b)", at: span,
      label: "this axis has size \(b)", labels: [Label(first, "this axis has size \(a)")],
      notes: notes, help: isOpen ? ["if they do, add the fact: `where \(a) == \(b)`"] : [])
  }

  /// Something in a reducer's brackets that is no index.
  static func notAnIndex(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationIndex, "the brackets of a reducer hold index names, as in `sum[i, j < n](…)`",
      at: span)
  }

  /// A reducer with indices outside an equation.
  static func reducerOutsideEquation(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationForm, "`\(name)[…]` with index names only stands in an equation", at: span,
      help: ["name the result: `let y[] = \(name)[…](…)`, or write `\(name)(x, axis: …)`"])
  }

  /// An access that leaves axes out.
  static func accessNotFull(_ type: String, found: Int, at span: SourceSpan) -> Diagnostic {
    let positions = found == 1 ? "1 position" : "\(found) positions"
    return Diagnostic(
      .equationForm, "an equation reads single elements, and \(type) is given \(positions)",
      at: span, help: ["give every axis a position, or `...` for the rest"])
  }

  /// A slice in an equation.
  static func sliceInEquation(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .equationForm, "an equation reads single elements, so there are no slices in it", at: span,
      help: ["compute the position: `x[i + 1]`"])
  }

  /// A part of an equation that is no scalar.
  static func equationNotScalar(_ type: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notScalarInEquation, "every part of an equation is a single element, and this is \(type)",
      at: span,
      help: ["give it its indices: `x[i, j]`"])
  }
}
