import MartletGraph
import MartletKernels
import MartletOperations
import MartletShapes
import MartletTensors

/// Turns a graph into a plan: units of fused nodes, memory for what leaves them, views for the rest.
struct Planner {
  /// The graph with the roles of its nodes.
  let analysis: AnalysedGraph
  /// The plan so far.
  var plan: Plan
  /// Where each value lies, if it lies anywhere.
  var views: [ValueView?]
  /// The values that are used outside of the unit that computes them.
  var stored: Set<ValueID> = []
  /// Dense copies that were made of values, by where those lie and their sizes.
  var copies: [CopiedValue: ValueView] = [:]

  /// How often each value is used, outputs among the uses.
  var uses: [Int]
  /// The step of each product that nothing has read yet.
  var productSteps: [ValueID: Int] = [:]

  /// A value that was copied.
  struct CopiedValue: Hashable {
    /// Where it lies.
    let view: ValueView
    /// Its sizes.
    let dims: [Dim]
  }

  /// The graph.
  var graph: Graph { analysis.graph }

  /// The plan of a graph, whose parameters may be overwritten where `donating` says so.
  ///
  /// Of a region, the first outputs may take over the memory of carried parameters: output `i` that
  /// of parameter `i + offset`.
  static func plan(_ graph: Graph, donating: [Bool], carried: Carried? = nil) -> Plan {
    var planner = Planner(AnalysedGraph(graph))
    let units = Fuser.units(of: planner.analysis)
    planner.placeParameters()
    planner.findStored(units)
    for unit in units { planner.add(unit) }
    planner.placeOutputs()
    planner.plan.dropNothings()
    planner.plan.findLifetimes()
    planner.plan.findDonors(donating, partners: carried.map(planner.partners))
    planner.plan.compileDims()
    return planner.plan
  }

  /// The carried values of a region.
  struct Carried {
    /// The first parameter.
    var offset: Int
    /// How many there are.
    var count: Int
  }

  /// The parameters that outputs in storages of their own may take over.
  private func partners(_ carried: Carried) -> [Int: Int] {
    var partners: [Int: Int] = [:]
    for place in 0..<carried.count where isWhole(plan.outputs[place]) {
      let storage = plan.outputs[place].storage
      if plan.outputs.count(where: { $0.storage == storage }) == 1 {
        partners[storage] = place + carried.offset
      }
    }
    return partners
  }

  /// Whether an output is all of a storage that is computed.
  private func isWhole(_ output: Plan.Output) -> Bool {
    let storage = plan.storages[output.storage]
    let count = output.dims.reduce(Dim(1)) { $0 * plan.dims.dims[$1] }
    return storage.origin == .computed && plan.dims.dims[output.offset] == 0
      && storage.count == count
  }

  /// A planner that has planned nothing.
  private init(_ analysis: AnalysedGraph) {
    self.analysis = analysis
    plan = Plan(analysis.graph)
    views = [ValueView?](repeating: nil, count: analysis.graph.types.count)
    uses = [Int](repeating: 0, count: analysis.graph.types.count)
  }

  /// Makes the storages of the inputs.
  private mutating func placeParameters() {
    for (index, parameter) in graph.parameters.enumerated() {
      let type = graph.type(of: parameter.value)
      let storage = newStorage(type.element, type.count, .parameter(index))
      views[parameter.value.index] = ValueView(storage: storage, dense: type.dims)
    }
  }

  /// Finds the values that have to be in memory.
  private mutating func findStored(_ units: [Unit]) {
    var unitOfNode = [Int](repeating: -1, count: graph.nodes.count)
    for (number, unit) in units.enumerated() {
      for member in unit.members { unitOfNode[member] = number }
    }
    for (index, node) in graph.nodes.enumerated() {
      if case .renaming = analysis.roles[index] { continue }
      for input in node.inputs.map(analysis.original) {
        uses[input.index] += 1
        guard let producer = analysis.producers[input.index] else { continue }
        if unitOfNode[producer] != unitOfNode[index] { stored.insert(input) }
      }
    }
    for output in graph.outputs.map(analysis.original) {
      stored.insert(output)
      uses[output.index] += 1
    }
  }

  /// A new storage.
  mutating func newStorage(
    _ element: ElementType, _ count: Dim, _ origin: Storage.Origin = .computed
  ) -> Int {
    plan.storages.append(Storage(element: element, count: count, origin: origin))
    return plan.storages.count - 1
  }

  /// Gives a value memory of its own.
  mutating func place(_ value: ValueID) -> ValueView {
    let type = graph.type(of: value)
    let view = ValueView(storage: newStorage(type.element, type.count), dense: type.dims)
    plan.storages[view.storage].value = value
    views[value.index] = view
    return view
  }

  /// Where a value lies.
  func view(of value: ValueID) -> ValueView {
    guard let view = views[analysis.original(value).index] else {
      preconditionFailure("values lie somewhere before they are used: \(value)")
    }
    return view
  }

  /// Where a value lies in row-major order; a copy is made if it does not.
  mutating func denseView(of value: ValueID) -> ValueView {
    let view = view(of: value)
    let type = graph.type(of: value)
    if view.isDense(type.dims) { return view }
    let copied = CopiedValue(view: view, dims: type.dims)
    if let copy = copies[copied] { return copy }
    let copy = ValueView(storage: newStorage(type.element, type.count), dense: type.dims)
    plan.storages[copy.storage].value = value
    addCopy(from: view, to: copy, type)
    copies[copied] = copy
    return copy
  }

  /// Adds a step that copies elements from one view to another.
  mutating func addCopy(from source: ValueView, to target: ValueView, _ type: TensorType) {
    var tiles = TilePlan(type: .moving(type.element), space: plan.dims.indices(of: type.dims))
    tiles.inputs = [operand(source, type.element, register: 0)]
    tiles.outputs = [operand(target, type.element, register: 0)]
    plan.steps.append(.tiles(tiles))
  }

  /// An operand of a tile program, whose axes are those of the view, or in the given order.
  mutating func operand(
    _ view: ValueView, _ element: ElementType, register: Int, order: [Int]? = nil
  ) -> TilePlan.Operand {
    let strides = order.map { $0.map { view.strides[$0] } } ?? view.strides
    return TilePlan.Operand(
      storage: view.storage, element: element, register: register,
      strides: plan.dims.indices(of: strides), offset: plan.dims.index(of: view.offset))
  }

  /// Adds the steps of a unit.
  private mutating func add(_ unit: Unit) {
    if unit.isTile {
      addTiles(unit)
      return
    }
    let index = unit.members[0]
    let node = graph.nodes[index]
    switch analysis.roles[index] {
    case .renaming: break
    case .view: addView(node)
    case .fixed: addFixed(node, index)
    case .elementwise, .reduction: preconditionFailure("elementwise nodes are in tile units")
    case .step: addStep(node, index)
    }
  }

  /// Plans a value that depends on the sizes alone.
  private mutating func addFixed(_ node: Node, _ index: Int) {
    let value = node.results[0]
    let type = graph.type(of: value)
    let storage = newStorage(type.element, type.count, .fixed(plan.fixed.count))
    plan.storages[storage].value = value
    let inputs = node.inputs.map { input -> Int in
      guard case .fixed(let position) = plan.storages[view(of: input).storage].origin else {
        preconditionFailure("what depends on sizes alone is computed from such values")
      }
      return position
    }
    plan.fixed.append(Plan.Fixed(node: index, inputs: inputs, storage: storage))
    views[value.index] = ValueView(storage: storage, dense: type.dims)
  }

  /// Plans a value that is another one's memory under other strides.
  private mutating func addView(_ node: Node) {
    let source = node.inputs[0]
    let type = graph.type(of: node.results[0])
    let view = view(of: source)
    let result: ValueView
    switch node.operation {
    case let operation as Transpose: result = view.transposed(operation.permutation)
    case let operation as Broadcast:
      result = view.broadcast(rank: type.rank, axes: operation.axes)
    case let operation as Slice:
      result = view.sliced(starts: operation.starts, steps: operation.steps)
    case let operation as Windows: result = view.windowed(operation.geometry)
    default:
      let dims = graph.type(of: source).dims
      if let reshaped = view.reshaped(from: dims, to: type.dims) {
        result = reshaped
      } else {
        let dense = denseView(of: source)
        result = dense.reshaped(from: dims, to: type.dims) ?? dense
      }
    }
    views[node.results[0].index] = result
  }

  /// Finds where the outputs lie.
  private mutating func placeOutputs() {
    for output in graph.outputs {
      let view = denseView(of: output)
      plan.storages[view.storage].isOutput = true
      let type = graph.type(of: output)
      plan.outputs.append(
        Plan.Output(
          storage: view.storage, offset: plan.dims.index(of: view.offset), element: type.element,
          dims: plan.dims.indices(of: type.dims), bound: type.bound.map { plan.dims.index(of: $0) })
      )
    }
  }
}
