import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTyping

extension Evaluator {
  /// `x[1:, None, ..., k]` on a tensor, `xs[k]` and `xs[:2]` on a list or String.
  func index(_ value: Value, _ items: [TypedIndexItem], _ frame: Frame, at span: SourceSpan) throws
    -> Value
  {
    switch value {
    case .list(let values):
      guard let item = items.first else { return value }
      switch item {
      case .position(let position):
        return try element(of: value, integer(evaluate(position, frame), at: span), at: span)
      case .slice(let lower, let upper, let step):
        return .list(
          try strided(values, bounds(lower, upper, values.count, frame), step, frame, at: span))
      case .rest, .newAxis:
        throw Diagnostic.unexpectedValue("a list", "a tensor", at: span)
      }
    case .host(let object):
      guard let table = object as? any HostTable, case .position(let key) = items.first,
        case .string(let name) = try evaluate(key, frame)
      else { throw Diagnostic.unexpectedValue(value.kindName, "a list or tensor", at: span) }
      do {
        return try table.column(name)
      } catch {
        throw Diagnostic.hostFailure(error, at: key.span)
      }
    case .tensor, .node:
      return .node(GraphNode(try slice(node(value, nil, at: span), items, frame, at: span)))
    case .stack(let stack): return try part(of: stack, items, frame, at: span)
    default: throw Diagnostic.unexpectedValue(value.kindName, "a list or tensor", at: span)
    }
  }

  /// An element of a stack, or the stack of those that a tensor of positions names.
  private func part(
    of stack: StackValue, _ items: [TypedIndexItem], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let part = try mapLent(stack.element) {
      .node(GraphNode(try self.slice(self.node($0, nil, at: span), items, frame, at: span)))
    }
    guard case .position(let position) = items.first, case .tensor(let type) = position.type,
      type.items.count == 1, case .node(let node) = try evaluate(position, frame)
    else { return part }
    return .stack(
      StackValue(count: try currentGraph(at: span).type(of: node).dims[0], element: part))
  }

  /// The tree with a function applied to each tensor, those of state too, whose cells are new.
  func mapLent(_ value: Value, _ transform: (Value) throws -> Value) throws -> Value {
    switch value {
    case .tensor, .node: try transform(value)
    default: try value.mapParts { try mapLent($0, transform) }
    }
  }

  /// An element of a list, counted from the end if negative.
  func element(of value: Value, _ position: Int, at span: SourceSpan) throws -> Value {
    guard case .list(let values) = value else {
      throw Diagnostic.unexpectedValue(value.kindName, "a list", at: span)
    }
    let offset = position < 0 ? position + values.count : position
    guard values.indices.contains(offset) else {
      throw Diagnostic.indexOutOfRange(position, count: values.count, of: "a list", at: span)
    }
    return values[offset]
  }

  /// The known bounds of a list's slice, cut to the list as in Python.
  private func bounds(
    _ lower: TypedExpression?, _ upper: TypedExpression?, _ count: Int, _ frame: Frame
  ) throws -> Range<Int> {
    func bound(_ expression: TypedExpression?, _ absent: Int) throws -> Int {
      guard let expression else { return absent }
      let number = try integer(evaluate(expression, frame), at: expression.span)
      return min(max(number < 0 ? number + count : number, 0), count)
    }
    let low = try bound(lower, 0)
    return try low..<max(low, bound(upper, count))
  }

  /// Every `step`-th value of a range of a list.
  private func strided(
    _ values: [Value], _ range: Range<Int>, _ step: TypedExpression?, _ frame: Frame,
    at span: SourceSpan
  ) throws -> [Value] {
    let distance = try step.map { try integer(evaluate($0, frame), at: $0.span) } ?? 1
    guard distance > 0 else {
      throw Diagnostic.indexOutOfRange(distance, count: values.count, of: "steps", at: span)
    }
    return stride(from: range.lowerBound, to: range.upperBound, by: distance).map { values[$0] }
  }

  /// A tensor's slice: first the strided part, then gathered positions, then new axes.
  private func slice(
    _ node: GraphNode, _ items: [TypedIndexItem], _ frame: Frame, at span: SourceSpan
  ) throws -> ValueID {
    let graph = try currentGraph(at: span)
    let dims = graph.type(of: node).dims
    var plan = SlicePlan(dims: dims)
    let used = items.count { item in
      switch item {
      case .slice, .position: true
      case .rest, .newAxis: false
      }
    }
    guard used <= dims.count else {
      throw Diagnostic.rankMismatch(
        "this tensor", found: dims, promise: "of \(used) axes or more", at: span)
    }
    for item in items {
      switch item {
      case .rest: plan.skip(dims.count - used)
      case .newAxis: plan.addAxis()
      case .slice(let lower, let upper, let step):
        let size = dims[plan.axis]
        let start = try offset(lower, size, absent: 0, frame)
        let limit = try offset(upper, size, absent: size, frame)
        let distance = try step.map { try integer(evaluate($0, frame), at: $0.span) } ?? 1
        try require(start, upTo: limit, within: size, axis: plan.axis, at: span)
        plan.slice(from: start, to: limit, step: distance)
      case .position(let position):
        if let index = try hostPosition(position, below: dims[plan.axis], frame) {
          plan.gather(index)
        } else {
          try take(evaluate(position, frame), &plan, at: position.span)
        }
      }
    }
    plan.skip(dims.count - plan.axis)
    return try plan.emit(node.id, into: graph, at: span)
  }

  /// The offset that a slice's bound stands for; negative ones count from the end.
  private func offset(_ bound: TypedExpression?, _ size: Dim, absent: Dim, _ frame: Frame) throws
    -> Dim
  {
    guard let bound else { return absent }
    let value = try self.size(evaluate(bound, frame), at: bound.span)
    if let number = value.constant, number < 0 { return size + value }
    return value
  }

  /// Demands that a slice lies inside of its axis.
  func require(
    _ start: Dim, upTo limit: Dim, within size: Dim, axis: Int, at span: SourceSpan
  ) throws {
    let graph = try currentGraph(at: span)
    for claim in [DimClaim.atLeast(start, 0), .atLeast(limit, start), .atLeast(size, limit)] {
      switch graph.builder.facts.verdict(on: claim) {
      case .proved: continue
      case .refuted where start.constant != nil && limit.constant != nil && size.constant != nil:
        throw Diagnostic.sliceOutOfRange(start, limit, size: size, axis: axis, at: span)
      case .refuted, .unknown:
        graph.builder.require(
          claim,
          otherwise: .sliceOutOfRange(start, limit, size: size, axis: axis, at: span))
      }
    }
  }

  /// Takes one position, or the positions that a tensor of indices names, along the next axis.
  private func take(_ value: Value, _ plan: inout SlicePlan, at span: SourceSpan) throws {
    let graph = try currentGraph(at: span)
    let size = plan.dims[plan.axis]
    switch value {
    case .int, .size:
      let position = try self.size(value, at: span)
      let offset = position.constant.map { $0 < 0 } == true ? size + position : position
      try require(offset, upTo: offset + 1, within: size, axis: plan.axis, at: span)
      plan.take(offset)
    case .node, .tensor:
      let indices = try node(value, .i32, at: span)
      if case .node(let number) = value, number.isNumber, graph.type(of: indices).bound == nil {
        return plan.gather(try counted(indices.id, below: size, graph, at: span))
      }
      plan.gather(try bounded(indices, below: size, graph, at: span))
    default: throw Diagnostic.unexpectedValue(value.kindName, "a position", at: span)
    }
  }

  /// Indices whose values are known to lie below a size; scanned where that is not so.
  func bounded(_ node: GraphNode, below size: Dim, _ graph: GraphContext, at span: SourceSpan)
    throws -> ValueID
  {
    if let bound = graph.type(of: node).bound {
      if graph.agree(bound, size) { return node.id }
      if case .proved = graph.builder.facts.verdict(on: .atLeast(size, bound)) {
        return node.id
      }
    }
    return try graph.emit(CheckBound(bound: size), [node.id], at: span)
  }
}

/// A host object whose columns have names, such as a csv table.
public protocol HostTable: HostObject {
  /// The column of the given name.
  func column(_ name: String) throws(HostFault) -> Value
}

/// What a bracket does to a tensor, axis by axis.
struct SlicePlan {
  /// What becomes of an axis of the tensor.
  private enum Axis {
    case kept
    case dropped
    case gathered(ValueID)
  }

  /// The sizes of the tensor.
  let dims: [Dim]
  /// The next axis.
  private(set) var axis = 0
  private var starts: [Dim] = []
  private var limits: [Dim] = []
  private var steps: [Int] = []
  private var axes: [Axis] = []
  /// Where new axes stand: after how many of the tensor's own axes.
  private var newAxes: [Int] = []

  /// A plan for a tensor of the given sizes.
  init(dims: [Dim]) { self.dims = dims }

  /// Keeps the next axes whole.
  mutating func skip(_ count: Int) {
    for _ in 0..<max(count, 0) { slice(from: 0, to: dims[axis], step: 1) }
  }

  /// Adds an axis of size 1.
  mutating func addAxis() { newAxes.append(axis) }

  /// Keeps a part of the next axis.
  mutating func slice(from start: Dim, to limit: Dim, step: Int) {
    starts.append(start)
    limits.append(limit)
    steps.append(max(step, 1))
    axes.append(.kept)
    axis += 1
  }

  /// Takes one position of the next axis.
  mutating func take(_ position: Dim) {
    slice(from: position, to: position + 1, step: 1)
    axes[axis - 1] = .dropped
  }

  /// Takes the positions that a tensor of indices names along the next axis.
  mutating func gather(_ indices: ValueID) {
    slice(from: 0, to: dims[axis], step: 1)
    axes[axis - 1] = .gathered(indices)
  }

  /// The nodes that carry the plan out.
  func emit(_ value: ValueID, into graph: GraphContext, at span: SourceSpan) throws -> ValueID {
    var result = value
    let isWhole = dims.indices.allSatisfy { axis in
      starts[axis] == 0 && limits[axis] == dims[axis] && steps[axis] == 1
    }
    if !isWhole {
      result = try graph.emit(
        Slice(starts: starts, limits: limits, steps: steps), [result], at: span)
    }
    result = try gathered(result, graph, at: span)
    return try reshaped(result, graph, at: span)
  }

  /// Gathers along the axes that have indices; their sizes take the place of the axis.
  private func gathered(_ value: ValueID, _ graph: GraphContext, at span: SourceSpan) throws
    -> ValueID
  {
    var result = value
    for axis in axes.indices.reversed() {
      guard case .gathered(let indices) = axes[axis] else { continue }
      result = try graph.emit(Gather(axes: [axis]), [result, indices], at: span)
      let rank = graph.builder.type(of: indices).dims.count
      if axis > 0 {
        let total = graph.builder.type(of: result).dims.count
        let order =
          Array(rank..<rank + axis) + Array(0..<rank) + Array((rank + axis)..<total)
        result = try graph.emit(Transpose(permutation: order), [result], at: span)
      }
    }
    return result
  }

  /// Drops taken axes and adds new ones.
  private func reshaped(_ value: ValueID, _ graph: GraphContext, at span: SourceSpan) throws
    -> ValueID
  {
    let found = graph.builder.type(of: value).dims
    var wanted: [Dim] = []
    var position = 0
    for index in 0...axes.count {
      wanted += newAxes.filter { $0 == index }.map { _ in Dim(1) }
      guard index < axes.count else { continue }
      switch axes[index] {
      case .kept:
        wanted.append(found[position])
        position += 1
      case .dropped: position += 1
      case .gathered(let indices):
        let rank = graph.builder.type(of: indices).dims.count
        wanted += found[position..<position + rank]
        position += rank
      }
    }
    if wanted == found { return value }
    return try graph.emit(Reshape(dims: wanted), [value], at: span)
  }
}

extension Diagnostic {
  /// A slice reaches beyond its axis.
  static func sliceOutOfRange(
    _ start: Dim, _ limit: Dim, size: Dim, axis: Int, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .indexOutOfRange, "\(start)..<\(limit) reaches beyond axis \(axis), whose size is \(size)",
      at: span)
  }
}
