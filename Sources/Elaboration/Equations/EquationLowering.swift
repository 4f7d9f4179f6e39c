import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletSyntax
import MartletTyping

/// Turns `let y[i, j] = e` into operations by named axes: every part of `e` becomes a tensor over
/// the indices that it mentions, and products under `sum` become contractions.
///
///     let y[b, o] = sum[i](x[b, i] * weight[i, o]) + bias[o]
///     // contract x and weight over i; spread bias over b; add
final class EquationLowering {
  private let evaluator: Evaluator
  private let graph: GraphContext
  private let frame: Frame
  /// The size of each axis that has one so far.
  private var extents: [AxisName: Dim] = [:]
  /// The indices whose range is written: an access may run over a part of an axis.
  private var written = Set<AxisName>()
  /// The names of indices, for messages.
  private var names: [IndexID: String] = [:]
  /// The axes in the order in which parts keep them: left side, then reducers as they come.
  private var order: [AxisName: Int] = [:]
  /// The values of accessed tensors, evaluated once.
  private var bases: [SourceSpan: GraphNode] = [:]
  /// The number of dims that `...` stands for; nil before an access shows it.
  private var runLength: Int?

  /// A lowering in the given frame.
  init(_ evaluator: Evaluator, _ graph: GraphContext, _ frame: Frame) {
    self.evaluator = evaluator
    self.graph = graph
    self.frame = frame
  }

  /// The tensor that the equation defines.
  func lower(_ equation: TypedEquation, at span: SourceSpan) throws -> Value {
    for case .index(let index) in equation.items { try declare(index) }
    try survey(equation.body)
    var left: [AxisName] = []
    for item in equation.items {
      switch item {
      case .rest: left += (0..<(runLength ?? 0)).map { .run($0) }
      case .index(let index): left.append(.index(index.id))
      }
    }
    order = [:]
    for axis in left { order[axis] = order.count }
    let body = try part(equation.body)
    let dims = try left.map { try extent(of: $0, at: span) }
    let element = resultElement(equation.type)
    let node = try evaluator.node(
      body.value, element ?? (body.axes.isEmpty ? .f32 : nil), at: equation.body.span)
    let aligned = try align(node.id, body.axes, to: left, dims, at: span)
    guard let element else { return .node(GraphNode(aligned)) }
    return .node(GraphNode(try graph.cast(aligned, to: element, at: span)))
  }

  /// The dtype that static numbers take where the whole equation is one.
  private func resultElement(_ type: Type) -> MartletShapes.ElementType? {
    if case .tensor(let tensor) = type, case .known(let element) = tensor.element { return element }
    return nil
  }

  // MARK: - Ranges

  /// Notes an index, with the range that is written at it.
  private func declare(_ index: TypedEquationIndex) throws {
    names[index.id] = index.name
    guard let bound = index.bound else { return }
    written.insert(.index(index.id))
    extents[.index(index.id)] = try evaluator.size(
      evaluator.evaluate(bound, frame), at: bound.span)
  }

  /// Finds the ranges that bare occurrences give, and evaluates the tensors that are accessed.
  private func survey(_ expression: TypedExpression) throws {
    var fault: (any Error)?
    expression.walk { part in
      guard fault == nil else { return false }
      do {
        switch part.kind {
        case .reducer(_, let indices, _): for index in indices { try declare(index) }
        case .access(let base, let items): try survey(base, items, at: part.span)
        default: break
        }
      } catch { fault = error }
      return true
    }
    if let fault { throw fault }
  }

  /// Notes the ranges that an access gives to its bare indices.
  private func survey(_ base: TypedExpression, _ items: [TypedAccessItem], at span: SourceSpan)
    throws
  {
    let node = try evaluator.node(evaluator.evaluate(base, frame), nil, at: base.span)
    bases[base.span] = node
    let dims = graph.type(of: node).dims
    let run = dims.count - items.count { if case .position = $0 { true } else { false } }
    guard run >= 0 else {
      throw Diagnostic.rankMismatch(
        "this tensor", found: dims, promise: "of \(items.count) axes or more", at: base.span)
    }
    var axis = 0
    for item in items {
      switch item {
      case .rest:
        runLength = runLength ?? run
        for offset in 0..<run {
          try agree(.run(offset), dims[axis], at: span)
          axis += 1
        }
      case .position(let position):
        if case .equationIndex(let id) = position.kind {
          try agree(.index(id), dims[axis], at: position.span)
        }
        axis += 1
      }
    }
  }

  /// Gives an axis its size, or holds the size against the one it has.
  private func agree(_ axis: AxisName, _ size: Dim, at span: SourceSpan) throws {
    guard let known = extents[axis] else {
      extents[axis] = size
      return
    }
    if written.contains(axis) { return }
    try graph.unify(size, known) { .indexRangesDiffer(name(of: axis), known, size, at: span) }
  }

  /// The name of an axis, for messages.
  private func name(of axis: AxisName) -> String {
    switch axis {
    case .index(let id): names[id] ?? "_"
    case .run: "..."
    }
  }

  /// The size of an axis.
  private func extent(of axis: AxisName, at span: SourceSpan) throws -> Dim {
    guard let size = extents[axis] else {
      throw Diagnostic.indexWithoutRange(name(of: axis), at: span)
    }
    return size
  }

  // MARK: - Parts

  /// A part of the right side over the indices that it mentions.
  private func part(_ expression: TypedExpression) throws -> Named {
    let span = expression.span
    switch expression.kind {
    case .equationIndex(let id):
      let iota = try graph.emit(Iota(dim: extent(of: .index(id), at: span)), at: span)
      // An index is an Int: it adapts to the dtype that it meets, as a number does.
      return Named(value: .node(GraphNode(iota, isNumber: true)), axes: [.index(id)])
    case .access(let base, let items): return try access(base, items, at: span)
    case .reducer(let kind, let indices, let body):
      return try reducer(kind, indices, body, at: span)
    case .normaliser(let kind, let id, let body):
      return try normaliser(kind, id, body, at: span)
    case .binary(let operation, let left, let right):
      return try combined([part(left), part(right)], at: span) {
        try self.evaluator.binary(operation, $0[0], $0[1], at: span)
      }
    case .negate(let operand):
      return try combined([part(operand)], at: span) {
        try self.evaluator.negated($0[0], at: span)
      }
    case .not(let operand):
      return try combined([part(operand)], at: span) {
        try self.evaluator.logicalNot($0[0], at: span)
      }
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise, at: span)
    case .call(let call) where mentionsIndex(expression):
      return try self.call(call, expression, at: span)
    case .cast(let operand, let type) where mentionsIndex(expression):
      return try bounded(part(operand), type, at: span)
    case .block(let block) where mentionsIndex(expression):
      return try value(of: block, at: span)
    default:
      guard !mentionsIndex(expression) else {
        throw Diagnostic.notScalarInEquation("this", at: span)
      }
      return Named(value: try evaluator.evaluate(expression, frame), axes: [])
    }
  }

  /// The value of a block without statements.
  private func value(of block: TypedBlock, at span: SourceSpan) throws -> Named {
    guard block.statements.isEmpty, let value = block.value else {
      throw Diagnostic.notScalarInEquation("a block with statements", at: span)
    }
    return try part(value)
  }

  /// Whether an expression depends on the equation's indices.
  private func mentionsIndex(_ expression: TypedExpression) -> Bool {
    expression.contains { part in
      switch part.kind {
      case .equationIndex, .access, .reducer, .normaliser: true
      default: false
      }
    }
  }

  /// The parts spread over all of their axes and combined.
  private func combined(
    _ parts: [Named], at span: SourceSpan, _ combine: ([Value]) throws -> Value
  ) throws -> Named {
    let axes = union(parts.map(\.axes))
    let dims = try axes.map { try extent(of: $0, at: span) }
    let values = try parts.map { part -> Value in
      guard !part.axes.isEmpty, case .node(let node) = part.value else { return part.value }
      let aligned = try align(node.id, part.axes, to: axes, dims, at: span)
      return .node(GraphNode(aligned, isNumber: node.isNumber))
    }
    return Named(value: try combine(values), axes: axes)
  }

  /// All axes of the given lists, in the equation's order.
  private func union(_ lists: [[AxisName]]) -> [AxisName] {
    var seen = Set<AxisName>()
    let axes = lists.joined().filter { seen.insert($0).inserted }
    return axes.sorted { place(of: $0) < place(of: $1) }
  }

  /// Where an axis stands in the equation's order.
  private func place(of axis: AxisName) -> Int {
    if let place = order[axis] { return place }
    order[axis] = order.count
    return order.count - 1
  }

  /// A node with axes `found` as one with axes `wanted`, which hold them all.
  private func align(
    _ value: ValueID, _ found: [AxisName], to wanted: [AxisName], _ dims: [Dim],
    at span: SourceSpan
  ) throws -> ValueID {
    if found == wanted { return value }
    let places = found.map { axis in wanted.firstIndex(of: axis) ?? 0 }
    let permutation = found.indices.sorted { places[$0] < places[$1] }
    var result = value
    if permutation != Array(found.indices) {
      result = try graph.emit(Transpose(permutation: permutation), [result], at: span)
    }
    return try graph.spread(result, to: dims, axes: places.sorted(), at: span)
  }

  /// `if c { a } else { b }`: a known condition chooses, one over indices selects.
  private func conditional(
    _ condition: TypedExpression, _ then: TypedBlock, _ otherwise: TypedBlock?,
    at span: SourceSpan
  ) throws -> Named {
    let test = try part(condition)
    guard let otherwise else {
      throw Diagnostic.notScalarInEquation("`if` without `else`", at: span)
    }
    if case .bool(let truth) = test.value {
      return try value(of: truth ? then : otherwise, at: span)
    }
    let branches = [test, try value(of: then, at: span), try value(of: otherwise, at: span)]
    return try combined(branches, at: span) {
      try self.evaluator.select($0[0], $0[1], $0[2], at: span)
    }
  }

  /// A call of a scalar function, applied to all elements at once.
  private func call(_ call: TypedCall, _ expression: TypedExpression, at span: SourceSpan) throws
    -> Named
  {
    let parts = try call.arguments.map { try $0.map { try part($0) } }
    let present = parts.compactMap { $0 }
    return try combined(present, at: span) { values in
      var rest = values[...]
      let arguments = parts.map { $0 == nil ? nil : rest.removeFirst() }
      return try self.evaluator.applyScalar(call, arguments, self.frame, expression.type, at: span)
    }
  }

  /// `e as i32<N>` inside an equation.
  private func bounded(_ part: Named, _ type: TypeUse, at span: SourceSpan) throws -> Named {
    guard case .tensor(let tensor) = type.type, case .below(let dim) = tensor.bound else {
      return part
    }
    let node = try evaluator.node(part.value, nil, at: span)
    let bound = try evaluator.resolved(dim, frame)
    return Named(
      value: .node(GraphNode(try graph.emit(CheckBound(bound: bound), [node.id], at: span))),
      axes: part.axes)
  }

  // MARK: - Accesses

  /// `x[b, y[b], 3, ...]`: a view where indices are bare, gathers elsewhere.
  private func access(_ base: TypedExpression, _ items: [TypedAccessItem], at span: SourceSpan)
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
  private enum Place {
    case axis(AxisName)
    case position(Dim)
    case gather(Named)

    /// The axis that a bare index names.
    var bareAxis: AxisName? {
      if case .axis(let name) = self { return name }
      return nil
    }
  }

  /// What an entry of an access means for its axis.
  private func place(_ position: TypedExpression, _ size: Dim) throws -> Place {
    if case .equationIndex(let id) = position.kind { return .axis(.index(id)) }
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
  private func proved(_ position: TypedExpression, _ node: GraphNode, below size: Dim) throws
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
  private func gathered(_ node: GraphNode, _ places: [Place], at span: SourceSpan) throws -> Named {
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
      case .position: false
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
      case .position: continue
      }
    }
    value = try graph.emit(Gather(axes: axes), [value] + indices, at: span)
    return Named(value: .node(GraphNode(value)), axes: common + rest)
  }

  /// The node without the axes at which a known position stands, and cut where the written range
  /// of an index is only a part of the axis.
  private func sliced(_ value: ValueID, _ places: [Place], at span: SourceSpan) throws
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
      case .axis, .gather:
        plan.skip(1)
        kept.append(place)
      }
    }
    return (try plan.emit(value, into: graph, at: span), kept)
  }

  // MARK: - Reducers

  /// `sum[i](…)` and its like.
  private func reducer(
    _ kind: ReducerKind, _ indices: [TypedEquationIndex], _ body: TypedExpression,
    at span: SourceSpan
  ) throws -> Named {
    let axes = indices.map { AxisName.index($0.id) }
    switch kind {
    case .sum: return try sum(over: axes, body, at: span)
    case .mean:
      let total = try sum(over: axes, body, at: span)
      let count = try axes.reduce(Dim(1)) { try $0 * extent(of: $1, at: span) }
      return try combined([total], at: span) {
        try self.evaluator.binary(.divide, $0[0], Value(size: count), at: span)
      }
    case .prod: return try reduced(.product, over: axes, part(body), at: span)
    case .max: return try reduced(.maximum, over: axes, part(body), at: span)
    case .min: return try reduced(.minimum, over: axes, part(body), at: span)
    case .any: return try reduced(.any, over: axes, part(body), at: span)
    case .all: return try reduced(.all, over: axes, part(body), at: span)
    case .argmax: return try extreme(.maximum, over: axes, part(body), at: span)
    case .argmin: return try extreme(.minimum, over: axes, part(body), at: span)
    case .logsumexp:
      var result = try full(part(body), over: axes, at: span)
      for axis in axes {
        result = try along(axis, result, at: span, isKept: false) {
          self.graph.builder.logSumExp($0, axis: $1)
        }
      }
      return result
    }
  }

  /// A part as a node that has the given axes.
  private func full(_ part: Named, over axes: [AxisName], at span: SourceSpan) throws -> Named {
    let all = union([part.axes, axes])
    let dims = try all.map { try extent(of: $0, at: span) }
    let node = try evaluator.node(
      part.value, part.axes.isEmpty ? staticElement(part.value) : nil, at: span)
    let aligned = try align(node.id, part.axes, to: all, dims, at: span)
    return Named(value: .node(GraphNode(aligned, isNumber: node.isNumber)), axes: all)
  }

  /// The dtype that a static part takes when it must become a tensor.
  private func staticElement(_ value: Value) -> MartletShapes.ElementType? {
    switch value {
    case .bool: .bool
    case .node(let node) where !node.isNumber: nil
    default: .f32
    }
  }

  /// A reduction that is no sum.
  private func reduced(
    _ kind: Reduce.Kind, over axes: [AxisName], _ part: Named, at span: SourceSpan
  ) throws -> Named {
    let whole = try full(part, over: axes, at: span)
    let node = try evaluator.node(whole.value, nil, at: span)
    let positions = axes.compactMap { whole.axes.firstIndex(of: $0) }.sorted()
    let result = try graph.emit(Reduce(kind: kind, axes: positions), [node.id], at: span)
    return Named(
      value: .node(GraphNode(result, isNumber: node.isNumber)),
      axes: whole.axes.filter { !axes.contains($0) })
  }

  /// The position of an extreme along one index.
  private func extreme(
    _ kind: ArgExtreme.Kind, over axes: [AxisName], _ part: Named, at span: SourceSpan
  ) throws -> Named {
    guard axes.count == 1 else {
      throw Diagnostic.notScalarInEquation("a position along several indices", at: span)
    }
    return try along(axes[0], full(part, over: axes, at: span), at: span, isKept: false) {
      self.graph.builder.add(ArgExtreme(kind: kind, axis: $1), [$0], at: span)
    }
  }

  /// A composite along one axis.
  private func along(
    _ axis: AxisName, _ part: Named, at span: SourceSpan, isKept: Bool,
    _ build: (ValueID, Int) -> ValueID
  ) throws -> Named {
    let node = try evaluator.node(part.value, nil, at: span)
    guard let position = part.axes.firstIndex(of: axis) else { return part }
    let result = graph.builder.at(span) { build(node.id, position) }
    let isNumber =
      node.isNumber && graph.builder.type(of: result).element == graph.type(of: node).element
    return Named(
      value: .node(GraphNode(result, isNumber: isNumber)),
      axes: isKept ? part.axes : part.axes.filter { $0 != axis })
  }

  /// `softmax[j](…)` and its like.
  private func normaliser(
    _ kind: NormaliserKind, _ id: IndexID, _ body: TypedExpression, at span: SourceSpan
  ) throws -> Named {
    let axis = AxisName.index(id)
    let whole = try full(part(body), over: [axis], at: span)
    return try along(axis, whole, at: span, isKept: true) { value, position in
      switch kind {
      case .softmax: self.graph.builder.softmax(value, axis: position)
      case .logSoftmax: self.graph.builder.logSoftmax(value, axis: position)
      case .cumulativeSum: self.graph.builder.add(CumulativeSum(axis: position), [value], at: span)
      }
    }
  }

  // MARK: - Contractions

  /// `sum[i](…)`: products become contractions; factors without a summed index stay outside.
  private func sum(over axes: [AxisName], _ body: TypedExpression, at span: SourceSpan) throws
    -> Named
  {
    var factors: [Named] = []
    var isNegative = false
    try collectFactors(body, &factors, &isNegative)
    let summed = Set(axes)
    var inside = factors.filter { !summed.isDisjoint(with: $0.axes) }
    let outside = factors.filter { summed.isDisjoint(with: $0.axes) }
    var result: Named
    // An index that no factor mentions multiplies by its range.
    let missing = axes.filter { axis in !inside.contains { $0.axes.contains(axis) } }
    if inside.isEmpty {
      result = try reduced(.sum, over: axes, combinedProduct(outside, at: span), at: span)
    } else {
      inside = try absorbed(inside, at: span)
      result = try contracted(inside, over: axes.filter { !missing.contains($0) }, at: span)
      for axis in missing {
        let size = try extent(of: axis, at: span)
        result = try combined([result], at: span) {
          try self.evaluator.binary(.multiply, $0[0], Value(size: size), at: span)
        }
      }
      if !outside.isEmpty {
        let scale = try combinedProduct(outside, at: span)
        result = try combined([scale, result], at: span) {
          try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
        }
      }
    }
    guard isNegative else { return result }
    return try combined([result], at: span) {
      try self.evaluator.negated($0[0], at: span)
    }
  }

  /// The factors of a product.
  private func collectFactors(
    _ expression: TypedExpression, _ factors: inout [Named], _ isNegative: inout Bool
  ) throws {
    switch expression.kind {
    case .binary(.multiply, let left, let right):
      try collectFactors(left, &factors, &isNegative)
      try collectFactors(right, &factors, &isNegative)
    case .negate(let operand):
      isNegative.toggle()
      try collectFactors(operand, &factors, &isNegative)
    default: factors.append(try part(expression))
    }
  }

  /// The product of some factors, element by element.
  private func combinedProduct(_ factors: [Named], at span: SourceSpan) throws -> Named {
    guard var product = factors.first else { return Named(value: .int(1), axes: []) }
    for factor in factors.dropFirst() {
      product = try combined([product, factor], at: span) {
        try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
      }
    }
    return product
  }

  /// The factors with each multiplied into another that has all of its axes.
  private func absorbed(_ factors: [Named], at span: SourceSpan) throws -> [Named] {
    var result: [Named] = []
    for factor in factors.sorted(by: { $0.axes.count > $1.axes.count }) {
      let holder = result.firstIndex { Set(factor.axes).isSubset(of: $0.axes) }
      // Two factors over the same axes stay apart if they are all there is: a dot product.
      if let holder, factors.count > 2 || factor.axes.count < result[holder].axes.count {
        let small = Set(factor.axes) != Set(result[holder].axes) || factors.count > 2
        if small {
          result[holder] = try combined([result[holder], factor], at: span) {
            try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
          }
          continue
        }
      }
      result.append(factor)
    }
    return result
  }

  /// The factors contracted pair by pair, each index as soon as no other factor needs it.
  private func contracted(_ factors: [Named], over axes: [AxisName], at span: SourceSpan) throws
    -> Named
  {
    guard factors.count > 1 else {
      return try reduced(.sum, over: axes, factors[0], at: span)
    }
    var result = factors[0]
    for (index, factor) in factors.enumerated().dropFirst() {
      let later = Set(factors[(index + 1)...].flatMap(\.axes))
      let now = axes.filter {
        !later.contains($0) && (result.axes.contains($0) || factor.axes.contains($0))
      }
      result = try product(result, factor, summing: Set(now), at: span)
    }
    return result
  }

  /// One contraction; an index of one side only is summed there first.
  private func product(
    _ left: Named, _ right: Named, summing axes: Set<AxisName>, at span: SourceSpan
  ) throws -> Named {
    var sides = [left, right]
    for side in 0...1 {
      let other = Set(sides[1 - side].axes)
      let own = sides[side].axes.filter { axes.contains($0) && !other.contains($0) }
      if !own.isEmpty { sides[side] = try reduced(.sum, over: own, sides[side], at: span) }
    }
    let (a, b) = (sides[0], sides[1])
    let (x, y) = try evaluator.operands(a.value, b.value, at: span)
    let shared = a.axes.filter { b.axes.contains($0) }
    let batch = shared.filter { !axes.contains($0) }
    let contracted = shared.filter { axes.contains($0) }
    guard !contracted.isEmpty else {
      return try combined([a, b], at: span) {
        try self.evaluator.binary(.multiply, $0[0], $0[1], at: span)
      }
    }
    func places(_ names: [AxisName], _ side: Named) -> [Int] {
      names.compactMap { side.axes.firstIndex(of: $0) }
    }
    let operation = Contract(
      lhsBatch: places(batch, a), rhsBatch: places(batch, b),
      lhsContracted: places(contracted, a), rhsContracted: places(contracted, b))
    let result = try graph.emit(operation, [x.id, y.id], at: span)
    let isNumber = x.isNumber && y.isNumber
    let rest = (a.axes + b.axes).filter { !shared.contains($0) }
    return Named(value: .node(GraphNode(result, isNumber: isNumber)), axes: batch + rest)
  }
}
