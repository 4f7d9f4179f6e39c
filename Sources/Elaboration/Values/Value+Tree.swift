import MartletTyping

extension Value {
  /// The value for a new owner: every cell inside is copied (decision M21).
  public func bound() -> Value {
    guard holdsCells else { return self }
    return mapParts { $0.bound() }
  }

  /// The value as seen through a `frozen` field: what it holds is lent, but refuses writes.
  func frozen() -> Value {
    guard holdsCells else { return self }
    guard case .cell(let cell) = self else { return mapParts { $0.frozen() } }
    let lent = Cell(cell.value.frozen(), immutableOwner: cell.immutableOwner)
    lent.isFrozen = true
    return .cell(lent)
  }

  /// Whether a model with state is inside.
  var holdsCells: Bool {
    switch self {
    case .cell: true
    case .list(let values), .tuple(let values): values.contains { $0.holdsCells }
    case .model(let model): model.fields.contains { $0.holdsCells }
    case .structure(let structure): structure.fields.contains { $0.holdsCells }
    case .gradient(let gradient): gradient.fields.contains { $0.holdsCells }
    case .stack(let stack): stack.element.holdsCells
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .node,
      .absent,
      .function, .host:
      false
    }
  }

  /// Whether it is a gradient of a model, or a list of such: lists of them add part by part.
  var isGradient: Bool {
    switch self {
    case .gradient: true
    case .stack(let stack): stack.element.isGradient
    case .list(let values): values.contains { $0.isGradient }
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .tuple, .range, .tensor,
      .node, .model,
      .structure, .absent, .cell, .function, .host:
      false
    }
  }

  /// The same composite with each direct part replaced; leaves are returned as they are, and a
  /// cell becomes a new cell.
  func mapParts(_ transform: (Value) throws -> Value) rethrows -> Value {
    switch self {
    case .list(let values): return .list(try values.map(transform))
    case .tuple(let values): return .tuple(try values.map(transform))
    case .model(var model):
      model.fields = try model.fields.map(transform)
      return .model(model)
    case .structure(var structure):
      structure.fields = try structure.fields.map(transform)
      return .structure(structure)
    case .gradient(var gradient):
      gradient.fields = try gradient.fields.map(transform)
      return .gradient(gradient)
    case .stack(var stack):
      stack.element = try transform(stack.element)
      return .stack(stack)
    case .cell(let cell): return .cell(Cell(try transform(cell.value)))
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .node,
      .absent,
      .function, .host:
      return self
    }
  }

  /// Calls `body` with every tensor and number of data inside, in a fixed order.
  public func forEachLeaf(_ body: (Value) throws -> Void) rethrows {
    switch self {
    case .tensor, .node, .float: try body(self)
    case .list(let values), .tuple(let values): for value in values { try value.forEachLeaf(body) }
    case .model(let model): for value in model.fields { try value.forEachLeaf(body) }
    case .structure(let structure): for value in structure.fields { try value.forEachLeaf(body) }
    case .gradient(let gradient): for value in gradient.fields { try value.forEachLeaf(body) }
    case .stack(let stack): try stack.element.forEachLeaf(body)
    case .cell(let cell): try cell.value.forEachLeaf(body)
    case .unit, .int, .size, .bool, .string, .enumeration, .none, .range, .absent, .function, .host:
      break
    }
  }

  /// A short name of what the value is, for messages.
  public var kindName: String {
    switch self {
    case .unit: "nothing"
    case .int, .size: "an Int"
    case .float: "a Float"
    case .bool: "a Bool"
    case .string: "a String"
    case .enumeration: "a value of an enum"
    case .none: "None"
    case .list: "a list"
    case .tuple: "a tuple"
    case .range: "a range"
    case .tensor, .node: "a tensor"
    case .model: "a model"
    case .structure: "a struct"
    case .gradient, .absent: "a gradient"
    case .stack: "a stack"
    case .cell: "a state"
    case .function: "a function"
    case .host(let object): "a \(object.typeName)"
    }
  }
}
