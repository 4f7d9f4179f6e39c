import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

extension Evaluator {
  /// The value with every trained tensor replaced by a fresh one; cells stay lent.
  func rebinding(
    _ value: Value, isTrained: Bool, _ fresh: (Value) throws -> Value
  ) throws -> Value {
    switch value {
    case .tensor, .node: return isTrained && isTarget(value) ? try fresh(value) : value
    case .model(var model):
      let declaration = program.models[model.model.index]
      for (index, field) in declaration.fields.enumerated() {
        switch field.role {
        case .parameter:
          model.fields[index] = try rebinding(model.fields[index], isTrained: true, fresh)
        case .constant:
          model.fields[index] = try rebinding(model.fields[index], isTrained: false, fresh)
        case .state, .frozen, .argument: continue
        }
      }
      return .model(model)
    case .list(let values):
      return .list(try values.map { try rebinding($0, isTrained: isTrained, fresh) })
    case .tuple(let values):
      return .tuple(try values.map { try rebinding($0, isTrained: isTrained, fresh) })
    case .structure(var structure):
      structure.fields = try structure.fields.map {
        try rebinding($0, isTrained: isTrained, fresh)
      }
      return .structure(structure)
    case .gradient(var gradient):
      gradient.fields = try gradient.fields.map { try rebinding($0, isTrained: true, fresh) }
      return .gradient(gradient)
    case .stack(var stack):
      stack.element = try rebinding(stack.element, isTrained: isTrained, fresh)
      return .stack(stack)
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .absent, .cell,
      .function,
      .host:
      return value
    }
  }

  /// Whether a tensor can be differentiated by.
  private func isTarget(_ value: Value) -> Bool {
    switch value {
    case .tensor(let tensor): tensor.elementType.isFloating
    case .node(let node): graph.map { $0.type(of: node).element.isFloating } ?? false
    default: false
    }
  }

  /// Runs `body` while the targets' places hold other values, which are put back afterwards.
  func withTargets<Result>(
    _ places: [TypedPlace], bound values: [Value], _ originals: [Value], _ frame: Frame,
    _ body: () throws -> Result
  ) throws -> Result {
    let assigned = graph?.assignedGlobals
    for (place, value) in zip(places, values) { try rebind(place, to: value, frame) }
    let result = try body()
    for (place, value) in zip(places, originals) { try rebind(place, to: value, frame) }
    if let assigned { graph?.assignedGlobals = assigned }
    return result
  }

  /// Puts a value into a place as it is, with its cells.
  private func rebind(_ place: TypedPlace, to value: Value, _ frame: Frame) throws {
    let root =
      place.steps.isEmpty
      ? Value.unit
      : try self.value(
        of: TypedPlace(root: place.root, steps: [], type: place.type, span: place.span), frame)
    let changed = try grafted(root, place.steps[...], value, place, frame)
    switch place.root {
    case .local(let id): frame.slots[id.index] = changed
    case .selfValue: frame.selfValue = changed
    case .global(let id): graph?.globals[id.index] = changed
    }
  }

  /// The value with the part that the steps lead to replaced by another, cells and all.
  private func grafted(
    _ value: Value, _ steps: ArraySlice<TypedPlace.Step>, _ part: Value, _ place: TypedPlace,
    _ frame: Frame
  ) throws -> Value {
    guard let step = steps.first else { return part }
    switch (step, value) {
    case (.field(let field), .model(var model)):
      model.fields[field.index] = try grafted(
        model.fields[field.index], steps.dropFirst(), part, place, frame)
      return .model(model)
    case (.field(let field), .structure(var structure)):
      structure.fields[field.index] = try grafted(
        structure.fields[field.index], steps.dropFirst(), part, place, frame)
      return .structure(structure)
    case (.field(let field), .gradient(var gradient)):
      gradient.fields[field.index] = try grafted(
        gradient.fields[field.index], steps.dropFirst(), part, place, frame)
      return .gradient(gradient)
    case (.element(let index), .list(var values)):
      let position = try integer(evaluate(index, frame), at: index.span)
      let offset = position < 0 ? position + values.count : position
      guard values.indices.contains(offset) else {
        throw Diagnostic.indexOutOfRange(
          position, count: values.count, of: "a list", at: index.span)
      }
      values[offset] = try grafted(values[offset], steps.dropFirst(), part, place, frame)
      return .list(values)
    default:
      throw Diagnostic.unexpectedValue(
        value.kindName, "a place to differentiate by", at: place.span)
    }
  }
}
