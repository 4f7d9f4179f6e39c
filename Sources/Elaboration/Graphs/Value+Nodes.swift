import MartletGraph
import MartletTensors
import MartletTyping

extension Value {
  /// Calls `body` with every node of the graph inside, in a fixed order.
  public func forEachNode(_ body: (ValueID) -> Void) {
    switch self {
    case .node(let node): body(node.id)
    case .list(let values), .tuple(let values): for value in values { value.forEachNode(body) }
    case .model(let model): for value in model.fields { value.forEachNode(body) }
    case .structure(let structure): for value in structure.fields { value.forEachNode(body) }
    case .gradient(let gradient): for value in gradient.fields { value.forEachNode(body) }
    case .stack(let stack): stack.element.forEachNode(body)
    case .cell(let cell): cell.value.forEachNode(body)
    case .function(.lambda(let lambda, let frame)):
      for slot in lambda.capturedSlots where frame.slots.indices.contains(slot) {
        frame.slots[slot]?.forEachNode(body)
      }
    case .function(.method(_, let base)): base.forEachNode(body)
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .absent,
      .function,
      .host:
      break
    }
  }

  /// The value with a tensor in place of each node; a number of data becomes a Float again.
  public func filled(_ tensor: (ValueID) -> Tensor?) -> Value {
    switch self {
    case .node(let node):
      guard let tensor = tensor(node.id) else { return self }
      return node.isNumber ? .float(tensor.scalarDouble) : .tensor(tensor)
    case .function(.lambda(let lambda, let frame)):
      let inner = frame.snapshot()
      for slot in lambda.capturedSlots where inner.slots.indices.contains(slot) {
        inner.slots[slot] = inner.slots[slot]?.filled(tensor)
      }
      return .function(.lambda(lambda, inner))
    case .function(.method(let method, let base)):
      return .function(.method(method, base: base.filled(tensor)))
    default: return mapParts { $0.filled(tensor) }
    }
  }

  /// Whether both are made of the same nodes of a graph.
  public func hasSameNodes(as other: Value) -> Bool {
    var mine: [ValueID] = []
    var others: [ValueID] = []
    forEachNode { mine.append($0) }
    other.forEachNode { others.append($0) }
    return mine == others
  }

  /// For each tensor inside, in order, whether a run may overwrite it: all of them if the whole
  /// value is replaced, and those of the cells of the given numbers.
  public func leafDonation(isReplaced: Bool, cells: Set<Int>) -> [Bool] {
    var result: [Bool] = []
    var cellCount = 0
    collectDonation(isReplaced, cells, &cellCount, &result)
    return result
  }

  /// Adds the leaves of this part.
  private func collectDonation(
    _ isDonated: Bool, _ cells: Set<Int>, _ cellCount: inout Int, _ result: inout [Bool]
  ) {
    switch self {
    case .node(let node): result.append(isDonated && !node.isNumber)
    case .list(let values), .tuple(let values):
      for value in values { value.collectDonation(isDonated, cells, &cellCount, &result) }
    case .model(let model):
      for value in model.fields { value.collectDonation(isDonated, cells, &cellCount, &result) }
    case .structure(let structure):
      for value in structure.fields {
        value.collectDonation(isDonated, cells, &cellCount, &result)
      }
    case .gradient(let gradient):
      for value in gradient.fields {
        value.collectDonation(isDonated, cells, &cellCount, &result)
      }
    case .stack(let stack):
      stack.element.collectDonation(isDonated, cells, &cellCount, &result)
    case .cell(let cell):
      let number = cellCount
      cellCount += 1
      cell.value.collectDonation(
        isDonated || cells.contains(number), cells, &cellCount, &result)
    case .function:
      forEachNode { _ in result.append(false) }
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .absent,
      .host:
      break
    }
  }
}

extension Frame {
  /// A frame of a graph whose locals are read from a frame of the host when they are needed.
  public static func forGraph(of host: Frame) -> Frame {
    Frame(
      slotCount: host.slots.count, sizes: host.sizes, runs: host.runs, selfValue: host.selfValue,
      hostFrame: host)
  }
}

extension GraphContext {
  /// The value that a binding has at the end of the graph.
  public func value(of storage: LocalDeclaration.Storage, _ frame: Frame) -> Value? {
    switch storage {
    case .local(let id): frame.slots[id.index]
    case .global(let id): globals[id.index]
    }
  }
}

extension Evaluator {
  /// The flow that evaluating an expression leads to.
  public func flow(of expression: TypedExpression, _ frame: Frame) throws -> Flow {
    try catchingFlow { .value(try evaluate(expression, frame)) }
  }
}
