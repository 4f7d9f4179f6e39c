import MartletShapes
import MartletSource
import MartletSyntax

extension SpecialRule {
  /// What only scripts, procs and tests can call.
  static let host: [String: SpecialRule] = [
    "print": SpecialRule("", host: true, variadic: true) { $0.printed($1) },
    "batches": SpecialRule("data size shuffle? epochs?", host: true) { $0.batches($1) },
    "poisson": SpecialRule("data rate steps", host: true) { $0.poisson($1) },
    "progress": SpecialRule("x", host: true) { $0.progress($1) },
    "split": SpecialRule("data fraction", host: true) { $0.split($1) },
    "load": SpecialRule("path like? resume?", host: true) { $0.load($1) },
    "load_if_exists": SpecialRule("path like resume?", host: true) { $0.loadIfExists($1) },
    "save": SpecialRule("path value", host: true) { $0.save($1) },
    "exists": SpecialRule("path", host: true) { $0.exists($1) },
    "report": SpecialRule("name value?", host: true) { $0.reported($1) },
    "argument": SpecialRule("name default?", host: true) { $0.commandLineArgument($1) },
    "seed": SpecialRule("n", host: true) { $0.seed($1) },
    "clock": SpecialRule("", host: true) { $0.make($1, [], .float) },
    "expect": SpecialRule("condition", host: true) { $0.expectation($1) },
  ]
}

extension BodyChecker {
  /// `print(a, b)`.
  func printed(_ call: SpecialCall) -> Operand? {
    var values: [Operand?] = []
    for (index, argument) in call.slots.enumerated() {
      if let label = argument?.label {
        report(.unknownLabel(label.text, of: call.name, near: [], at: label.span))
        return nil
      }
      guard let value = operand(call, index) else { return nil }
      if value.type == .unit {
        report(.noValue(at: value.span))
        return nil
      }
      values.append(value)
    }
    return make(call, values, .unit)
  }

  /// The type of data whose leading axis has another length; nil if a part is no tensor with one.
  private func withoutLeadingSize(_ type: Type) -> Type? {
    switch type {
    case .tensor(var tensor):
      guard let first = tensor.items.first, !first.isRun else { return nil }
      tensor.items[0] = .unknown
      return .tensor(tensor)
    case .tuple(let parts):
      let changed = parts.compactMap(withoutLeadingSize)
      return changed.count == parts.count ? .tuple(changed) : nil
    case .list(let element): return withoutLeadingSize(element).map { .list($0) }
    default: return nil
    }
  }

  /// The leading sizes of all tensors in some data.
  private func leadingSizes(_ type: Type) -> [Dim] {
    switch type {
    case .tensor(let tensor): tensor.items.first?.size.map { [$0] } ?? []
    case .tuple(let parts): parts.flatMap(leadingSizes)
    default: []
    }
  }

  /// The first argument as data with one leading axis; nil after an error.
  private func data(_ call: SpecialCall) -> (Operand, Type)? {
    guard let data = operand(call, 0) else { return nil }
    guard let type = withoutLeadingSize(data.type) else {
      report(.dataExpected(call.name, name(data.type), at: data.span))
      return nil
    }
    let sizes = leadingSizes(data.type)
    if let first = sizes.first,
      let other = sizes.first(where: {
        if case .refuted = equality(first, $0) { true } else { false }
      })
    {
      report(.unequalLengths(call.name, first, other, at: data.span))
      return nil
    }
    return (data, type)
  }

  /// `batches((x, y), size: 64)`.
  func batches(_ call: SpecialCall) -> Operand? {
    guard let (data, type) = data(call), let size = operand(call, 1, as: .int, "size") else {
      return nil
    }
    var shuffle: Operand?
    if has(call, 2) {
      guard let value = operand(call, 2, as: .bool, "shuffle") else { return nil }
      shuffle = value
    }
    var epochs: Operand?
    if has(call, 3) {
      guard let value = operand(call, 3, as: .int, "epochs") else { return nil }
      epochs = value
    }
    return make(call, [data, size, shuffle, epochs], .stream(type))
  }

  /// `poisson((x, y), rate: 0.01, steps: 1000)`.
  func poisson(_ call: SpecialCall) -> Operand? {
    guard let (data, type) = data(call), let rate = operand(call, 1, as: .float, "rate"),
      let steps = operand(call, 2, as: .int, "steps")
    else { return nil }
    return make(call, [data, rate, steps], .stream(type))
  }

  /// `progress(stream)`.
  func progress(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0) else { return nil }
    switch x.type {
    case .stream, .list, .range: return make(call, [x], x.type)
    default:
      report(.notIterable(name(x.type), at: x.span))
      return nil
    }
  }

  /// `split((x, y), fraction: 0.8)`.
  func split(_ call: SpecialCall) -> Operand? {
    guard let (data, type) = data(call), let fraction = operand(call, 1, as: .float, "fraction")
    else { return nil }
    return make(call, [data, fraction], .tuple([type, type]))
  }

  /// `load(path)`, `load(path, like: net)` and `load(path, like: net, resume: true)`.
  func load(_ call: SpecialCall) -> Operand? {
    guard let path = operand(call, 0, as: .string, "path") else { return nil }
    guard has(call, 1) else {
      if has(call, 2) { report(.missingArguments(["like"], of: call.name, at: call.span)) }
      return make(call, [path, nil], .anyTensor)
    }
    guard let like = operand(call, 1) else { return nil }
    guard like.type.isStorable else {
      report(.treeExpected(call.name, name(like.type), at: like.span))
      return nil
    }
    guard has(call, 2) else { return make(call, [path, like], like.type) }
    guard let resume = operand(call, 2, as: .bool, "resume") else { return nil }
    return make(call, [path, like, resume], like.type)
  }

  /// `load_if_exists(path, like: net, resume: true)`.
  func loadIfExists(_ call: SpecialCall) -> Operand? {
    guard let loaded = load(call) else { return nil }
    return Operand(
      loaded.expression.kind, .optional(loaded.type), at: loaded.span, isKnown: loaded.isKnown)
  }

  /// `save(path, net)`.
  func save(_ call: SpecialCall) -> Operand? {
    guard let path = operand(call, 0, as: .string, "path"), let value = operand(call, 1) else {
      return nil
    }
    guard value.type.isStorable else {
      report(.treeExpected(call.name, name(value.type), at: value.span))
      return nil
    }
    return make(call, [path, value], .unit)
  }

  /// `exists(path)`.
  func exists(_ call: SpecialCall) -> Operand? {
    operand(call, 0, as: .string, "path").map { make(call, [$0], .bool) }
  }

  /// `report("loss", value)` or `report(text)`.
  func reported(_ call: SpecialCall) -> Operand? {
    guard let title = operand(call, 0, as: .string, "name") else { return nil }
    guard has(call, 1) else { return make(call, [title, nil], .unit) }
    guard let value = operand(call, 1) else { return nil }
    let isScalar = value.type.tensor?.isScalar ?? value.type.isNumber
    guard isScalar || value.type == .string || value.type == .bool else {
      report(.scalarExpected(call.name, name(value.type), at: value.span))
      return nil
    }
    return make(call, [title, value], .unit)
  }

  /// `argument("data", default: "data")`.
  func commandLineArgument(_ call: SpecialCall) -> Operand? {
    guard let title = operand(call, 0, as: .string, "name") else { return nil }
    guard has(call, 1) else { return make(call, [title, nil], .string) }
    guard let value = operand(call, 1) else { return nil }
    switch value.type {
    case .int, .float, .bool, .string: return make(call, [title, value], value.type)
    default:
      report(.argumentDefault(name(value.type), at: value.span))
      return nil
    }
  }

  /// `seed(42)`.
  func seed(_ call: SpecialCall) -> Operand? {
    operand(call, 0, as: .int, "n").map { make(call, [$0], .unit) }
  }

  /// `expect(condition)`.
  func expectation(_ call: SpecialCall) -> Operand? {
    guard let value = operand(call, 0) else { return nil }
    let isFine =
      value.type == .bool || value.type.tensor.map { $0.isScalar && $0.element.isBool } ?? false
    guard isFine else {
      report(.notACondition(name(value.type), at: value.span))
      return nil
    }
    return make(call, [value], .unit)
  }
}

extension Type {
  /// Whether `save` can keep values of the type: trees, and numbers beside them.
  fileprivate var isStorable: Bool {
    switch self {
    case .int, .float, .bool: true
    case .tuple(let parts): parts.allSatisfy(\.isStorable)
    default: isTree
    }
  }
}
