/// The words that cannot name anything, except after `.` and before `:`.
///
/// `model gradient test export setting type`, `param state frozen`, `limit` and `along` are not
/// here: they mean something special only where a name cannot stand.
public enum Keyword: String, CaseIterable, Hashable, Sendable {
  case `import`, `let`, `var`, fn, proc, `struct`, `enum`, `protocol`
  case `if`, `else`, match, `for`, `while`, `in`, `return`, `break`, `continue`
  case map, grad
  case valueAndGrad = "value_and_grad"
  case jvp, vjp, recompute, with, `where`, `as`, and, or, not
  case `true`, `false`
  case none = "None"
  case `self`

  /// Whether an expression or a statement can end with it.
  var canEndExpression: Bool {
    switch self {
    case .true, .false, .none, .self, .return, .break, .continue: true
    case .import, .let, .var, .fn, .proc, .struct, .enum, .protocol, .if, .else, .match, .for,
      .while, .in, .map, .grad, .valueAndGrad, .jvp, .vjp, .recompute, .with, .where, .as, .and,
      .or, .not:
      false
    }
  }

  /// Whether a line that starts with it goes on with the line before.
  var continuesLine: Bool { self == .or || self == .and || self == .where }

  /// Whether only a statement or a declaration starts with it.
  var startsStatement: Bool {
    switch self {
    case .import, .let, .var, .proc, .struct, .enum, .protocol, .while, .return: true
    case .fn, .if, .else, .match, .for, .in, .break, .continue, .map, .grad, .valueAndGrad, .jvp,
      .vjp, .recompute, .with, .where, .as, .and, .or, .not, .true, .false, .none, .self:
      false
    }
  }
}
