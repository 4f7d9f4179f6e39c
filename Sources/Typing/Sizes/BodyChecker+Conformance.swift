import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// The operand as a value of the expected type; reports why it cannot be one.
  func coerce(_ operand: Operand, to expected: Type, as role: Expectation) -> Operand {
    if operand.isError || expected.isError { return .error(at: operand.span) }
    if operand.type == expected { return operand }
    if let fault = conformance(of: operand, to: expected) {
      return fail(diagnostic(for: fault, operand, expected: expected, as: role))
    }
    if role.needsConversion, convertsNumber(operand.type, to: expected) {
      return Operand(
        .cast(operand.expression, TypeUse(expected, span: operand.span)), expected,
        at: operand.span)
    }
    var result = operand
    result.expression.type = converted(operand.type, to: expected)
    return result
  }

  /// Whether a static number becomes a tensor.
  private func convertsNumber(_ type: Type, to expected: Type) -> Bool {
    (type.isNumber || type == .bool) && expected.tensor != nil
  }

  /// The type of a value after it took the expected one; what that leaves open is kept.
  private func converted(_ type: Type, to expected: Type) -> Type {
    switch (type, expected) {
    case (.model, .model), (.structure, .structure), (.tensor, .tensor): type
    case (.list(.none), _): expected
    default: type.isNumber || type == .none || type == .bool ? type : type
    }
  }

  /// Why an operand cannot stand where the expected type is; nil if it can.
  func conformance(of operand: Operand, to expected: Type, isCast: Bool = false) -> TypeFault? {
    conformance(operand.type, to: expected, isCast: isCast)
  }

  /// Why a value of a type cannot stand where the expected one is; nil if it can.
  func conformance(_ type: Type, to expected: Type, isCast: Bool = false) -> TypeFault? {
    if type == expected || type.isError || expected.isError { return nil }
    switch (type, expected) {
    case (_, .optional(let wrapped)):
      if type == .none { return nil }
      if case .optional(let inner) = type { return conformance(inner, to: wrapped) }
      return conformance(type, to: wrapped, isCast: isCast)
    case (.int, .float): return nil
    case (.int, .tensor(let tensor)), (.float, .tensor(let tensor)):
      return numberConformance(type, to: tensor)
    case (.bool, .tensor(let tensor)):
      return tensor.isScalar && tensor.element.isBool ? nil : .different
    case (.anyTensor, .tensor): return isCast ? nil : .different
    case (.tensor(let found), .tensor(let wanted)):
      return conformance(found, to: wanted, isCast: isCast)
    case (.list(let found), .list(let wanted)):
      if found == .none { return nil }
      return conformance(found, to: wanted, isCast: isCast).map {
        .part("elements", found: found, expected: wanted, $0)
      }
    case (.stream(let found), .stream(let wanted)):
      return conformance(found, to: wanted, isCast: isCast)
    case (.stack(let found, let length), .stack(let wanted, let expectedLength)):
      return conformance(found, to: wanted, isCast: isCast)
        ?? lengthFault(length, expectedLength)
    case (.tuple(let found), .tuple(let wanted)):
      guard found.count == wanted.count else { return .different }
      for (position, (one, other)) in zip(found, wanted).enumerated() {
        if let fault = conformance(one, to: other, isCast: isCast) {
          return .part("part \(position + 1)", found: one, expected: other, fault)
        }
      }
      return nil
    case (.model(let found), .model(let wanted)): return conformance(found, to: wanted)
    case (_, .conforming(let wanted)):
      return conformance(type.seenThrough, to: wanted)
    case (.structure(let found), .structure(let wanted)):
      guard found.structure == wanted.structure else { return .different }
      return sizeFault(found.sizes, wanted.sizes) ?? runFault(found.runs, wanted.runs)
        ?? typeFault(found.types, wanted.types)
    case (.gradient(let found), .gradient(let wanted)): return conformance(found, to: wanted)
    case (.variable(let variable), _):
      if case .value(let seen) = variable.constraint { return conformance(seen, to: expected) }
      return .different
    case (.function(let found), .function(let wanted)):
      return conformance(found, to: wanted)
    default: return .different
    }
  }

  /// Why a static number cannot become the tensor; nil if it can.
  private func numberConformance(_ type: Type, to tensor: TensorType) -> TypeFault? {
    guard tensor.isScalar else { return .rank }
    if tensor.element.isFloating { return nil }
    if type == .int, tensor.element.isInteger { return nil }
    return .element(found: .known(type == .int ? .i32 : .f32), expected: tensor.element)
  }

  /// Why a model cannot stand where another is expected.
  private func conformance(_ found: ModelType, to wanted: ModelType) -> TypeFault? {
    guard found.model == wanted.model else { return .different }
    return sizeFault(found.sizes, wanted.sizes) ?? runFault(found.runs, wanted.runs)
      ?? typeFault(found.types, wanted.types)
  }

  /// Why a value cannot stand where any value of a protocol is expected.
  private func conformance(_ type: Type, to wanted: ProtocolType) -> TypeFault? {
    guard let found = program.conformance(of: type, to: wanted.declaration) else {
      return .conformance(wanted.declaration)
    }
    return sizeFault(found.sizes, wanted.sizes) ?? typeFault(found.types, wanted.types)
  }

  /// The first type binder in which two uses of a declaration differ.
  private func typeFault(
    _ found: [TypeVariable: Type], _ wanted: [TypeVariable: Type]
  ) -> TypeFault? {
    for (variable, expected) in wanted.sorted(by: { $0.key.id < $1.key.id }) {
      guard let type = found[variable] else { continue }
      if let fault = conformance(type, to: expected) {
        return .part("`\(variable.name)`", found: type, expected: expected, fault)
      }
    }
    return nil
  }

  /// The first static size in which two uses of a declaration differ.
  private func sizeFault(_ found: [DimSymbol: Dim], _ wanted: [DimSymbol: Dim]) -> TypeFault? {
    for (symbol, expected) in wanted.sorted(by: { $0.key < $1.key }) {
      guard let size = found[symbol] else { continue }
      let verdict = equality(size, expected)
      if verdict != .proved {
        return .size(symbol.name, found: size, expected: expected, verdict: verdict)
      }
    }
    return nil
  }

  /// The first run in which two uses of a declaration differ.
  private func runFault(
    _ found: [DimRun: [TensorType.Item]], _ wanted: [DimRun: [TensorType.Item]]
  ) -> TypeFault? {
    for (run, expected) in wanted.sorted(by: { $0.key.id < $1.key.id }) {
      guard let items = found[run], shapeFault(items, expected) != nil else { continue }
      return .run(run.name, found: items, expected: expected)
    }
    return nil
  }

  /// Why a stack is not as long as another; nil if it is, or if that is only known when built.
  private func lengthFault(_ found: TensorType.Item, _ wanted: TensorType.Item) -> TypeFault? {
    guard case .dim(let size) = found, case .dim(let expected) = wanted else { return nil }
    let verdict = equality(size, expected)
    if verdict == .proved { return nil }
    return .size("count", found: size, expected: expected, verdict: verdict)
  }

  /// Why a tensor cannot stand where another is expected.
  func conformance(_ found: TensorType, to wanted: TensorType, isCast: Bool) -> TypeFault? {
    guard found.element == wanted.element else {
      return .element(found: found.element, expected: wanted.element)
    }
    if let fault = shapeFault(found.items, wanted.items, isCast: isCast) { return fault }
    if isCast { return nil }
    guard case .below(let bound) = wanted.bound else { return nil }
    switch found.bound {
    case .unknown: return nil
    case .none: return .bound(found: found.bound, expected: bound, verdict: .unknown)
    case .below(let own):
      let verdict = self.verdict(.atLeast(bound, own))
      return verdict == .proved
        ? nil : .bound(found: found.bound, expected: bound, verdict: verdict)
    }
  }

  /// The axes in which two shapes differ; nil if they agree, or for a cast if they may agree.
  func shapeFault(
    _ found: [TensorType.Item], _ wanted: [TensorType.Item], isCast: Bool = false
  ) -> TypeFault? {
    guard found.count == wanted.count else { return .rank }
    var faults: [AxisFault] = []
    for (axis, (one, other)) in zip(found, wanted).enumerated() {
      switch (one, other) {
      case (.run(let a), .run(let b)) where a == b: break
      case (.unknown, .dim), (.dim, .unknown), (.unknown, .unknown): break
      case (.dim(let a), .dim(let b)):
        let verdict = equality(a, b)
        if verdict == .proved || (isCast && (a - b).constant == nil) { break }
        faults.append(
          AxisFault(
            found: axis, expected: axis, foundSize: a, expectedSize: b, verdict: verdict))
      case (.run, _), (_, .run):
        faults.append(AxisFault(found: axis, expected: axis, verdict: .unknown))
      }
    }
    return faults.isEmpty ? nil : .axes(faults)
  }

  /// Why a function cannot stand where another is expected; nil if it can.
  ///
  /// The found function's binders are solved from the expected parameters, whose own binders are
  /// rigid.
  private func conformance(_ found: FunctionType, to wanted: FunctionType) -> TypeFault? {
    guard found.parameters.count == wanted.parameters.count else { return .different }
    var solver = BinderSolver(binders: found.binders)
    for (pattern, actual) in zip(found.parameters, wanted.parameters) {
      solver.match(pattern, actual)
    }
    solver.match(found.result, wanted.result)
    for (pattern, actual) in zip(found.parameters, wanted.parameters) {
      if let fault = conformance(actual, to: solver.solution.apply(pattern)) {
        return .part("a parameter", found: pattern, expected: actual, fault)
      }
    }
    return conformance(solver.solution.apply(found.result), to: wanted.result).map {
      .part("the result", found: found.result, expected: wanted.result, $0)
    }
  }
}
