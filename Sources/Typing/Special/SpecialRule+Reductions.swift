import MartletShapes
import MartletSource
import MartletSyntax

extension SpecialRule {
  /// What shrinks or rescales along axes.
  static let reductions: [String: SpecialRule] = [
    "sum": SpecialRule("x axis? keep?") { $0.reduce($1, .numeric) },
    "prod": SpecialRule("x axis? keep?") { $0.reduce($1, .numeric) },
    "mean": SpecialRule("x axis? keep?") { $0.reduce($1, .floating) },
    "std": SpecialRule("x axis? keep?") { $0.reduce($1, .floating) },
    "variance": SpecialRule("x axis? keep?") { $0.reduce($1, .floating) },
    "any": SpecialRule("x axis? keep?") { $0.reduce($1, .bool) },
    "all": SpecialRule("x axis? keep?") { $0.reduce($1, .bool) },
    "max": SpecialRule("x axis? keep?") { $0.extreme($1) },
    "min": SpecialRule("x axis? keep?") { $0.extreme($1) },
    "argmax": SpecialRule("x axis?") { $0.argument($1) },
    "argmin": SpecialRule("x axis?") { $0.argument($1) },
    "logsumexp": SpecialRule("x axis? keep?") { $0.reduce($1, .floating) },
    "softmax": SpecialRule("x axis?") { $0.normalise($1) },
    "log_softmax": SpecialRule("x axis?") { $0.normalise($1) },
    "cumsum": SpecialRule("x axis?") { $0.normalise($1) },
    "cumprod": SpecialRule("x axis?") { $0.normalise($1) },
    "cummax": SpecialRule("x axis?") { $0.normalise($1) },
    "cummin": SpecialRule("x axis?") { $0.normalise($1) },
    "argsort": SpecialRule("x axis? descending?") { $0.sort($1) },
    "sort": SpecialRule("x axis? descending?") { $0.sort($1) },
  ]
}

/// What the elements of a reduced tensor must be.
enum ReducedElement {
  case numeric, floating, bool

  /// Whether a type of elements fits.
  func allows(_ element: TensorType.Element) -> Bool {
    switch self {
    case .numeric: element.isNumeric
    case .floating: element.isFloating
    case .bool: element.isBool
    }
  }
}

extension BodyChecker {
  /// `sum(x, axis: 0, keep: true)` and its kin; also of a list of numbers.
  func reduce(_ call: SpecialCall, _ wanted: ReducedElement) -> Operand? {
    guard let x = operand(call, 0) else { return nil }
    if case .list(let element) = x.type, element.isNumber || element == .bool {
      let isMean = wanted == .floating
      return make(call, [x, nil, nil], isMean ? .float : element)
    }
    if call.name == "sum" || call.name == "mean", let element = x.type.vectorOfStack {
      return overElements(call, x, element)
    }
    guard let tensor = tensor(x, call) else { return nil }
    guard wanted.allows(tensor.element) else {
      report(.wrongReduction(call.name, name(x.type), quoted(x.span), at: x.span))
      return nil
    }
    let isCounting = tensor.element.isInteger && (call.name == "max" || call.name == "min")
    return reduced(call, x, tensor, bound: isCounting ? tensor.bound : .none)
  }

  /// `sum(gradients, axis: 0)`: the elements of a stack combined leaf by leaf.
  private func overElements(_ call: SpecialCall, _ x: Operand, _ element: Type) -> Operand? {
    guard has(call, 1) else {
      report(.missingArguments(["axis"], of: call.name, at: call.span))
      return nil
    }
    guard let given = operand(call, 1), let number = constant(given),
      axis(number, of: [.unknown], x.type, at: given.span) != nil
    else { return nil }
    return make(call, [x, given, nil], element)
  }

  /// A reduction over the axes that the call names, or over all.
  private func reduced(
    _ call: SpecialCall, _ x: Operand, _ tensor: TensorType, bound: TensorType.Bound
  ) -> Operand? {
    var keep: Operand?
    var keeps = false
    if has(call, 2) {
      guard let given = operand(call, 2, as: .bool, "keep") else { return nil }
      guard case .boolean(let value) = given.expression.kind else {
        report(.constantExpected(at: given.span))
        return nil
      }
      keeps = value
      keep = given
    }
    guard has(call, 1) else {
      if keeps, tensor.rank == nil {
        report(.axisBehindRun(0, name(x.type), at: x.span))
        return nil
      }
      let items: [TensorType.Item] = keeps ? tensor.items.map { _ in .dim(1) } : []
      return make(
        call, [x, nil, keep],
        .tensor(TensorType(element: tensor.element, items: items, bound: bound)))
    }
    guard let given = operand(call, 1), let axes = axes(given, of: tensor.items, x.type) else {
      return nil
    }
    var items: [TensorType.Item] = []
    for (index, item) in tensor.items.enumerated() {
      if !axes.contains(index) {
        items.append(item)
      } else if keeps {
        items.append(.dim(1))
      }
    }
    return make(
      call, [x, given, keep],
      .tensor(TensorType(element: tensor.element, items: items, bound: bound)))
  }

  /// `max(x)`, which reduces, or `max(a, b)`, which works element by element.
  func extreme(_ call: SpecialCall) -> Operand? {
    let positions = call.site.arguments.filter { $0.label == nil }.count
    guard positions >= 2 else { return reduce(call, .numeric) }
    guard let a = operand(call, 0), let b = operand(call, 1) else { return nil }
    if a.type.isNumber, b.type.isNumber {
      return make(call, [a, b], a.type == .int && b.type == .int ? .int : .float)
    }
    if a.type.isGradientTree, isFactor(b.type) {
      return make(call, [a, b], a.type)
    }
    guard a.type.tensor != nil || a.type.isNumber, b.type.tensor != nil || b.type.isNumber,
      let element = commonElement(a, b, .add, at: call.span),
      let items = commonShape(a, b, call.name, at: call.span)
    else {
      if let other = [a, b].first(where: { $0.type.tensor == nil && !$0.type.isNumber }) {
        report(.tensorExpected(call.name, name(other.type), at: other.span))
      }
      return nil
    }
    return make(call, [a, b], .tensor(TensorType(element: element, items: items)))
  }

  /// `argmax(x, axis: 1)`: positions, bounded by the axis.
  func argument(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call) else { return nil }
    guard tensor.element.isNumeric else {
      report(.wrongReduction(call.name, name(x.type), quoted(x.span), at: x.span))
      return nil
    }
    var given: Operand?
    var index = 0
    if has(call, 1) {
      guard let value = operand(call, 1), let number = constant(value),
        let found = axis(number, of: tensor.items, x.type, at: value.span)
      else { return nil }
      given = value
      index = found
    } else if tensor.items.count != 1 {
      report(.missingArguments(["axis"], of: call.name, at: call.span))
      return nil
    }
    guard tensor.items.indices.contains(index) else { return nil }
    var items = tensor.items
    let removed = items.remove(at: index)
    return make(
      call, [x, given],
      .tensor(
        TensorType(
          element: .known(.i32), items: items, bound: removed.size.map { .below($0) } ?? .unknown)))
  }

  /// `softmax(x, axis: -1)` and its kin, which keep the shape.
  func normalise(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0),
      let tensor = tensor(x, call, floating: !call.name.hasPrefix("cum"))
    else { return nil }
    var given: Operand?
    var index: Int?
    if has(call, 1) {
      guard let value = operand(call, 1), let number = constant(value) else { return nil }
      given = value
      index = axis(number, of: tensor.items, x.type, at: value.span)
    } else {
      index = axis(-1, of: tensor.items, x.type, at: x.span)
    }
    guard let index else { return nil }
    if tensor.items.indices.contains(index) {
      warnIfOne(tensor.items[index], call.name, at: call.span)
    }
    return make(call, [x, given], .tensor(tensor.with(element: tensor.element)))
  }

  /// `sort(x, axis: 0, descending: true)` and `argsort`, whose positions are bounded by the axis.
  func sort(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call) else { return nil }
    guard tensor.element.isNumeric else {
      report(.wrongReduction(call.name, name(x.type), quoted(x.span), at: x.span))
      return nil
    }
    var (axisOperand, number, place): (Operand?, Int, SourceSpan) = (nil, -1, x.span)
    if has(call, 1) {
      guard let value = operand(call, 1), let constant = constant(value) else { return nil }
      (axisOperand, number, place) = (value, constant, value.span)
    }
    guard let index = axis(number, of: tensor.items, x.type, at: place) else { return nil }
    var descending: Operand?
    if has(call, 2) {
      guard let value = operand(call, 2, as: .bool, "descending") else { return nil }
      descending = value
    }
    var result = tensor
    if call.name == "argsort" {
      result.element = .known(.i32)
      result.bound = tensor.items[index].size.map { .below($0) } ?? .unknown
    }
    return make(call, [x, axisOperand, descending], .tensor(result))
  }
}
