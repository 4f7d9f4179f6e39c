import MartletShapes
import MartletSource
import MartletSyntax

/// What the checker notices on its way that is legal and likely not meant.
extension BodyChecker {
  /// Warns, if the code is the user's own.
  func warn(_ diagnostic: @autoclosure () -> Diagnostic) {
    if program.isMain(module) { program.warn(diagnostic()) }
  }

  /// Warns of a statement that is only a value.
  func warnIfUnused(_ value: Operand) {
    switch value.expression.kind {
    case .binary(let operation, _, _):
      warn(
        .unusedValue(
          name(value.type), isComparison: operation == .equal, at: value.span))
    case .integer, .float, .boolean, .string, .none, .local, .global, .setting, .size, .function,
      .field, .property, .list, .range, .lambda, .index, .negate, .not, .cast, .selfValue:
      warn(.unusedValue(name(value.type), isComparison: false, at: value.span))
    case .call(let call): warnIfUnused(call, value)
    default: break
    }
  }

  /// Warns of a call that only makes a value, or a new model.
  private func warnIfUnused(_ call: TypedCall, _ value: Operand) {
    guard value.type != .unit, let name = name(ofPure: call.target) else { return }
    switch call.target {
    case .method, .function, .requirement:
      // Passing a model lends its state, which may be all that a call is for.
      let arguments = call.arguments.map { $0?.type } + [call.target.baseType]
      guard value.type.holdsModel || !arguments.contains(where: { $0?.holdsModel ?? false }) else {
        return
      }
    case .builtin, .element, .model, .structure, .value: break
    }
    // What is changed is the first argument that has the type of the result.
    let changed = call.arguments.first { $0?.type == value.type } ?? nil
    warn(
      .unusedCall(
        name, self.name(value.type), quoted(value.span), target: changed.map { quoted($0.span) },
        at: value.span))
  }

  /// The name of what is called, if it has no effects but on lent state; nil else.
  private func name(ofPure target: TypedCall.Target) -> String? {
    switch target {
    case .builtin(let name):
      if let rule = SpecialRule.named(name) { return rule.isHost ? nil : name }
      guard case .function(let entry)? = program.preludeEntity(name, besides: module),
        entry.declaration.kind == .function
      else { return nil }
      return name
    case .function(let id), .method(let id, base: _):
      guard let entry = program.functions.first(where: { $0.id == id }),
        entry.declaration.kind == .function
      else { return nil }
      return entry.declaration.name.text
    case .requirement(_, let name, base: _): return name
    case .element(.known(let type)): return type.rawValue
    case .element(.variable(let variable)): return variable.name
    case .model, .structure, .value: return nil
    }
  }

  /// Warns of a condition that sizes alone decide.
  func warnIfConstant(_ condition: Operand) {
    guard kind == .function, equation == nil, let claims = condition.consequences else { return }
    let symbols = (claims.whenTrue + claims.whenFalse).reduce(into: Set<DimSymbol>()) {
      $0.formUnion($1.symbols)
    }
    guard !symbols.isEmpty, symbols.isDisjoint(with: looseSymbols) else { return }
    if !claims.whenTrue.isEmpty, claims.whenTrue.allSatisfy({ verdict($0) == .proved }) {
      warn(.constantCondition(true, at: condition.span))
    } else if !claims.whenFalse.isEmpty, claims.whenFalse.allSatisfy({ verdict($0) == .proved }) {
      warn(.constantCondition(false, at: condition.span))
    }
  }

  /// Warns of `softmax` and its kin over an axis of one element.
  func warnIfOne(_ item: TensorType.Item?, _ function: String, at span: SourceSpan) {
    guard function == "softmax" || function == "log_softmax", case .dim(let dim)? = item,
      dim.isDefined, dim == 1 || (!dim.symbols.isEmpty && isBuilding && isSame(dim, 1))
    else { return }
    warn(.normaliserOfOne(function, function == "softmax" ? "1" : "0", at: span))
  }
}

extension TypedCall.Target {
  /// The type of what a method is called on.
  fileprivate var baseType: Type? {
    switch self {
    case .method(_, let base), .requirement(_, _, let base): base.type
    case .function, .model, .structure, .builtin, .value, .element: nil
    }
  }
}

extension Type {
  /// Whether a value of the type is or holds a model.
  fileprivate var holdsModel: Bool {
    switch self {
    case .model, .conforming, .stack: true
    case .tuple(let parts): parts.contains(where: \.holdsModel)
    case .list(let element), .optional(let element): element.holdsModel
    case .variable(let variable):
      switch variable.constraint {
      case .model, .tree, .type, .value: true
      case .element, .numeric, .floating, .integer: false
      }
    default: false
    }
  }
}

extension DimClaim {
  /// The symbols that the claim speaks of.
  fileprivate var symbols: Set<DimSymbol> {
    switch self {
    case .equal(let a, let b), .atLeast(let a, let b), .different(let a, let b):
      Set(a.symbols).union(b.symbols)
    }
  }
}
