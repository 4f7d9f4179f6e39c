import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// A condition that the code around can decide on.
  func checkCondition(_ expression: Expression) -> Operand {
    let condition = check(expression, expecting: .bool)
    if condition.isError { return condition }
    switch condition.type {
    case .bool: return condition
    case .tensor(let tensor) where tensor.element.isBool && tensor.isScalar: return condition
    default:
      return fail(.notACondition(name(condition.type), at: condition.span))
    }
  }

  /// Whether a condition is decided when the graph runs, and not while it is built.
  func isData(_ condition: Operand) -> Bool {
    guard isBuilding, equation == nil, !condition.isError else { return false }
    return condition.type.tensor != nil || !condition.isKnown
  }

  /// `if`.
  func check(
    _ conditional: Conditional, expecting expected: Type?, isUsed: Bool, at span: SourceSpan
  ) -> Operand {
    switch conditional.condition {
    case .binding(let name, let value):
      return check(
        binding: name, value, conditional, expecting: expected, isUsed: isUsed, at: span)
    case .test(let test):
      let condition = checkCondition(test)
      warnIfConstant(condition)
      let claims = condition.consequences
      let repetition: Scope.Repetition? = isData(condition) ? .branch : nil
      let first = branch(expecting: expected, isUsed: isUsed, repetition: repetition) {
        for claim in claims?.whenTrue ?? [] { facts.assume(claim) }
        return check(conditional.thenBlock, expecting: expected, isUsed: isUsed)
      }
      let second = conditional.elseBranch.map { otherwise in
        branch(expecting: expected, isUsed: isUsed, repetition: repetition) {
          for claim in claims?.whenFalse ?? [] { facts.assume(claim) }
          return check(branch: otherwise, expecting: expected, isUsed: isUsed)
        }
      }
      if condition.isError { return .error(at: span) }
      // A node's branches have one shape, whatever the condition says of sizes.
      let common = repetition == nil ? expected : nil
      let result = join(first, second, expecting: common, isUsed: isUsed, at: span) {
        first, second in
        .conditional(condition.expression, then: first, else: second)
      }
      if repetition != nil, isKnownOnly(result.type) {
        return fail(.knownBranch(name(result.type), condition: condition.span, at: span))
      }
      return result
    }
  }

  /// The branch behind `else`, as a block.
  func check(branch: Expression, expecting expected: Type?, isUsed: Bool) -> TypedBlock {
    if case .block(let block) = branch.kind {
      return check(block, expecting: expected, isUsed: isUsed)
    }
    let value = check(branch, expecting: expected, isUsed: isUsed)
    if value.type == .unit || !isUsed {
      return TypedBlock(
        statements: [TypedStatement(.expression(value.expression), span: branch.span)],
        value: nil, type: .unit, span: branch.span)
    }
    var block = TypedBlock(
      statements: [], value: value.expression, type: value.type, span: branch.span)
    block.isKnown = value.isKnown
    return block
  }

  /// `if let name = value`.
  private func check(
    binding name: Name, _ value: Expression, _ conditional: Conditional,
    expecting expected: Type?, isUsed: Bool, at span: SourceSpan
  ) -> Operand {
    let optional = check(value, expecting: nil)
    var wrapped = Type.error
    if case .optional(let type) = optional.type { wrapped = type }
    if !optional.isError, wrapped.isError {
      report(.notOptional(self.name(optional.type), at: optional.span))
    }
    var declaration: LocalDeclaration?
    let first = branch(expecting: expected, isUsed: isUsed) {
      if wrapped.isError { bind(name.text, .failed) } else { declaration = declare(name, wrapped) }
      return check(conditional.thenBlock, expecting: expected, isUsed: isUsed)
    }
    let second = conditional.elseBranch.map { branch in
      self.branch(expecting: expected, isUsed: isUsed) {
        check(branch: branch, expecting: expected, isUsed: isUsed)
      }
    }
    guard let declaration else { return .error(at: span) }
    return join(first, second, expecting: expected, isUsed: isUsed, at: span) { first, second in
      .optionalBinding(declaration, optional.expression, then: first, else: second)
    }
  }

  /// The conditional of two branches, whose values have one type.
  private func join(
    _ first: Branch, _ second: Branch?, expecting expected: Type?, isUsed: Bool,
    at span: SourceSpan, _ make: (TypedBlock, TypedBlock?) -> TypedExpression.Kind
  ) -> Operand {
    guard isUsed, let second, let one = first.block.value, let other = second.block.value else {
      return Operand(make(first.block, second?.block), .unit, at: span)
    }
    if one.type.isError || other.type.isError { return .error(at: span) }
    guard let (blocks, type) = join([first, second], expecting: expected) else {
      return fail(
        .branchMismatch(
          "the branches of this `if`", name(one.type), name(other.type), first: one.span,
          second: other.span, note: alignment(one.type, other.type), at: span))
    }
    let isKnown = blocks.allSatisfy(\.isKnown)
    return Operand(make(blocks[0], blocks[1]), type, at: span, isKnown: isKnown)
  }

  /// A block whose value is turned into the given type.
  func give(_ block: TypedBlock, _ type: Type) -> TypedBlock {
    guard let value = block.value else { return block }
    var result = block
    let operand = Operand(value.kind, value.type, at: value.span)
    var coerced = coerce(operand, to: type, as: .element(value.span)).expression
    coerced.definitions = value.definitions
    result.value = coerced
    result.type = type
    return result
  }

  /// The type that values of both types have; nil if there is none.
  func join(_ a: Type, _ b: Type) -> Type? {
    if a == b { return a }
    if case .none = a { return b == .none ? b : optional(b) }
    if case .none = b { return optional(a) }
    if a.isNumber, b.isNumber { return .float }
    let probe = TypedExpression(.tuple([]), type: a, span: program.nowhere)
    if conformance(of: Operand(probe.kind, a, at: probe.span), to: b) == nil {
      return a.hasUnknown ? a : b
    }
    if conformance(of: Operand(probe.kind, b, at: probe.span), to: a) == nil { return a }
    return weaken(a, b)
  }

  /// The optional of a type.
  private func optional(_ type: Type) -> Type {
    if case .optional = type { return type }
    return .optional(type)
  }

  /// Whether a run surely stands for the same sizes as another.
  private func isSame(_ items: [TensorType.Item], _ others: [TensorType.Item]?) -> Bool {
    others.map { shapeFault(items, $0) == nil } ?? false
  }

  /// Two model or struct types of one declaration, without the sizes in which they differ.
  private func weaken(_ a: Type, _ b: Type) -> Type? {
    switch (a, b) {
    case (.model(var first), .model(let second)):
      guard first.model == second.model, first.types == second.types else { return nil }
      for (symbol, dim) in first.sizes
      where second.sizes[symbol].map({ !isSame(dim, $0) }) ?? true {
        first.sizes[symbol] = nil
      }
      first.runs = first.runs.filter { isSame($1, second.runs[$0]) }
      return .model(first)
    case (.structure(var first), .structure(let second)):
      guard first.structure == second.structure, first.types == second.types else { return nil }
      for (symbol, dim) in first.sizes
      where second.sizes[symbol].map({ !isSame(dim, $0) }) ?? true {
        first.sizes[symbol] = nil
      }
      first.runs = first.runs.filter { isSame($1, second.runs[$0]) }
      return .structure(first)
    default: return nil
    }
  }
}
