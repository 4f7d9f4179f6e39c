import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// The size that an Int expression is; an opaque one gets a symbol that its value defines.
  func size(of expression: Expression) -> Dim? {
    if case .name(let name) = expression.kind, binding(name) == nil,
      fieldOrEntity(name, at: expression.span) == nil
    {
      report(.unknownSize(name, near: sizeNames, at: expression.span))
      return nil
    }
    return size(of: check(expression, expecting: .int))
  }

  /// The size that an Int operand is; an opaque one gets a symbol that its value defines.
  func size(of operand: Operand) -> Dim? {
    if operand.isError { return nil }
    guard operand.type == .int else {
      report(.sizeExpected(name(operand.type), at: operand.span))
      return nil
    }
    if let size = operand.size { return size }
    guard allowsOpaqueSizes else {
      report(.opaqueSizeInSignature(at: operand.span))
      return nil
    }
    let text = program.map.text(of: operand.span)
    let symbol = freshSymbol(text, at: operand.span, "`\(text)` is this number")
    definitions.append(SizeDefinition(symbol: symbol, value: operand.expression))
    return Dim(symbol)
  }

  /// Whether a claim holds for all sizes that the facts allow.
  ///
  /// A claim about a size that is only known when built or run is checked then, and passes here.
  func verdict(_ claim: DimClaim, under known: DimFacts? = nil) -> DimVerdict {
    if !looseSymbols.isEmpty {
      switch claim {
      case .equal(let a, let b), .atLeast(let a, let b), .different(let a, let b):
        if !looseSymbols.isDisjoint(with: a.symbols) || !looseSymbols.isDisjoint(with: b.symbols) {
          return .proved
        }
      }
    }
    let facts = known ?? facts
    let verdict = facts.verdict(on: claim)
    program.observer?(SizeQuestion(facts: facts.claims, claim: claim, verdict: verdict))
    return verdict
  }

  /// Whether two dims are the same for all sizes.
  func equality(_ a: Dim, _ b: Dim) -> DimVerdict {
    a == b && a.isDefined ? .proved : verdict(.equal(a, b))
  }

  /// Whether two dims are surely the same.
  func isSame(_ a: Dim, _ b: Dim) -> Bool { equality(a, b) == .proved }

  /// The claims that a comparison of sizes makes.
  func consequences(_ operation: BinaryOperator, _ a: Dim, _ b: Dim) -> Consequences? {
    switch operation {
    case .equal: Consequences(whenTrue: [.equal(a, b)], whenFalse: [.different(a, b)])
    case .notEqual: Consequences(whenTrue: [.different(a, b)], whenFalse: [.equal(a, b)])
    case .less: Consequences(whenTrue: [.atLeast(b, a + 1)], whenFalse: [.atLeast(a, b)])
    case .lessOrEqual: Consequences(whenTrue: [.atLeast(b, a)], whenFalse: [.atLeast(a, b + 1)])
    case .greater: Consequences(whenTrue: [.atLeast(a, b + 1)], whenFalse: [.atLeast(b, a)])
    case .greaterOrEqual:
      Consequences(whenTrue: [.atLeast(a, b)], whenFalse: [.atLeast(b, a + 1)])
    case .or, .and, .add, .subtract, .multiply, .divide, .floorDivide, .remainder,
      .matrixProduct, .power:
      nil
    }
  }

  /// Takes the claims of a `where` clause into what is known, and yields them for callers.
  func assume(_ clause: [Expression], zeros: inout Set<DimSymbol>) -> [TypedFunction.Fact] {
    var result: [TypedFunction.Fact] = []
    for expression in clause {
      let condition = check(expression, expecting: nil)
      if condition.isError { continue }
      guard let claims = condition.consequences?.whenTrue, !claims.isEmpty else {
        report(.notAFact(at: expression.span))
        continue
      }
      for claim in claims {
        if case .atLeast(let dim, let bound) = claim, bound == 0, let symbol = dim.symbol {
          facts.allowZero(symbol)
          zeros.insert(symbol)
        } else {
          facts.assume(claim)
        }
        result.append(TypedFunction.Fact(claim: claim, span: expression.span))
      }
    }
    return result
  }
}
