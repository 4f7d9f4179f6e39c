import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

/// Accesses of tensors inside an equation: views, slices and gathers.
extension EquationLowering {
  /// `x[b, y[b], 3, ...]`: a view where indices are bare, gathers elsewhere.
  func access(_ base: TypedExpression, _ items: [TypedAccessItem], at span: SourceSpan)
    throws -> Named
  {
    guard let node = bases[base.span] else {
      throw Diagnostic.notScalarInEquation("this", at: base.span)
    }
    let dims = graph.type(of: node).dims
    var places: [Place] = []
    for item in items {
      switch item {
      case .rest: for offset in 0..<(runLength ?? 0) { places.append(.axis(.run(offset))) }
      case .position(let position): try places.append(place(position, dims[places.count]))
      }
    }
    return try gathered(node, places, at: span)
  }

  /// What stands at one axis of an access.
  enum Place {
    case axis(AxisName)
    case position(Dim)
    case window(AffinePosition)
    case gather(Named)

    /// The axis that a bare index names.
    var bareAxis: AxisName? {
      if case .axis(let name) = self { return name }
      return nil
    }
  }

  /// What an entry of an access means for its axis.
  func place(_ position: TypedExpression, _ size: Dim) throws -> Place {
    if case .equationIndex(let id) = position.kind { return .axis(.index(id)) }
    if let index = try evaluator.hostPosition(position, below: size, frame) {
      return .gather(Named(value: .node(GraphNode(index)), axes: []))
    }
    if let affine = try affine(position), affine.isWindow { return .window(affine) }
    let part = try part(position)
    switch part.value {
    case .int(let number): return .position(number < 0 ? size + Dim(number) : Dim(number))
    case .size(let dim): return .position(dim)
    default:
      let node = try evaluator.node(part.value, .i32, at: position.span)
      let indices = try proved(position, node, below: size)
      return .gather(Named(value: .node(GraphNode(indices)), axes: part.axes))
    }
  }

  /// Positions whose range is proved by the checker need no scan; what a tensor holds may.
  func proved(_ position: TypedExpression, _ node: GraphNode, below size: Dim) throws
    -> ValueID
  {
    if case .access = position.kind {
      return try evaluator.bounded(node, below: size, graph, at: position.span)
    }
    let type = graph.type(of: node)
    if let bound = type.bound, graph.agree(bound, size) { return node.id }
    return try graph.emit(CheckBound(bound: size), [node.id], at: position.span)
  }

  /// The access as slices, views and one gather.
  func gathered(_ node: GraphNode, _ places: [Place], at span: SourceSpan) throws -> Named {
    var (value, kept) = try sliced(node.id, places, at: span)
    var counts: [AxisName: Int] = [:]
    for case .axis(let axis) in kept { counts[axis, default: 0] += 1 }
    var gatherAxes = Set<AxisName>()
    for case .gather(let part) in kept { gatherAxes.formUnion(part.axes) }
    for (axis, count) in counts where count > 1 { gatherAxes.insert(axis) }
    let isGather = kept.contains { place in
      switch place {
      case .gather: true
      case .axis(let axis): (counts[axis] ?? 0) > 1
      case .position, .window: false
      }
    }
    guard isGather else {
      return Named(value: .node(GraphNode(value)), axes: kept.compactMap(\.bareAxis))
    }
    let common = union([Array(gatherAxes)])
    let dims = try common.map { try extent(of: $0, at: span) }
    var axes: [Int] = []
    var indices: [ValueID] = []
    var rest: [AxisName] = []
    for (axis, place) in kept.enumerated() {
      switch place {
      case .axis(let name) where !gatherAxes.contains(name): rest.append(name)
      case .axis(let name):
        let iota = try graph.emit(Iota(dim: extent(of: name, at: span)), at: span)
        axes.append(axis)
        indices.append(try align(iota, [name], to: common, dims, at: span))
      case .gather(let part):
        let positions = try evaluator.node(part.value, nil, at: span)
        axes.append(axis)
        indices.append(try align(positions.id, part.axes, to: common, dims, at: span))
      case .position, .window: continue
      }
    }
    value = try graph.emit(Gather(axes: axes), [value] + indices, at: span)
    return Named(value: .node(GraphNode(value)), axes: common + rest)
  }

  /// The node without the axes at which a known position stands, cut where the written range of an
  /// index is only a part of the axis, and with the windows that sums of indices name.
  func sliced(_ value: ValueID, _ places: [Place], at span: SourceSpan) throws
    -> (ValueID, [Place])
  {
    let dims = graph.builder.type(of: value).dims
    var plan = SlicePlan(dims: dims)
    var kept: [Place] = []
    for place in places {
      switch place {
      case .position(let position): plan.take(position)
      case .axis(let axis) where written.contains(axis):
        let limit = try extent(of: axis, at: span)
        try evaluator.require(0, upTo: limit, within: dims[plan.axis], axis: plan.axis, at: span)
        plan.slice(from: 0, to: limit, step: 1)
        kept.append(place)
      case .window(let position):
        try slice(&plan, to: position, at: span)
        kept.append(place)
      case .axis, .gather:
        plan.skip(1)
        kept.append(place)
      }
    }
    var result = try plan.emit(value, into: graph, at: span)
    var shown: [Place] = []
    for place in kept {
      if case .window(let position) = place {
        if position.terms.count == 2 {
          result = try windows(result, axis: shown.count, position, at: span)
        }
        shown += position.terms.map { .axis($0.axis) }
      } else {
        shown.append(place)
      }
    }
    return (result, shown)
  }
}
