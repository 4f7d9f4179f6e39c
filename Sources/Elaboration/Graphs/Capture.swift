import MartletGraph
import MartletShapes
import MartletTensors
import MartletTyping

/// Something that a graph reads from the script or proc around it.
public struct Capture {
  /// Where the value comes from at each run.
  public enum Root {
    case local(LocalID)
    case global(GlobalID)
    /// The model whose method runs; only where a graph is built for a method alone.
    case selfValue
    /// A static expression whose Float result is data (decision M13).
    case computed(TypedExpression)
    /// The key of the run's random numbers.
    case key
  }

  /// Where the value comes from.
  public let root: Root
  /// The value as the graph sees it: parameters in place of tensors and numbers.
  public let template: Value
  /// The cells of the value that the graph works on, in the order of the template's.
  public let cells: [Cell]
  /// The name, for messages and the graph's text.
  public let name: String

  /// The capture of a value that the graph works on.
  init(root: Root, working value: Value, name: String) {
    self.root = root
    self.template = value.bound()
    self.cells = value.cells
    self.name = name
  }
}

extension GraphContext {
  /// Captures the model whose method runs, for a graph that is built inside of it.
  public func captureSelf(_ value: Value) -> Value {
    let captured = capture(value, type: .error, name: "self", owner: "self")
    captures.append(Capture(root: .selfValue, working: captured, name: "self"))
    return captured
  }
}

extension Value {
  /// The cells inside, in a fixed order.
  public var cells: [Cell] {
    switch self {
    case .cell(let cell): [cell] + cell.value.cells
    case .list(let values), .tuple(let values): values.flatMap(\.cells)
    case .model(let model): model.fields.flatMap(\.cells)
    case .structure(let structure): structure.fields.flatMap(\.cells)
    case .gradient(let gradient): gradient.fields.flatMap(\.cells)
    case .stack(let stack): stack.element.cells
    case .unit, .int, .size, .float, .bool, .string, .enumeration, .none, .range, .tensor, .node,
      .absent,
      .function, .host:
      []
    }
  }
}

extension GraphContext {
  /// The graph's own form of a value from outside: tensors and Floats become parameters.
  ///
  /// `type` says which sizes stay open: those that the program left unknown. `owner` is the name of
  /// the `let` or parameter that the value belongs to, whose state must not be written.
  func capture(_ value: Value, type: Type, name: String, owner: String? = nil) -> Value {
    switch value {
    case .tensor(let tensor):
      let node = builder.parameter(name, parameterType(of: tensor, type: type, name: name))
      return .node(GraphNode(node))
    case .float:
      let node = builder.parameter(name, NodeType(.f64, []))
      return .node(GraphNode(node, isNumber: true))
    case .list(let values):
      let element = if case .list(let element) = type { element } else { Type.error }
      return .list(
        values.enumerated().map { capture($1, type: element, name: "\(name)[\($0)]", owner: owner) }
      )
    case .tuple(let values):
      let types = if case .tuple(let types) = type { types } else { [Type]() }
      return .tuple(
        values.enumerated().map { index, part in
          capture(
            part, type: types.indices.contains(index) ? types[index] : .error,
            name: "\(name)[\(index)]", owner: owner)
        })
    case .model(var model):
      model.fields = model.fields.enumerated().map {
        capture($1, type: .error, name: "\(name).\($0)", owner: owner)
      }
      return .model(model)
    case .structure(let structure):
      return .structure(capture(structure, type: type, name: name, owner: owner))
    case .gradient(var gradient):
      gradient.fields = gradient.fields.enumerated().map {
        capture($1, type: .error, name: "\(name).\($0)", owner: owner)
      }
      return .gradient(gradient)
    case .stack(let stack):
      return .stack(
        StackValue(
          count: stack.count,
          element: capture(stack.element, type: .error, name: name, owner: owner)))
    case .cell(let cell):
      return .cell(
        Cell(
          capture(cell.value, type: .error, name: name), immutableOwner: owner))
    case .function(.lambda(let lambda, let frame)):
      let inner = frame.snapshot()
      for index in lambda.capturedSlots where inner.slots.indices.contains(index) {
        inner.slots[index] = inner.slots[index].map {
          capture($0, type: .error, name: "\(name).\(index)", owner: owner)
        }
      }
      return .function(.lambda(lambda, inner))
    case .function(.method(let method, let base)):
      return .function(.method(method, base: capture(base, type: .error, name: name, owner: owner)))
    case .unit, .int, .size, .bool, .string, .enumeration, .none, .range, .node, .absent, .function,
      .host:
      return value
    }
  }

  /// The graph's own form of a struct; the sizes that its type does not fix stay open, so that
  /// batches of graphs of ever new sizes share one graph of operations.
  private func capture(
    _ structure: StructureValue, type: Type, name: String, owner: String?
  ) -> StructureValue {
    let fixed = if case .structure(let type) = type { type.sizes } else { [DimSymbol: Dim]() }
    var captured = structure
    for (symbol, size) in structure.sizes.sorted(by: { $0.key.id < $1.key.id })
    where fixed[symbol]?.constant == nil {
      guard let number = size.constant else { continue }
      captured.sizes[symbol] =
        fixed[symbol]?.symbol.map { opened($0, size: number) }
        ?? openedAnew(named: "\(name).\(symbol.name)", size: number)
    }
    let fields = structures[structure.structure.index].fields
    captured.fields = zip(fields, structure.fields).map { field, value in
      capture(
        value, type: field.type.withSizes(captured.sizes), name: "\(name).\(field.name)",
        owner: owner)
    }
    return captured
  }

  /// The type of the parameter that stands for a tensor: known sizes are constants.
  private func parameterType(of tensor: Tensor, type: Type, name: String) -> NodeType {
    var bound = tensor.bound.map { Dim($0) }
    var dims = tensor.shape.map { Dim($0) }
    if case .tensor(let type) = type {
      for (axis, item) in type.axes(rank: tensor.rank).enumerated() {
        switch item {
        case .unknown: dims[axis] = Dim(builder.newSymbol(named: "\(name).\(axis)"))
        case .dim(let dim):
          if let symbol = dim.symbol { dims[axis] = opened(symbol, size: tensor.shape[axis]) }
        case .run: continue
        }
      }
      switch type.bound {
      case .none: bound = nil
      case .unknown: bound = bound == nil ? nil : Dim(builder.newSymbol(named: "\(name).bound"))
      case .below(let dim):
        if let symbol = dim.symbol, isOpen(symbol, at: tensor.bound) { bound = dim }
      }
    }
    return NodeType(tensor.elementType, dims, bound: bound)
  }
}

extension Type {
  /// The names that stand alone as sizes of a tensor or struct.
  var namedSizes: [DimSymbol] {
    switch self {
    case .tensor(let tensor):
      tensor.items.compactMap { if case .dim(let dim) = $0 { dim.symbol } else { nil } }
    case .structure(let structure):
      structure.sizes.sorted { $0.key.id < $1.key.id }.compactMap { $0.value.symbol }
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .list, .tuple,
      .optional,
      .function, .model, .conforming, .gradient, .stack, .variable, .stream, .host, .range, .error:
      []
    }
  }

  /// A tensor's type with the values of some symbols put in; other types as they are.
  fileprivate func withSizes(_ sizes: [DimSymbol: Dim]) -> Type {
    guard case .tensor(var tensor) = self else { return self }
    tensor.items = tensor.items.map { item in
      if case .dim(let dim) = item { .dim(dim.substituting(sizes)) } else { item }
    }
    if case .below(let dim) = tensor.bound { tensor.bound = .below(dim.substituting(sizes)) }
    return .tensor(tensor)
  }
}

extension MartletTyping.TensorType {
  /// What the type says of each axis of a tensor of the given rank; nothing if the rank is another.
  func axes(rank: Int) -> [Item] {
    let runLength = rank - (items.count - 1)
    let axes = items.flatMap { item in
      if case .run = item { return [Item](repeating: item, count: max(runLength, 0)) }
      return [item]
    }
    return axes.count == rank ? axes : []
  }
}

extension Capture {
  /// The tensors that stand for the template's parameters, taken from a value of now.
  ///
  /// Returns false if the value is not of the template's form: the graph was built for another.
  /// `sizes` are those that the values before have shown.
  public static func collect(
    _ template: Value, from value: Value, types: (ValueID) -> MartletGraph.TensorType,
    into inputs: inout [Tensor], sizes: inout [DimSymbol: Int]
  ) -> Bool {
    switch (template, value) {
    case (.node(let node), .tensor(let tensor)):
      guard !node.isNumber, fits(tensor, types(node.id), &sizes) else { return false }
      inputs.append(tensor)
      return true
    case (.node(let node), .float(let number)):
      guard node.isNumber else { return false }
      inputs.append(Tensor(scalar: number))
      return true
    case (.node(let node), .int(let number)):
      // A position of the host, see `hostPosition`; one beyond `i32` is beyond every axis too.
      guard types(node.id).element == .i32 else { return false }
      inputs.append(Tensor(scalar: Int32(clamping: number)))
      return true
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      return collect(a, b, types, &inputs, &sizes)
    case (.model(let a), .model(let b)):
      return a.model == b.model && a.sizes == b.sizes && a.runs == b.runs
        && collect(a.fields, b.fields, types, &inputs, &sizes)
    case (.structure(let a), .structure(let b)):
      return a.structure == b.structure && collect(a.fields, b.fields, types, &inputs, &sizes)
    case (.gradient(let a), .gradient(let b)):
      return a.model == b.model && collect(a.fields, b.fields, types, &inputs, &sizes)
    case (.stack(let a), .stack(let b)):
      return a.count == b.count
        && collect(a.element, from: b.element, types: types, into: &inputs, sizes: &sizes)
    case (.cell(let a), .cell(let b)):
      return collect(a.value, from: b.value, types: types, into: &inputs, sizes: &sizes)
    case (.function(let a), .function(let b)):
      return collect(a, b, types, &inputs, &sizes)
    case (.int(let a), .int(let b)): return a == b
    case (.size(let a), .size(let b)): return a == b
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a), .string(let b)): return a == b
    case (.enumeration(let a), .enumeration(let b)): return a == b
    case (.range(let a, let b), .range(let c, let d)): return a == c && b == d
    case (.host(let a), .host(let b)): return a === b
    case (.unit, .unit), (.none, .none), (.absent, .absent): return true
    default: return false
    }
  }

  /// Collects part by part.
  private static func collect(
    _ templates: [Value], _ values: [Value], _ types: (ValueID) -> MartletGraph.TensorType,
    _ inputs: inout [Tensor], _ sizes: inout [DimSymbol: Int]
  ) -> Bool {
    guard templates.count == values.count else { return false }
    for (template, value) in zip(templates, values) {
      guard collect(template, from: value, types: types, into: &inputs, sizes: &sizes) else {
        return false
      }
    }
    return true
  }

  /// Collects what a function value holds.
  private static func collect(
    _ template: FunctionValue, _ value: FunctionValue,
    _ types: (ValueID) -> MartletGraph.TensorType, _ inputs: inout [Tensor],
    _ sizes: inout [DimSymbol: Int]
  ) -> Bool {
    switch (template, value) {
    case (.function(let a), .function(let b)): return a == b
    case (.model(let a), .model(let b)): return a == b
    case (.builtin(let a), .builtin(let b)): return a == b
    case (.method(let a, let base), .method(let b, let other)):
      return a == b && collect(base, from: other, types: types, into: &inputs, sizes: &sizes)
    case (.lambda(let a, let frame), .lambda(let b, let other)):
      guard a.body.span == b.body.span, frame.sizes == other.sizes, frame.runs == other.runs else {
        return false
      }
      for index in a.capturedSlots where frame.slots.indices.contains(index) {
        guard let part = frame.slots[index] else { continue }
        guard let now = other.slots[index],
          collect(part, from: now, types: types, into: &inputs, sizes: &sizes)
        else { return false }
      }
      return true
    case (.function, _), (.model, _), (.builtin, _), (.method, _), (.lambda, _): return false
    }
  }

  /// Whether a tensor can be the argument for a parameter of the given type.
  ///
  /// Sizes of one name that disagree, and a name for 0, ask for a graph of their own.
  private static func fits(
    _ tensor: Tensor, _ type: MartletGraph.TensorType, _ sizes: inout [DimSymbol: Int]
  ) -> Bool {
    guard tensor.elementType == type.element, tensor.rank == type.dims.count else { return false }
    for (size, dim) in zip(tensor.shape, type.dims) {
      if let constant = dim.constant {
        if constant != size { return false }
      } else if let symbol = dim.symbol {
        if size == 0 || sizes.updateValue(size, forKey: symbol) ?? size != size { return false }
      }
    }
    if let bound = type.bound {
      guard let limit = tensor.bound else { return false }
      if let constant = bound.constant, limit > constant { return false }
    }
    return true
  }
}
