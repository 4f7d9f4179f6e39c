import MartletSource
import MartletSyntax

extension Lint {
  /// Losses that expect logits and are given what an activation made of them.
  static let activationsBeforeLosses = Lint { tree in
    let fresh = ActivationFinder(tree)
    return (tree.bodies + [tree.script]).flatMap { block in
      var finder = fresh
      finder.walk(block)
      return finder.warnings
    }
  }

  /// Dropout in a script that takes gradients and never says that it is training.
  static let idleDropout = Lint { tree in
    guard !tree.isLibrary else { return [] }
    var finder = DropoutFinder()
    finder.walk(tree)
    guard finder.takesGradients, !finder.setsTraining else { return [] }
    return finder.calls.prefix(1).map { .idleDropout(at: $0) }
  }
}

/// Finds `cross_entropy(softmax(x), y)`, also where a `let` stands between the two.
private struct ActivationFinder: TreeVisitor {
  /// What was found.
  var warnings: [Diagnostic] = []
  /// The losses of the library with what they do to their logits themselves.
  private var losses = [
    "cross_entropy": ["softmax", "log_softmax"], "binary_cross_entropy": ["sigmoid"],
  ]
  /// The activation that a `let` applied last, by the name that it bound.
  private var activated: [String: (activation: String, span: SourceSpan)] = [:]

  /// A finder for a file, which may have losses of its own.
  init(_ tree: SyntaxTree) { losses = losses.filter { !tree.declares($0.key) } }

  mutating func visit(_ statement: Statement) {
    guard case .constant(let constant) = statement.kind,
      case .pattern(let pattern) = constant.target, case .name(let name) = pattern.kind
    else { return }
    activated[name.text] = constant.value.called.map { ($0, constant.value.span) }
  }

  mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .call(let callee, let arguments):
      guard case .name(let loss) = callee.kind, let first = arguments.first,
        first.label.map({ $0.text == "logits" }) ?? true
      else { return }
      check(loss, first.value)
    case .pipe(let value, let callee):
      if case .call(let function, _) = callee.kind, case .name(let loss) = function.kind {
        check(loss, value)
      }
    default: break
    }
  }

  /// Checks the logits that a loss is given.
  private mutating func check(_ loss: String, _ logits: Expression) {
    guard let activations = losses[loss] else { return }
    var found = logits.called.map { (activation: $0, span: logits.span) }
    if case .name(let name) = logits.kind { found = activated[name] }
    guard let found, activations.contains(found.activation) else { return }
    warnings.append(.activationBeforeLoss(found.activation, found.span, loss, at: logits.span))
  }
}

/// Finds calls of dropout and what they wait for.
private struct DropoutFinder: TreeVisitor {
  /// The calls.
  var calls: [SourceSpan] = []
  /// Whether a gradient is taken.
  var takesGradients = false
  /// Whether something sets `training`.
  var setsTraining = false

  mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .gradient, .vjp: takesGradients = true
    case .with(let bindings, _):
      if bindings.contains(where: { $0.name.text == "training" }) { setsTraining = true }
    default:
      if let name = expression.called, name == "dropout" || name == "Dropout" {
        calls.append(expression.span)
      }
    }
  }
}

extension Expression {
  /// The name of the function that a call or a pipe calls; nil of others.
  fileprivate var called: String? {
    switch kind {
    case .group(let inner): inner.called
    case .call(let callee, _):
      if case .name(let name) = callee.kind { name } else { nil }
    case .pipe(_, let callee):
      if case .name(let name) = callee.kind { name } else { callee.called }
    default: nil
    }
  }
}
