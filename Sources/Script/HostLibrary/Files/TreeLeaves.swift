import MartletElaboration
import MartletShapes
import MartletTensors
import MartletTyping

/// The tensors and numbers of a tree under the paths that lead to them, such as
/// `layers[0].weight`: what a file of weights holds.
///
/// Of a model these are parameters, state and frozen parts; what its constructor makes again from
/// static values is left out.
struct TreeLeaves {
  /// For the names of fields.
  let context: HostContext

  /// The tree with each leaf replaced; the tree is walked in the order of its fields.
  func map(
    _ value: Value, path: String = "", _ leaf: (String, Value) throws -> Value
  ) throws -> Value {
    switch value {
    case .tensor, .int, .float, .bool: return try leaf(path.isEmpty ? "value" : path, value)
    case .list(let values):
      return .list(
        try values.enumerated().map { try map($1, path: "\(path)[\($0)]", leaf) })
    case .tuple(let values):
      return .tuple(
        try values.enumerated().map { try map($1, path: joined(path, "\($0)"), leaf) })
    case .structure(var structure):
      let fields = context.declaration(of: structure.structure)?.fields ?? []
      structure.fields = try zip(fields, structure.fields).map {
        try map($1, path: joined(path, $0.name), leaf)
      }
      return .structure(structure)
    case .model(let model): return try map(model, path: path, leaf)
    case .gradient(var gradient):
      let fields = context.declaration(of: gradient.model)?.fields ?? []
      gradient.fields = try zip(fields, gradient.fields).map {
        try map($1, path: joined(path, $0.name), leaf)
      }
      return .gradient(gradient)
    case .stack(var stack):
      stack.element = try map(stack.element, path: path, leaf)
      return .stack(stack)
    case .cell(let cell): return .cell(Cell(try map(cell.value, path: path, leaf)))
    case .none, .absent, .unit, .function: return value
    case .string, .enumeration, .size, .range, .node, .host:
      throw HostFault("\(value.kindName) cannot be kept in a file of tensors")
    }
  }

  /// A model with each leaf replaced.
  private func map(
    _ model: ModelValue, path: String, _ leaf: (String, Value) throws -> Value
  ) throws -> Value {
    var result = model
    let declaration = context.declaration(of: model.model)
    for (index, field) in (declaration?.fields ?? []).enumerated() {
      let value = model.fields[index]
      switch field.role {
      case .parameter, .state, .frozen:
        result.fields[index] = try map(value, path: joined(path, field.name), leaf)
      case .constant where holdsModels(value):
        result.fields[index] = try map(value, path: joined(path, field.name), leaf)
      case .constant, .argument: continue
      }
    }
    return .model(result)
  }

  /// Whether a part of a model has parts to keep.
  private func holdsModels(_ value: Value) -> Bool {
    switch value {
    case .model: true
    case .list(let values), .tuple(let values): values.contains(where: holdsModels)
    case .stack(let stack): holdsModels(stack.element)
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .node,
      .structure,
      .gradient, .absent, .cell, .function, .host:
      false
    }
  }

  /// A path one step longer.
  private func joined(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }
}
