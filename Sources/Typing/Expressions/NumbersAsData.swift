import MartletShapes

/// Whether the body of a script's `map` over ranges can be carried out on all of their numbers at
/// once: it computes with tensors alone, and its numbers go only where data may stand.
///
/// `x[i] * i` is such a body. One that picks from a list, makes a tensor of `i` elements, decides
/// or calls with `i` needs the number itself, and is run for one after the other.
struct NumbersAsData {
  /// The variables that hold the numbers.
  private let variables: Set<Int>
  /// The symbols that stand for them in sizes.
  private let symbols: Set<DimSymbol>
  /// Whether a call runs something on the host, or makes a model.
  private let needsHost: (TypedCall.Target) -> Bool

  /// The numbers that the given patterns bind, if they bind nothing else of a range.
  init(_ declarations: [LocalDeclaration], needsHost: @escaping (TypedCall.Target) -> Bool) {
    var variables: Set<Int> = []
    for case .local(let id) in declarations.map(\.storage) { variables.insert(id.index) }
    self.variables = variables
    symbols = Set(declarations.compactMap(\.size))
    self.needsHost = needsHost
  }

  /// Whether the body is of that kind.
  func suffice(for body: TypedBlock) -> Bool {
    guard body.type.isStackOfTensors else { return false }
    for statement in body.statements {
      switch statement.kind {
      case .bind, .equation, .expression: break
      case .assign, .whileLoop, .breakLoop, .continueLoop, .returnValue: return false
      }
    }
    return fits(body.walk)
  }

  /// Whether all expressions that a walk comes to are of that kind.
  private func fits(_ walk: ((TypedExpression) -> Bool) -> Void) -> Bool {
    var isFine = true
    walk { part in
      guard isFine else { return false }
      let parts = operands(of: part)
      isFine = isFineAlone(part)
      guard let parts, isFine else { return isFine }
      isFine =
        parts.data.allSatisfy(isData) && parts.others.allSatisfy { other in fits(other.walk) }
        && part.definitions.allSatisfy { definition in fits(definition.value.walk) }
      return false
    }
    return isFine
  }

  /// Whether an expression, its parts aside, needs no number.
  private func isFineAlone(_ part: TypedExpression) -> Bool {
    if !part.type.symbols.isDisjoint(with: symbols) { return false }
    switch part.kind {
    case .local(let id): return !variables.contains(id.index)
    case .size(let dim): return dim.symbols.isDisjoint(with: symbols)
    case .call(let call): return !needsHost(call.target)
    case .lambda: return false
    case .loop(let loop): return loop.collection != .none
    default: return true
    }
  }

  /// The parts of an expression that data may stand for, and the others; nil where none may.
  private func operands(of part: TypedExpression) -> (
    data: [TypedExpression], others: [TypedExpression]
  )? {
    switch part.kind {
    case .index(let base, let items) where base.type.tensor != nil:
      var (data, others) = ([TypedExpression](), [base])
      for item in items {
        switch item {
        case .rest, .newAxis: break
        case .position(let position): data.append(position)
        case .slice(let lower, let upper, let step):
          others += [lower, upper, step].compactMap { $0 }
        }
      }
      return (data, others)
    case .binary(_, let a, let b) where a.type.tensor != nil || b.type.tensor != nil:
      return ([a, b], [])
    case .call(let call):
      guard case .element = call.target else { return nil }
      return (call.arguments.compactMap { $0 }, [])
    default: return nil
    }
  }

  /// Whether data may stand for an expression where data may stand.
  private func isData(_ part: TypedExpression) -> Bool {
    guard part.type == .int || part.type == .float, part.definitions.isEmpty else {
      return fits(part.walk)
    }
    switch part.kind {
    case .local(let id): return variables.contains(id.index) || fits(part.walk)
    case .negate(let operand): return isData(operand)
    case .binary(let operation, let a, let b):
      switch operation {
      case .add, .subtract, .multiply: return isData(a) && isData(b)
      case .divide: return isData(a) && fits(b.walk)
      case .floorDivide, .remainder:
        guard case .integer(let divisor) = b.kind, divisor > 0 else { return fits(part.walk) }
        return isData(a)
      case .power, .matrixProduct, .equal, .notEqual, .less, .lessOrEqual, .greater,
        .greaterOrEqual, .and, .or:
        return fits(part.walk)
      }
    default: return fits(part.walk)
    }
  }
}

extension Type {
  /// Whether it is a tensor, or a tuple of such.
  fileprivate var isStackOfTensors: Bool {
    switch self {
    case .tensor, .gradient: true
    case .tuple(let parts): parts.allSatisfy(\.isStackOfTensors)
    default: false
    }
  }
}
