import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `match subject { pattern => value … }`.
  func check(
    _ match: Match, expecting expected: Type?, isUsed: Bool, at span: SourceSpan
  ) -> Operand {
    let subject = checkSubject(match.subject)
    if subject.isError || !isMatchable(subject) {
      for arm in match.arms { _ = check(arm, nil, expecting: expected, isUsed: isUsed) }
      return .error(at: span)
    }
    let outer = facts
    var arms: [TypedArm] = []
    var branches: [Branch] = []
    var isFine = true
    for arm in match.arms {
      if let (typed, branch) = check(arm, subject, expecting: expected, isUsed: isUsed) {
        arms.append(typed)
        branches.append(branch)
        assumeOtherwise(typed.pattern, subject)
      } else {
        isFine = false
      }
    }
    facts = outer
    guard isFine else { return .error(at: span) }
    guard covers(arms, subject, at: span) else { return .error(at: span) }
    return join(arms, branches, subject, expecting: expected, isUsed: isUsed, at: span)
  }

  /// What a `match` looks at: a value, with the sizes that the parts of a written tuple are.
  struct Subject {
    /// The value.
    var operand: Operand
    /// The sizes of the parts, where the value is a tuple that stands in the program's text.
    var parts: [Dim?] = []

    /// The type of the value.
    var type: Type { operand.type.seenThrough }
    /// Whether an error was reported for it.
    var isError: Bool { operand.isError }
  }

  /// The checked subject of a `match`.
  private func checkSubject(_ expression: Expression) -> Subject {
    guard case .tuple(let parts) = expression.kind else {
      return Subject(operand: check(expression, expecting: nil))
    }
    let values = parts.map { check($0, expecting: nil) }
    if values.contains(where: \.isError) { return Subject(operand: .error(at: expression.span)) }
    var tuple = Operand(
      .tuple(values.map(\.expression)), .tuple(values.map(\.type)), at: expression.span)
    tuple.isKnown = values.allSatisfy(\.isKnown)
    return Subject(operand: tuple, parts: values.map(\.size))
  }

  /// Whether a value can be matched: known, and of a type whose values are told apart by patterns.
  private func isMatchable(_ subject: Subject) -> Bool {
    let operand = subject.operand
    if !hasCases(operand.type) {
      report(
        .notMatchable(name(operand.type), isTensor: operand.type.tensor != nil, at: operand.span))
      return false
    }
    if !operand.isKnown, isBuilding || equation != nil {
      report(.notKnown(unknownKind(operand), use: "`match`", at: operand.span))
      return false
    }
    return true
  }

  /// Whether patterns can tell the values of a type apart.
  private func hasCases(_ type: Type) -> Bool {
    switch type.seenThrough {
    case .int, .bool, .string, .enumeration, .optional, .none, .error: true
    case .tuple(let parts): parts.allSatisfy(hasCases)
    case .float, .unit, .tensor, .anyTensor, .list, .function, .model, .structure, .conforming,
      .gradient, .stack,
      .variable, .stream, .host, .range:
      false
    }
  }

  /// One arm; nil after an error. Without a subject only the value is looked at.
  private func check(
    _ arm: Match.Arm, _ subject: Subject?, expecting expected: Type?, isUsed: Bool
  ) -> (TypedArm, Branch)? {
    var pattern: TypedCasePattern?
    let branch = branch(expecting: expected, isUsed: isUsed) {
      if let subject {
        pattern = check(arm.pattern, for: subject.type, size: subject.operand.size, subject.parts)
        if let pattern { assume(pattern, subject) }
      }
      if pattern == nil { for name in arm.pattern.names { bind(name.text, .failed) } }
      return check(branch: arm.value, expecting: expected, isUsed: isUsed)
    }
    guard let pattern, !branch.block.type.isError else { return nil }
    return (TypedArm(pattern: pattern, body: branch.block, span: arm.pattern.span), branch)
  }

  /// Takes what follows from a pattern that fits into what is known of sizes.
  private func assume(_ pattern: TypedCasePattern, _ subject: Subject) {
    switch pattern {
    case .integer(let value):
      if let size = subject.operand.size { facts.assume(.equal(size, Dim(value))) }
    case .boolean(let value):
      guard let claims = subject.operand.consequences else { break }
      for claim in value ? claims.whenTrue : claims.whenFalse { facts.assume(claim) }
    case .tuple(let parts):
      for (part, size) in zip(parts, subject.parts) {
        if case .integer(let value) = part, let size { facts.assume(.equal(size, Dim(value))) }
      }
    case .wildcard, .binding, .string, .enumerationCase, .none, .present: break
    }
  }

  /// Takes what follows from a pattern that did not fit into what is known in the arms below.
  private func assumeOtherwise(_ pattern: TypedCasePattern, _ subject: Subject) {
    switch pattern {
    case .integer(let value):
      if let size = subject.operand.size { facts.assume(.different(size, Dim(value))) }
    case .boolean(let value):
      guard let claims = subject.operand.consequences else { break }
      for claim in value ? claims.whenFalse : claims.whenTrue { facts.assume(claim) }
    case .wildcard, .binding, .string, .enumerationCase, .none, .present, .tuple: break
    }
  }

  /// Whether every value of the subject has an arm; reports those that have none, and warns of arms
  /// that nothing reaches.
  private func covers(_ arms: [TypedArm], _ subject: Subject, at span: SourceSpan) -> Bool {
    var coverage = CaseCoverage(enumerations: program.enumerations.map(\.typed))
    for (index, arm) in arms.enumerated() {
      let above = arms[..<index].map(\.pattern)
      if !coverage.isUseful(arm.pattern, after: above, of: subject.type) {
        report(.unreachableArm(program.map.text(of: arm.span), at: arm.span))
      }
    }
    let missing = coverage.missing(from: arms.map(\.pattern), of: subject.type)
    if missing.isEmpty { return true }
    report(.missingCases(missing, at: subject.operand.span, of: span))
    return false
  }

  /// The `match` of its arms, whose values have one type.
  private func join(
    _ arms: [TypedArm], _ branches: [Branch], _ subject: Subject, expecting expected: Type?,
    isUsed: Bool, at span: SourceSpan
  ) -> Operand {
    let value = subject.operand.expression
    guard isUsed, arms.allSatisfy({ $0.body.value != nil }) else {
      return Operand(.match(value, arms), .unit, at: span)
    }
    guard let (blocks, type) = join(branches, expecting: expected) else {
      guard let (first, second) = mismatch(branches) else { return .error(at: span) }
      return fail(
        .branchMismatch(
          "the arms of this `match`", name(first.type), name(second.type), first: first.span,
          second: second.span, note: alignment(first.type, second.type), at: span))
    }
    let given = zip(arms, blocks).map { TypedArm(pattern: $0.pattern, body: $1, span: $0.span) }
    let isKnown = blocks.allSatisfy(\.isKnown)
    return Operand(.match(value, given), type, at: span, isKnown: isKnown)
  }
}
