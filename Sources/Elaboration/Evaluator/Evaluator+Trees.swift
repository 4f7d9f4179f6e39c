import MartletGraph
import MartletSource
import MartletSyntax
import MartletTyping

extension Evaluator {
  /// Whether a value is a composite whose leaves arithmetic goes to.
  func isTree(_ value: Value) -> Bool {
    switch value {
    case .model, .gradient, .tuple, .structure, .stack, .absent: true
    case .list(let values): values.contains { isTree($0) || isTensor($0) }
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .node,
      .cell,
      .function, .host:
      false
    }
  }

  /// Whether a value is a tensor.
  func isTensor(_ value: Value) -> Bool {
    switch value {
    case .tensor, .node: true
    default: false
    }
  }

  /// The tree with a function applied to each tensor; what has no tensor stays.
  func mapTree(_ value: Value, _ transform: (Value) throws -> Value) throws -> Value {
    switch value {
    case .tensor, .node: return try transform(value)
    case .list, .tuple, .structure, .gradient, .model, .stack:
      return try value.mapParts { try mapTree($0, transform) }
    case .cell, .absent, .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range,
      .function,
      .host:
      return value
    }
  }

  /// An operator on trees: leaf by leaf, as the algebra of points and vectors has it (M17).
  func treeBinary(_ operation: BinaryOperator, _ left: Value, _ right: Value, at span: SourceSpan)
    throws -> Value
  {
    switch (left, right) {
    case (.model(let a), .model(let b)) where operation == .subtract:
      return try difference(a, b, at: span)
    case (.model(let model), .gradient(let step)):
      return try moved(model, by: step, operation, at: span).bound()
    case (.stack(let a), .stack(let b)):
      return .stack(
        StackValue(
          count: a.count, element: try treeOrLeaf(operation, a.element, b.element, at: span)))
    case (.absent, .absent): return .absent
    case (.absent, _) where !isTree(right), (_, .absent) where !isTree(left): return .absent
    case (.gradient(let a), .gradient(let b)):
      let fields = try pairs(a.fields, b.fields, at: span).map {
        try treeOrLeaf(operation, $0, $1, at: span)
      }
      return .gradient(GradientValue(model: a.model, fields: fields))
    case (.structure(var a), .structure(let b)):
      a.fields = try pairs(a.fields, b.fields, at: span).map {
        try treeOrLeaf(operation, $0, $1, at: span)
      }
      return .structure(a)
    case (.list(let a), .list(let b)):
      return .list(try pairs(a, b, at: span).map { try treeOrLeaf(operation, $0, $1, at: span) })
    case (.tuple(let a), .tuple(let b)):
      return .tuple(try pairs(a, b, at: span).map { try treeOrLeaf(operation, $0, $1, at: span) })
    default:
      if isTree(left) && !isTree(right) {
        return try mapTree(left) {
          try self.binary(operation, $0, self.factor(right, for: $0, at: span), at: span)
        }
      }
      if isTree(right) && !isTree(left) {
        return try mapTree(right) {
          try self.binary(operation, self.factor(left, for: $0, at: span), $0, at: span)
        }
      }
      throw Diagnostic.unexpectedValue(
        "\(left.kindName) and \(right.kindName)", "operands of `\(operation.rawValue)`", at: span)
    }
  }

  /// The corresponding parts of two trees, which have equally many unless a part that no type
  /// shows differs, such as a list of layers.
  private func pairs(_ a: [Value], _ b: [Value], at span: SourceSpan) throws -> [(Value, Value)] {
    guard a.count == b.count else { throw Diagnostic.treesDiffer(a.count, b.count, at: span) }
    return Array(zip(a, b))
  }

  /// An operator on two corresponding parts of trees.
  private func treeOrLeaf(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, at span: SourceSpan
  ) throws -> Value {
    if case .absent = left { return .absent }
    // What has no gradient, such as a struct's integers, stays where a point moves, and is no part
    // of the vector between two points.
    if case .absent = right { return left }
    if isTensor(left), isTensor(right), !isFloating(left), !isFloating(right) { return .absent }
    if isTree(left) && isTree(right) { return try treeBinary(operation, left, right, at: span) }
    return try binary(operation, left, right, at: span)
  }

  /// `net - other`: the vector between two models.
  private func difference(_ a: ModelValue, _ b: ModelValue, at span: SourceSpan) throws -> Value {
    let model = program.models[a.model.index]
    var fields: [Value] = []
    for (index, field) in model.fields.enumerated() {
      switch field.role {
      case .parameter, .constant:
        fields.append(
          try difference(
            a.fields[index], b.fields[index], isTrained: field.role == .parameter, at: span))
      case .state, .frozen, .argument: fields.append(.absent)
      }
    }
    return .gradient(GradientValue(model: a.model, fields: fields))
  }

  /// The vector between two corresponding parts of models.
  private func difference(_ a: Value, _ b: Value, isTrained: Bool, at span: SourceSpan) throws
    -> Value
  {
    switch (a, b) {
    case (.model(let x), .model(let y)): return try difference(x, y, at: span)
    case (.list(let x), .list(let y)):
      let parts = try pairs(x, y, at: span).map {
        try difference($0, $1, isTrained: isTrained, at: span)
      }
      return isEmpty(parts) ? .absent : .list(parts)
    case (.tuple(let x), .tuple(let y)):
      let parts = try pairs(x, y, at: span).map {
        try difference($0, $1, isTrained: isTrained, at: span)
      }
      return isEmpty(parts) ? .absent : .tuple(parts)
    case (.stack(let x), .stack(let y)):
      let part = try difference(x.element, y.element, isTrained: isTrained, at: span)
      return .stack(StackValue(count: x.count, element: part))
    default:
      return isTrained ? try binary(.subtract, a, b, at: span) : .absent
    }
  }

  /// `net ± step`: the model at another point; state, frozen and static parts stay.
  private func moved(
    _ model: ModelValue, by step: GradientValue, _ operation: BinaryOperator, at span: SourceSpan
  ) throws -> Value {
    var model = model
    for index in model.fields.indices {
      model.fields[index] = try moved(
        model.fields[index], by: step.fields[index], operation, at: span)
    }
    return .model(model)
  }

  /// A part of a model moved by the corresponding part of a step.
  private func moved(
    _ value: Value, by step: Value, _ operation: BinaryOperator, at span: SourceSpan
  ) throws -> Value {
    switch (value, step) {
    case (_, .absent): return value
    case (.model(let model), .gradient(let step)):
      return try moved(model, by: step, operation, at: span)
    case (.list(let values), .list(let steps)):
      return .list(
        try pairs(values, steps, at: span).map { try moved($0, by: $1, operation, at: span) })
    case (.tuple(let values), .tuple(let steps)):
      return .tuple(
        try pairs(values, steps, at: span).map { try moved($0, by: $1, operation, at: span) })
    case (.stack(var stack), .stack(let step)):
      stack.element = try moved(stack.element, by: step.element, operation, at: span)
      return .stack(stack)
    default: return try binary(operation, value, step, at: span)
    }
  }

  /// Whether no part has anything to train.
  func isEmpty(_ parts: [Value]) -> Bool {
    parts.allSatisfy { if case .absent = $0 { true } else { false } }
  }

  /// The gradient-shaped tree of a value, each trained tensor replaced; `absent` elsewhere.
  ///
  /// Order of visits is the order of fields; `path` is the field path of the tensor.
  func gradientTree(
    of value: Value, path: String = "", isTrained: Bool = true,
    _ leaf: (String, Value) throws -> Value
  ) throws -> Value {
    switch value {
    case .tensor, .node:
      return isTrained && isFloating(value) ? try leaf(path, value) : .absent
    case .model(let model):
      let declaration = program.models[model.model.index]
      var fields: [Value] = []
      for (field, value) in zip(declaration.fields, model.fields) {
        let inner = path.isEmpty ? field.name : "\(path).\(field.name)"
        switch field.role {
        case .parameter:
          fields.append(try gradientTree(of: value, path: inner, isTrained: true, leaf))
        case .constant:
          fields.append(try gradientTree(of: value, path: inner, isTrained: false, leaf))
        case .state, .frozen, .argument: fields.append(.absent)
        }
      }
      return .gradient(GradientValue(model: model.model, fields: fields))
    case .list(let values):
      let parts = try values.enumerated().map {
        try gradientTree(of: $1, path: "\(path)[\($0)]", isTrained: isTrained, leaf)
      }
      return isEmpty(parts) ? .absent : .list(parts)
    case .tuple(let values):
      return .tuple(
        try values.enumerated().map {
          try gradientTree(
            of: $1, path: path.isEmpty ? "\($0)" : "\(path).\($0)", isTrained: isTrained, leaf)
        })
    case .structure(var structure):
      let declaration = program.structures[structure.structure.index]
      structure.fields = try zip(declaration.fields, structure.fields).map {
        try gradientTree(
          of: $1, path: path.isEmpty ? $0.name : "\(path).\($0.name)", isTrained: isTrained, leaf)
      }
      return .structure(structure)
    case .gradient(var gradient):
      let declaration = program.models[gradient.model.index]
      gradient.fields = try zip(declaration.fields, gradient.fields).map {
        try gradientTree(
          of: $1, path: path.isEmpty ? $0.name : "\(path).\($0.name)", isTrained: true, leaf)
      }
      return .gradient(gradient)
    case .stack(var stack):
      stack.element = try gradientTree(
        of: stack.element, path: path, isTrained: isTrained, leaf)
      return .stack(stack)
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .absent, .cell,
      .function,
      .host:
      return .absent
    }
  }

  /// Whether a tensor's elements approximate real numbers.
  func isFloating(_ value: Value) -> Bool {
    switch value {
    case .tensor(let tensor): tensor.elementType.isFloating
    case .node(let node): graph.map { $0.type(of: node).element.isFloating } ?? false
    default: false
    }
  }
}
