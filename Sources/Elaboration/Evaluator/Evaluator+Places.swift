import MartletOperations
import MartletSource
import MartletSyntax
import MartletTyping

extension Evaluator {
  /// `place = e`, `place += e`, `(a, b) = e`.
  func assign(
    _ places: [TypedPlace], _ operation: BinaryOperator?, _ expression: TypedExpression,
    _ frame: Frame, at span: SourceSpan
  ) throws {
    let value = try evaluate(expression, frame)
    guard places.count > 1 else {
      guard let place = places.first else { return }
      guard let operation else { return try store(value, in: place, frame) }
      let old = try self.value(of: place, frame)
      return try store(binary(operation, old, value, at: span), in: place, frame)
    }
    guard case .tuple(let values) = value, values.count == places.count else {
      throw Diagnostic.unexpectedValue(value.kindName, "a tuple of \(places.count)", at: span)
    }
    for (place, value) in zip(places, values) { try store(value, in: place, frame) }
  }

  /// The value that a place holds now.
  func value(of place: TypedPlace, _ frame: Frame) throws -> Value {
    var value = try rootValue(place, frame)
    for step in place.steps {
      switch step {
      case .field(let field): value = try self.field(field, of: value, place.span)
      case .element(let index):
        value = try element(
          of: value, integer(evaluate(index, frame), at: index.span), at: index.span)
      }
    }
    return value
  }

  /// The value of the variable that a place starts with.
  private func rootValue(_ place: TypedPlace, _ frame: Frame) throws -> Value {
    switch place.root {
    case .local(let id): return try local(id, type: .error, frame, at: place.span)
    case .global(let id): return try global(id, at: place.span)
    case .selfValue:
      guard let value = frame.selfValue else { throw Diagnostic.unboundName(at: place.span) }
      return value
    }
  }

  /// Puts a value into a place; a state field's cell is written, anything else is bound anew.
  func store(_ value: Value, in place: TypedPlace, _ frame: Frame) throws {
    let value = try adapted(value, to: place.type, frame, at: place.span)
    try expectSameStaticParts(value, in: place, frame)
    let root = place.steps.isEmpty ? Value.unit : try rootValue(place, frame)
    let changed = try replaced(root, place.steps[...], by: value.bound(), place, frame)
    switch place.root {
    case .local(let id): frame.slots[id.index] = changed
    case .selfValue: frame.selfValue = changed
    case .global(let id):
      if let graph {
        graph.globals[id.index] = changed
        graph.assignedGlobals.insert(id.index)
      } else {
        globals[id.index] = changed
      }
    }
  }

  /// The value with the part that the steps lead to replaced.
  private func replaced(
    _ value: Value, _ steps: ArraySlice<TypedPlace.Step>, by part: Value, _ place: TypedPlace,
    _ frame: Frame
  ) throws -> Value {
    guard let step = steps.first else { return part }
    let rest = steps.dropFirst()
    switch step {
    case .field(let field):
      return try replacedField(value, field, rest, by: part, place, frame)
    case .element(let index):
      let position = try integer(evaluate(index, frame), at: index.span)
      guard case .list(var values) = value else {
        throw Diagnostic.unexpectedValue(value.kindName, "a list", at: place.span)
      }
      let offset = position < 0 ? position + values.count : position
      guard values.indices.contains(offset) else {
        throw Diagnostic.indexOutOfRange(
          position, count: values.count, of: "a list", at: index.span)
      }
      values[offset] = try replaced(values[offset], rest, by: part, place, frame)
      return .list(values)
    }
  }

  /// The value with a field replaced, or its cell written.
  private func replacedField(
    _ value: Value, _ field: FieldReference, _ rest: ArraySlice<TypedPlace.Step>, by part: Value,
    _ place: TypedPlace, _ frame: Frame
  ) throws -> Value {
    switch value {
    case .model(var model):
      if case .cell(let cell) = model.fields[field.index] {
        let stored = try replaced(cell.value, rest, by: part, place, frame)
        try write(stored, to: cell, at: place.span)
        return value
      }
      model.fields[field.index] = try replaced(
        model.fields[field.index], rest, by: part, place, frame)
      return .model(model)
    case .structure(var structure):
      structure.fields[field.index] = try replaced(
        structure.fields[field.index], rest, by: part, place, frame)
      return .structure(structure)
    case .gradient(var gradient):
      gradient.fields[field.index] = try replaced(
        gradient.fields[field.index], rest, by: part, place, frame)
      return .gradient(gradient)
    default:
      throw Diagnostic.unexpectedValue(value.kindName, "something with fields", at: place.span)
    }
  }

  /// Stores into a cell; storing detaches, so that no gradient flows through it (M21).
  func write(_ value: Value, to cell: Cell, at span: SourceSpan) throws {
    try expectOwnState(cell, at: span)
    if cell.isFrozen { throw Diagnostic.stateOfFrozen(at: span) }
    if let owner = cell.immutableOwner { throw Diagnostic.stateOfConstant(owner, at: span) }
    guard let graph else {
      cell.value = value
      return
    }
    graph.noteWrite(to: cell)
    cell.value = try mapTree(value) {
      guard case .node(let node) = $0 else { return $0 }
      return .node(GraphNode(try graph.emit(StopGradient(), [node.id], at: span)))
    }
  }
}
