import MartletShapes
import MartletSource

extension Diagnostic {
  /// Inputs whose shapes or bounds a graph does not take.
  ///
  /// - Parameters:
  ///   - fault: What does not fit.
  ///   - span: The expression of the program that runs the graph.
  public static func sizes(_ fault: SizeFault, at span: SourceSpan) -> Diagnostic {
    switch fault {
    case .inputCount(let expected, let found):
      Diagnostic(
        .inputMismatch, "\(expected) inputs were expected, \(found) came", at: span)
    case .rank(let parameter, let expected, let found):
      Diagnostic(
        .inputMismatch, "`\(parameter)` has \(found.count) axes, not \(expected.rank)", at: span,
        label: "used here",
        notes: ["expected  \(expected)", "found     a tensor of shape \(found)"],
        help: ["give a tensor with as many axes as the type has, or `reshape` this one"])
    case .size(let parameter, let axis, let type, let expected, let found):
      Diagnostic(
        .inputMismatch,
        "axis \(axis) of `\(parameter)` has size \(found)\(expected.map { ", not \($0)" } ?? "")",
        at: span, label: "used here",
        notes: [
          "expected  \(type)",
          "where \(type.dims[axis]) is \(expected.map(String.init) ?? "not known from any input")",
        ],
        help: ["sizes of one name must agree in all inputs, and fixed sizes be as written"])
    case .bound(let parameter, let type, let expected, let found):
      Diagnostic(
        .inputMismatch,
        "`\(parameter)` holds positions of another range than `\(type)` says", at: span,
        label: "used here",
        notes: [
          "expected  0..<\(expected.map(String.init) ?? "\(type.bound ?? 0)")",
          "found     \(found.map { "0..<\($0)" } ?? "integers that were not checked")",
        ],
        help: ["check them once where they enter: `x as \(type)`"])
    case .requirement(let diagnostic): diagnostic
    }
  }
}
