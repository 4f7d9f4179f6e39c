import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// The steps of nodes that run by themselves.
extension Planner {
  /// Adds the step of a node.
  mutating func addStep(_ node: Node, _ index: Int) {
    switch node.operation {
    case let operation as Contract where isMultipliedFast(node):
      addProduct(operation, node, index)
    case let operation as Gather where rank(of: node) <= RegisterType.mostAxes:
      addGather(operation, node, index)
    case let operation as ScatterAdd
    where RegisterType(element(of: node)) != nil && rank(of: node) <= RegisterType.mostAxes:
      addScatter(operation, node, index)
    case let operation as Fold
    where RegisterType(element(of: node)) != nil && rank(of: node) < RegisterType.mostAxes:
      addFold(operation, node, index)
    case let operation as Concatenate: addConcatenation(operation, node)
    case let operation as Pad where rank(of: node) <= RegisterType.mostAxes:
      addPadding(operation, node)
    case let operation as CheckBound: addCheck(operation, node, index)
    case let operation as RandomUniform where operation.element == .f32:
      addDraw(operation, isNormal: false, node)
    case let operation as RandomNormal where operation.element == .f32:
      addDraw(operation, isNormal: true, node)
    case let operation as ArgExtreme
    where RegisterType(graph.type(of: node.inputs[0]).element) != nil:
      addSearch(operation, node, index)
    case let operation as Loop: addLoop(operation, node, index)
    case is Conditional: addConditional(node, index)
    case let operation as While: addWhile(operation, node, index)
    case is Cholesky, is TriangularSolve, is LinearSolve, is LogDeterminant, is SymmetricEigen,
      is OrthogonalTriangular, is SingularValues:
      addMatrices(node, index)
    default: addReference(node, index)
    }
  }

  /// The type of a node's result.
  private func element(of node: Node) -> ElementType { graph.type(of: node.results[0]).element }

  /// The number of axes of a node's first input.
  private func rank(of node: Node) -> Int { graph.type(of: node.inputs[0]).rank }

  /// Whether there is a fast product for a node's elements.
  private func isMultipliedFast(_ node: Node) -> Bool {
    element(of: node) == .f32 || element(of: node) == .f64
  }

  /// Adds a product of matrices.
  private mutating func addProduct(_ contract: Contract, _ node: Node, _ index: Int) {
    let (left, right) = (graph.type(of: node.inputs[0]), graph.type(of: node.inputs[1]))
    let leftFree = contract.lhsFree(rank: left.rank)
    let rightFree = contract.rhsFree(rank: right.rank)
    let leftView = view(of: node.inputs[0])
    let rightView = view(of: node.inputs[1])
    func operand(_ view: ValueView, _ batch: [Int], _ free: [Int], _ contracted: [Int])
      -> ProductPlan.Operand
    {
      ProductPlan.Operand(
        storage: view.storage, offset: plan.dims.index(of: view.offset),
        batch: plan.dims.indices(of: batch.map { view.strides[$0] }),
        free: plan.dims.indices(of: free.map { view.strides[$0] }),
        contracted: plan.dims.indices(of: contracted.map { view.strides[$0] }),
        scratch: newStorage(left.element, 0))
    }
    let lhs = operand(leftView, contract.lhsBatch, leftFree, contract.lhsContracted)
    let rhs = operand(rightView, contract.rhsBatch, rightFree, contract.rhsContracted)
    let product = ProductPlan(
      element: left.element, left: lhs, right: rhs,
      batch: plan.dims.indices(of: contract.lhsBatch.map { left.dims[$0] }),
      rows: plan.dims.indices(of: leftFree.map { left.dims[$0] }),
      columns: plan.dims.indices(of: rightFree.map { right.dims[$0] }),
      depth: plan.dims.indices(of: contract.lhsContracted.map { left.dims[$0] }),
      target: place(node.results[0]).storage, node: index)
    productSteps[node.results[0]] = plan.steps.count
    plan.steps.append(.product(product))
  }

  /// Adds a product that ends with a scaled sum, instead of the one that was planned without.
  mutating func addProduct(_ update: ProductUpdate, result: ValueID) {
    let value = graph.nodes[update.product].results[0]
    guard let step = productSteps[value], case .product(var product) = plan.steps[step] else {
      preconditionFailure("a product is planned before what is added to it")
    }
    let base = denseView(of: update.base)
    // The product moves here, where what it is added to is known.
    plan.steps[step] = .nothing
    product.update = ProductPlan.Update(
      alpha: factor(update.alpha), beta: factor(update.beta), base: base.storage,
      baseOffset: plan.dims.index(of: base.offset))
    product.target = place(result).storage
    plan.steps.append(.product(product))
  }

  /// A factor with the places of its scalars.
  private mutating func factor(_ factor: ScaleFactor) -> ProductPlan.Update.Factor {
    var scalars: [(storage: Int, offset: Int, element: ElementType)] = []
    for value in factor.scalars {
      let view = view(of: value)
      let offset = plan.dims.index(of: view.offset)
      scalars.append((view.storage, offset, graph.type(of: value).element))
    }
    return ProductPlan.Update.Factor(constant: factor.constant, scalars: scalars)
  }

  /// The positions that a gather or scatter takes, for a tensor of the given view and sizes.
  private mutating func gatherIndices(
    _ axes: [Int], _ inputs: [ValueID], _ view: ValueView, _ dims: [Dim]
  ) -> [GatherPlan.Index] {
    zip(axes, inputs).map { axis, input in
      let positions = denseView(of: input)
      return GatherPlan.Index(
        storage: positions.storage, offset: plan.dims.index(of: positions.offset),
        element: graph.type(of: input).element, size: plan.dims.index(of: dims[axis]),
        stride: plan.dims.index(of: view.strides[axis]))
    }
  }

  /// Whether positions are of types that the kernels read.
  private func hasFastIndices(_ inputs: ArraySlice<ValueID>) -> Bool {
    inputs.allSatisfy { [.i32, .i64].contains(graph.type(of: $0).element) } && inputs.count <= 8
  }

  /// Adds a gather.
  private mutating func addGather(_ gather: Gather, _ node: Node, _ index: Int) {
    guard hasFastIndices(node.inputs.dropFirst()) else {
      addReference(node, index)
      return
    }
    let type = graph.type(of: node.inputs[0])
    let view = view(of: node.inputs[0])
    let rest = type.dims.indices.filter { !gather.axes.contains($0) }
    let indices = gatherIndices(gather.axes, Array(node.inputs.dropFirst()), view, type.dims)
    let target = place(node.results[0])
    plan.steps.append(
      .gather(
        GatherPlan(
          source: view.storage, offset: plan.dims.index(of: view.offset), element: type.element,
          indices: indices,
          positions: plan.dims.indices(of: graph.type(of: node.inputs[1]).dims),
          rest: plan.dims.indices(of: rest.map { type.dims[$0] }),
          restStrides: plan.dims.indices(of: rest.map { view.strides[$0] }),
          target: target.storage, targetOffset: plan.dims.index(of: 0), node: index)))
  }

  /// Adds a scatter: a copy of the base, or zeros, to which rows are added.
  private mutating func addScatter(_ scatter: ScatterAdd, _ node: Node, _ index: Int) {
    let positions = node.inputs[1...scatter.axes.count]
    guard hasFastIndices(positions) else {
      addReference(node, index)
      return
    }
    let base = node.inputs[0]
    let type = graph.type(of: node.results[0])
    let updates = denseView(of: node.inputs[node.inputs.count - 1])
    let isZero = analysis.uniform(base).map { $0.scalarDouble == 0 } ?? false
    let baseView = view(of: base)
    let isInPlace = !isZero && isOnlyReadHere(base)
    let target = isInPlace ? baseView : place(node.results[0])
    let indices = gatherIndices(scatter.axes, Array(positions), target, type.dims)
    if isInPlace {
      views[node.results[0].index] = target
    } else if isZero {
      plan.steps.append(.zeros(storage: target.storage))
    } else {
      addCopy(from: baseView, to: target, type)
    }
    let rest = type.dims.indices.filter { !scatter.axes.contains($0) }
    plan.steps.append(
      .scatter(
        GatherPlan(
          source: target.storage, offset: plan.dims.index(of: 0), element: type.element,
          indices: indices, positions: plan.dims.indices(of: graph.type(of: positions[1]).dims),
          rest: plan.dims.indices(of: rest.map { type.dims[$0] }),
          restStrides: plan.dims.indices(of: rest.map { target.strides[$0] }),
          target: updates.storage, targetOffset: plan.dims.index(of: updates.offset), node: index)))
  }

  /// Whether a value has memory of its own that nothing but one step reads.
  private func isOnlyReadHere(_ value: ValueID) -> Bool {
    let value = analysis.original(value)
    guard uses[value.index] == 1, let producer = analysis.producers[value.index],
      let view = views[value.index]
    else { return false }
    switch analysis.roles[producer] {
    case .renaming, .view, .fixed: return false
    case .elementwise, .reduction, .step: break
    }
    let type = graph.type(of: value)
    let storage = plan.storages[view.storage]
    // A check's result is the memory of what was checked.
    return !(graph.nodes[producer].operation is CheckBound) && storage.origin == .computed
      && storage.count == type.count && view.offset == 0 && view.isDense(type.dims)
  }

  /// Adds a fold: zeros, to which all windows are added as one part of overlapping rows.
  private mutating func addFold(_ fold: Fold, _ node: Node, _ index: Int) {
    let type = graph.type(of: node.inputs[0])
    let updates = denseView(of: node.inputs[0])
    let target = place(node.results[0])
    let windows = target.windowed(fold.geometry)
    plan.steps.append(.zeros(storage: target.storage))
    // The step divides the first axis among threads: it must not be one along which windows overlap.
    plan.steps.append(
      .scatter(
        GatherPlan(
          source: target.storage, offset: plan.dims.index(of: 0), element: type.element,
          indices: [], positions: [], rest: plan.dims.indices(of: [1] + type.dims),
          restStrides: plan.dims.indices(of: [0] + windows.strides),
          target: updates.storage, targetOffset: plan.dims.index(of: updates.offset), node: index)))
  }

  /// Adds copies of the parts of a concatenation.
  private mutating func addConcatenation(_ operation: Concatenate, _ node: Node) {
    let target = place(node.results[0])
    let element = element(of: node)
    var start = Dim(0)
    for input in node.inputs {
      var part = target
      part.offset = start * target.strides[operation.axis]
      let dims = graph.type(of: input).dims
      addCopy(from: view(of: input), to: part, TensorType(element, dims))
      start = start + dims[operation.axis]
    }
  }

  /// Adds zeros, and a copy of the padded tensor to its place among them.
  private mutating func addPadding(_ pad: Pad, _ node: Node) {
    let target = place(node.results[0])
    // A layout refuses negative sizes of a plan. Between neighbours that a size of 0 does not have,
    // a negative number behind is right.
    for (high, gap) in zip(pad.high, pad.interior) where gap == 0 { _ = plan.dims.index(of: high) }
    plan.steps.append(.zeros(storage: target.storage))
    addCopy(
      from: view(of: node.inputs[0]),
      to: target.sliced(starts: pad.low, steps: pad.interior.map { $0 + 1 }),
      graph.type(of: node.inputs[0]))
  }

  /// Adds a check of positions, whose result is its input's memory.
  private mutating func addCheck(_ operation: CheckBound, _ node: Node, _ index: Int) {
    let type = graph.type(of: node.inputs[0])
    let view = denseView(of: node.inputs[0])
    plan.steps.append(
      .check(
        storage: view.storage, element: type.element, count: plan.dims.index(of: type.count),
        offset: plan.dims.index(of: view.offset), bound: plan.dims.index(of: operation.bound),
        node: index))
    views[node.results[0].index] = view
  }

  /// Adds random numbers.
  private mutating func addDraw(_ draw: some RandomDraw, isNormal: Bool, _ node: Node) {
    let keys = denseView(of: node.inputs[0])
    plan.steps.append(
      .random(
        DrawPlan(
          place: draw.place, isNormal: isNormal, keys: keys.storage,
          offset: plan.dims.index(of: keys.offset),
          lanes: plan.dims.index(of: graph.type(of: node.inputs[0]).count),
          count: plan.dims.index(of: draw.dims.reduce(1) { $0 * $1 }),
          target: place(node.results[0]).storage)))
  }

  /// Adds a search for extreme elements.
  private mutating func addSearch(_ operation: ArgExtreme, _ node: Node, _ index: Int) {
    let type = graph.type(of: node.inputs[0])
    let view = denseView(of: node.inputs[0])
    plan.steps.append(
      .argExtreme(
        ArgExtremePlan(
          source: view.storage, offset: plan.dims.index(of: view.offset), element: type.element,
          isMaximum: operation.kind == .maximum, isTotal: operation.isTotal,
          outer: plan.dims.indices(of: Array(type.dims.prefix(operation.axis))),
          length: plan.dims.index(of: type.dims[operation.axis]),
          inner: plan.dims.indices(of: Array(type.dims.dropFirst(operation.axis + 1))),
          target: place(node.results[0]).storage, node: index)))
  }

  /// Adds an operation of linear algebra.
  private mutating func addMatrices(_ node: Node, _ index: Int) {
    guard element(of: node) == .f32 || element(of: node) == .f64 else {
      addReference(node, index)
      return
    }
    plan.steps.append(.matrices(denseOperands(node, index)))
  }

  /// Adds a node that runs by its reference kernel.
  private mutating func addReference(_ node: Node, _ index: Int) {
    plan.steps.append(.reference(denseOperands(node, index)))
  }

  /// A node with its operands, all of which lie densely.
  private mutating func denseOperands(_ node: Node, _ index: Int) -> ReferencePlan {
    let inputs = node.inputs.map { denseValue($0) }
    let results = node.results.map { placedValue($0) }
    return ReferencePlan(node: index, inputs: inputs, results: results)
  }

  /// Where a value lies densely; a copy is made if it does not.
  mutating func denseValue(_ value: ValueID) -> ReferencePlan.Value {
    planned(denseView(of: value), value)
  }

  /// Where a result lies, in memory of its own.
  mutating func placedValue(_ value: ValueID) -> ReferencePlan.Value {
    planned(place(value), value)
  }

  /// A value that lies densely.
  private mutating func planned(_ view: ValueView, _ value: ValueID) -> ReferencePlan.Value {
    let type = graph.type(of: value)
    return ReferencePlan.Value(
      storage: view.storage, offset: plan.dims.index(of: view.offset), element: type.element,
      dims: plan.dims.indices(of: type.dims), bound: type.bound.map { plan.dims.index(of: $0) })
  }
}
