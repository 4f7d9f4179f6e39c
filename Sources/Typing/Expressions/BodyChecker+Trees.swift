import MartletShapes
import MartletSyntax

extension BodyChecker {
  /// The result of an operator on models and gradients; nil if there is none.
  ///
  /// Models are points and gradients are vectors: points can be subtracted and moved by vectors,
  /// and every element-wise operator works on vectors leaf by leaf.
  func treeType(_ operation: BinaryOperator, _ a: Type, _ b: Type) -> Type? {
    if isVector(a), isVector(b) {
      guard isArithmetic(operation), conformance(a, to: b) == nil else { return nil }
      return a
    }
    if isVector(a), isFactor(b) { return isArithmetic(operation) ? a : nil }
    if isFactor(a), isVector(b) { return isArithmetic(operation) ? b : nil }
    guard isPoint(a) else { return nil }
    if operation == .subtract, isPoint(b), conformance(a, to: b) == nil { return a.gradient }
    if operation == .add || operation == .subtract, isVector(b), let of = b.gradientOf,
      conformance(a, to: of) == nil || conformance(of, to: a) == nil
    {
      return a
    }
    return nil
  }

  /// Whether it is a gradient of more than a tensor.
  private func isVector(_ type: Type) -> Bool { type.isGradientTree || isTensorList(type) }

  /// Whether it is a list or tuple of tensors, which is its own gradient.
  private func isTensorList(_ type: Type) -> Bool {
    switch type {
    case .tuple: type.isTensorTree
    default: false
    }
  }

  /// Whether it is a model, or a tree that a binder stands for.
  private func isPoint(_ type: Type) -> Bool {
    switch type {
    case .model, .structure, .conforming: true
    case .variable: type.isTree
    case .stack(let element, _): isPoint(element)
    case .list, .tuple: type.isTree && !type.isTensorTree
    default: false
    }
  }

  /// Whether it scales a gradient.
  func isFactor(_ type: Type) -> Bool {
    if type.isNumber { return true }
    guard case .tensor(let tensor) = type else { return false }
    return tensor.isScalar && tensor.element.isFloating
  }

  /// Whether the operator is element-wise arithmetic.
  private func isArithmetic(_ operation: BinaryOperator) -> Bool {
    switch operation {
    case .add, .subtract, .multiply, .divide, .power: true
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .floorDivide, .remainder, .matrixProduct:
      false
    }
  }

  /// The type of two models of one declaration that are not shown to be the same; nil for others.
  private func otherModel(_ a: Type, _ b: Type) -> Type? {
    guard case .model(let one) = a.seenThrough, case .model(let other) = b.seenThrough,
      one.model == other.model, conformance(a, to: b) != nil
    else { return nil }
    var written = one
    written.sizes = one.sizes.filter { $0.value.symbol.map { !$0.name.contains(".") } ?? true }
    return .model(written)
  }

  /// What to do instead where an operator on points has no meaning; nil if no point is involved.
  func treeExplanation(_ operation: BinaryOperator, _ a: Type, _ b: Type) -> String? {
    guard isPoint(a) || isPoint(b) else { return nil }
    if operation == .add || operation == .subtract, let model = otherModel(a, b.gradientOf ?? b) {
      return
        "these may be two models: what a type leaves out has a value of its own wherever it is "
        + "written. To say the same model twice, bind it: `fn f[M: \(name(model))](…: M, …: "
        + (b.gradientOf == nil ? "M)`" : "Grad[M])`")
    }
    switch operation {
    case .add where isPoint(a) && isPoint(b):
      return "to average two, write `a + 0.5 * (b - a)`"
    case .multiply, .divide:
      return "to move towards another, write `a + 0.5 * (b - a)`"
    case .add where isPoint(b):
      return "write the model first: `model + gradient`"
    default:
      return "models can be subtracted, and moved by a gradient: `net - lr * g`"
    }
  }
}
