import MartletSource

extension Diagnostic {
  /// NaN, where it was looked for.
  static func notANumber(_ first: FirstNaN, at span: SourceSpan) -> Diagnostic {
    var notes = [extent(of: first)]
    if let name = first.input {
      return Diagnostic(
        .nanFound, "`\(name)` has NaN in it, which the result of this takes on", at: span,
        label: "at \(first.position)", notes: notes,
        help: ["nothing computed it: look where the data come from"])
    }
    if !first.steps.isEmpty { notes.append(steps(of: first)) }
    var labels: [Label] = []
    if let place = first.infinity, place != span {
      labels = [Label(place, "the infinity comes from here")]
    } else if first.isOfInfinity {
      notes.append("something that it is made of is infinite")
    }
    return Diagnostic(
      .nanFound, "this makes NaN", at: span, label: cause(of: first), labels: labels,
      notes: notes, help: [advice(for: first)])
  }

  /// What was computed at the first position.
  private static func cause(of first: FirstNaN) -> String {
    let place = first.position.isEmpty ? "" : "at \(first.position): "
    let operands = first.operands.map(number)
    guard !operands.isEmpty else { return place + "`\(first.operation)`" }
    let signs = ["add": "+", "subtract": "-", "multiply": "*", "divide": "/"]
    if operands.count == 2, let sign = signs[first.operation] {
      return place + "\(operands[0]) \(sign) \(operands[1])"
    }
    return place + "\(first.operation)(\(operands.joined(separator: ", ")))"
  }

  /// A number, short.
  private static func number(_ value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value))" }
    return "\(Float(value))"
  }

  /// How much of the value is NaN, axis by axis.
  private static func extent(of first: FirstNaN) -> String {
    let total = first.shape.reduce(1, *)
    guard !first.shape.isEmpty else { return "the value is a single number" }
    guard first.count > 1 else { return "it is the only one of \(total) elements: \(first.type)" }
    let whole = "\(first.count) of the \(total) elements of this \(first.type) are NaN"
    let axes = first.shape.indices.map { axis in
      let extent = first.extents[axis]
      let dim = first.type.dims[axis]
      let size = dim.constant == nil ? " (\(dim) = \(first.shape[axis]))" : ""
      let name = "axis \(axis)\(size)"
      if extent.count == first.shape[axis] { return "all along \(name)" }
      if extent.count == 1 { return "at \(extent.first) of \(name)" }
      return "at \(extent.count) places of \(name), the first of them \(extent.first)"
    }
    return "\(whole): \(axes.joined(separator: "; "))"
  }

  /// In which steps of loops it was.
  private static func steps(of first: FirstNaN) -> String {
    let steps = first.steps.reversed().map { "step \($0)" }
    return "it is \(steps.joined(separator: " of a loop in ")) of a loop, counted from 0"
  }

  /// What to do about it.
  private static func advice(for first: FirstNaN) -> String {
    if first.isOfInfinity, first.operation == "multiply", first.operands.contains(0) {
      return "infinity times 0: often a slope, as that of `sqrt` or `norm` at 0, times nothing; "
        + "keep away from there, as `sqrt(x + 1e-12)` does"
    }
    if first.isOfInfinity {
      return "keep the numbers finite: subtract the greatest before `exp`, as `softmax` and "
        + "`logsumexp` do, or take a smaller step"
    }
    switch first.operation {
    case "log", "log2", "sqrt", "power":
      return "keep the argument positive: `max(x, 1e-6)`, or a function that is stable there, as "
        + "`log1p`, `log_softmax` or `softplus`"
    case "divide":
      return "keep the divisor away from 0: add a small number, or `select` before dividing"
    case "constant": return "NaN stands in the program itself"
    default: return "print what it is made of"
    }
  }
}
