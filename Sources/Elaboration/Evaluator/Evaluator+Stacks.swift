import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Evaluator {
  /// As many values in one: each tensor gets a leading axis, and all that is static must agree.
  func stacked(_ values: [Value], at span: SourceSpan) throws -> Value {
    guard let first = values.first else { throw Diagnostic.emptyStack(at: span) }
    let parts = try values.map { try asTensor($0, at: span) }
    let element = try merged(parts, at: span)
    switch first {
    case .model, .structure, .gradient, .stack:
      return .stack(StackValue(count: Dim(values.count), element: element))
    default: return element
    }
  }

  /// A value of a loop's body; a number becomes a tensor.
  private func asTensor(_ value: Value, at span: SourceSpan) throws -> Value {
    switch value {
    case .float, .node: try scalar(value, .f32, at: span)
    default: value
    }
  }

  /// The values part by part, their tensors stacked.
  private func merged(_ values: [Value], at span: SourceSpan) throws -> Value {
    switch values[0] {
    case .tensor where graph == nil: return try .tensor(stackedTensor(values, at: span))
    case .tensor, .node: return .node(GraphNode(try stackedNode(values, at: span)))
    case .cell:
      let inner = values.compactMap { if case .cell(let cell) = $0 { cell.value } else { nil } }
      return .cell(Cell(try merged(inner, at: span)))
    default:
      var columns: [[Value]] = []
      for value in values {
        var parts: [Value] = []
        _ = value.mapParts {
          parts.append($0)
          return $0
        }
        columns.append(parts)
      }
      guard values.allSatisfy({ $0.hasSameForm(as: values[0]) }),
        columns.allSatisfy({ $0.count == columns[0].count })
      else { throw Diagnostic.unequalElements(at: span) }
      var index = 0
      return try values[0].mapParts { _ in
        defer { index += 1 }
        return try merged(columns.map { $0[index] }, at: span)
      }
    }
  }

  /// Tensors of the host, one behind the other.
  private func stackedTensor(_ values: [Value], at span: SourceSpan) throws -> Tensor {
    let tensors = values.compactMap { if case .tensor(let tensor) = $0 { tensor } else { nil } }
    guard let stack = Tensor(stacking: tensors), tensors.count == values.count else {
      throw Diagnostic.unequalElements(at: span)
    }
    return stack
  }

  /// Tensors of the graph, one behind the other.
  private func stackedNode(_ values: [Value], at span: SourceSpan) throws -> ValueID {
    let graph = try currentGraph(at: span)
    let parts = try values.map { value in
      let part = try node(value, nil, at: span)
      return try graph.emit(Reshape(dims: [1] + graph.type(of: part).dims), [part.id], at: span)
    }
    return try graph.emit(Concatenate(axis: 0), parts, at: span)
  }
}

extension Value {
  /// Whether all that is not a tensor is the same at the top of both values.
  func hasSameForm(as other: Value) -> Bool {
    switch (self, other) {
    case (.model(let a), .model(let b)):
      a.model == b.model && a.sizes == b.sizes && a.runs == b.runs
    case (.structure(let a), .structure(let b)):
      a.structure == b.structure && a.sizes == b.sizes && a.runs == b.runs
    case (.gradient(let a), .gradient(let b)): a.model == b.model
    case (.stack(let a), .stack(let b)): a.count == b.count
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)): a.count == b.count
    case (.int(let a), .int(let b)): a == b
    case (.size(let a), .size(let b)): a == b
    case (.float(let a), .float(let b)): a == b
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.enumeration(let a), .enumeration(let b)): a == b
    case (.range(let a, let b), .range(let c, let d)): a == c && b == d
    case (.unit, .unit), (.none, .none), (.absent, .absent), (.tensor, .tensor), (.node, .node),
      (.tensor, .node), (.node, .tensor), (.cell, .cell):
      true
    case (.function(let a), .function(let b)): a.isSame(as: b)
    case (.host(let a), .host(let b)): a === b
    default: false
    }
  }
}

extension FunctionValue {
  /// Whether both surely do the same.
  fileprivate func isSame(as other: FunctionValue) -> Bool {
    switch (self, other) {
    case (.function(let a), .function(let b)): a == b
    case (.model(let a), .model(let b)): a == b
    case (.builtin(let a), .builtin(let b)): a == b
    case (.lambda(let a, let frame), .lambda(let b, let other)):
      a.body.span == b.body.span && frame.sizes == other.sizes && a.capturedSlots.isEmpty
    case (.function, _), (.model, _), (.builtin, _), (.method, _), (.lambda, _): false
    }
  }
}
