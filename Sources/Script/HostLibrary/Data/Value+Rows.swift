import MartletElaboration
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Value {
  /// The number of rows that all tensors of a tree of data share.
  ///
  /// - Parameter what: the function that needs rows, for messages.
  func rowCount(for what: String) throws(HostFault) -> Int {
    var count: Int?
    try forEachTensor { (tensor) throws(HostFault) in
      guard let rows = tensor.shape.first else { throw .dataWithoutRows(what) }
      if let count, count != rows { throw .unequalRows(what, count, rows) }
      count = rows
    }
    guard let count else { throw .dataWithoutRows(what) }
    return count
  }

  /// Calls `body` with every tensor of a tree of data.
  private func forEachTensor(_ body: (Tensor) throws(HostFault) -> Void) throws(HostFault) {
    switch self {
    case .tensor(let tensor): try body(tensor)
    case .list(let values), .tuple(let values):
      for value in values { try value.forEachTensor(body) }
    case .structure(let structure):
      for value in structure.fields { try value.forEachTensor(body) }
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .node, .model,
      .gradient, .stack,
      .absent, .cell, .function, .host:
      return
    }
  }

  /// The same tree with other rows: each tensor is replaced, and the structs' sizes follow.
  func mappingRows(in context: HostContext, _ transform: (Tensor) -> Tensor) -> Value {
    switch self {
    case .tensor(let tensor): return .tensor(transform(tensor))
    case .list(let values):
      return .list(values.map { $0.mappingRows(in: context, transform) })
    case .tuple(let values):
      return .tuple(values.map { $0.mappingRows(in: context, transform) })
    case .structure(var structure):
      structure.fields = structure.fields.map { $0.mappingRows(in: context, transform) }
      for (field, value) in zip(
        context.declaration(of: structure.structure)?.fields ?? [], structure.fields)
      {
        guard case .tensor(let type) = field.type, case .dim(let dim)? = type.items.first,
          let symbol = dim.symbol, case .tensor(let tensor) = value, let rows = tensor.shape.first
        else { continue }
        structure.sizes[symbol] = Dim(rows)
      }
      return .structure(structure)
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .node, .model,
      .gradient, .stack,
      .absent, .cell, .function, .host:
      return self
    }
  }
}

extension Tensor {
  /// The given entries of the leading axis, one behind the other.
  func gatheringRows(_ rows: some Collection<Int>) -> Tensor {
    let result = Tensor(
      uninitialized: elementType, shape: [rows.count] + shape.dropFirst(), bound: bound)
    let stride = shape.dropFirst().reduce(elementType.size, *)
    withExtendedLifetime(buffer) {
      for (position, row) in rows.enumerated() {
        precondition(row >= 0 && row < shape[0], "a row is out of range")
        // Row `row` lies within the tensor, and `position` within the result.
        (result.address + position * stride).copyMemory(
          from: address + row * stride, byteCount: stride)
      }
    }
    return result
  }
}

extension HostFault {
  /// Data without a tensor that has rows.
  static func dataWithoutRows(_ what: String) -> HostFault {
    HostFault(
      "`\(what)` needs tensors with rows, and a scalar came",
      notes: ["the rows are the entries of the first axis"])
  }

  /// Tensors with different numbers of rows.
  static func unequalRows(_ what: String, _ first: Int, _ second: Int) -> HostFault {
    HostFault(
      "`\(what)` needs tensors with the same number of rows",
      notes: ["one has \(first) rows and another \(second)"])
  }
}
