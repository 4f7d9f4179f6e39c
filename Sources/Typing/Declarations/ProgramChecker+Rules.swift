import MartletShapes
import MartletSource
import MartletSyntax

/// `gradient f(x, dy) { … }`: reverse rules, which are functions of the same binders as theirs.
extension ProgramChecker {
  /// Reports a rule of the main file whose function is not one of the file.
  func checkFunction(of rule: GradientDeclaration, in main: Module) {
    let name = rule.function.text
    switch main.declarations[name] {
    case .function: return  // Checked with the function's body.
    case .importing(let importing):
      report(.ruleElsewhere(name, imported: importing.span, at: rule.function.span))
    case .some: report(.ruleOfNoFunction(name, at: rule.function.span))
    case nil:
      if preludeEntity(name, besides: main) != nil {
        report(.ruleElsewhere(name, imported: nil, at: rule.function.span))
      } else {
        report(.unknownName(name, near: main.order, at: rule.function.span))
      }
    }
  }

  /// The function that is the rule of another one; nil if that has none, or a wrong one.
  func makeRule(of entry: FunctionEntry, _ signature: Signature) -> FunctionID? {
    let name = entry.declaration.name
    guard entry.rule == nil, case .function(let own)? = entry.module.declarations[name.text],
      own.name.span == name.span, let rule = entry.module.gradientRules[name.text]
    else { return nil }
    guard own.kind != .procedure else {
      report(.ruleOfNoFunction(name.text, at: rule.function.span))
      return nil
    }
    let names = signature.parameters.map(\.name)
    guard rule.parameters.count == names.count + 1,
      zip(rule.parameters, names).allSatisfy({ $0.text == $1 })
    else {
      report(
        .ruleParameters(
          name.text, names, found: rule.parameters.map(\.text), declared: name.span,
          at: rule.function.span))
      return nil
    }
    guard signature.result.isDifferentiable,
      signature.parameters.contains(where: \.type.isDifferentiable)
    else {
      report(.ruleWithoutGradient(name.text, declared: name.span, at: rule.function.span))
      return nil
    }
    let function = FunctionEntry(
      id: FunctionID(index: functions.count), name: name.text, builtin: nil,
      module: entry.module, declaration: own, model: nil)
    function.rule = rule
    functions.append(function)
    pending.append(function)
    return function.id
  }

  /// The signature of a rule: the function's parameters and the gradient of its result, to the
  /// gradients of those parameters that have one.
  func signature(
    of rule: GradientDeclaration, _ function: Signature, _ entry: FunctionEntry,
    _ checker: BodyChecker
  ) -> Signature {
    var signature = function
    let upstream = function.result.gradient
    if let name = rule.parameters.last {
      if let first = rule.parameters.dropLast().first(where: { $0.text == name.text }) {
        report(.duplicateName(name.text, first: first.span, at: name.span))
      }
      let declaration = checker.declare(name, upstream, mayBeZero: false)
      entry.parameters.append(
        TypedFunction.Parameter(declaration: declaration, defaultValue: nil))
    }
    let gradients = function.parameters.map(\.type).filter(\.isDifferentiable).map(\.gradient)
    signature.result = gradients.count == 1 ? gradients[0] : .tuple(gradients)
    return signature
  }
}
