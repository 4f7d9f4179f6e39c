import MartletGraph
import MartletOperations
import MartletShapes

/// The steps of fused units.
extension Planner {
  /// Adds the step of a unit of elementwise nodes, with the reduction at its end.
  mutating func addTiles(_ unit: Unit) {
    if let update = productUpdate(unit) {
      let results = unit.members.flatMap { graph.nodes[$0].results }
      addProduct(update, result: results.first(where: stored.contains)!)
      return
    }
    let results = unit.members.filter { $0 != unit.tail }.flatMap { graph.nodes[$0].results }
    var kept = stored.intersection(results)
    let reduced = unit.tail.map { analysis.original(graph.nodes[$0].inputs[0]) }
    if let reduced { kept.insert(reduced) }
    let compiler = TileCompiler(unit, of: analysis, stored: kept)
    let order = unit.tail.map(iterationOrder) ?? Array(unit.dims.indices)
    var tiles = TilePlan(
      type: compiler.type, space: plan.dims.indices(of: order.map { unit.dims[$0] }))
    for (value, register) in compiler.loads {
      let element = graph.type(of: value).element
      tiles.inputs.append(operand(view(of: value), element, register: register, order: order))
    }
    for value in results where stored.contains(value) {
      let element = graph.type(of: value).element
      let register = compiler.registers[value]!
      tiles.outputs.append(operand(place(value), element, register: register, order: order))
    }
    tiles.constants = compiler.constants
    tiles.instructions = compiler.instructions
    tiles.cost = compiler.cost + tiles.outputs.count
    if let tail = unit.tail, let reduced {
      tiles.tail = self.tail(tail, register: compiler.registers[reduced]!, order: order)
    }
    plan.steps.append(.tiles(tiles))
  }

  /// The order in which a reduction goes over its axes: as they lie, if the reduced ones are
  /// together, else those first that stay.
  private func iterationOrder(_ index: Int) -> [Int] {
    let node = graph.nodes[index]
    guard let reduce = node.operation as? Reduce else { return [] }
    let axes = Array(graph.type(of: node.inputs[0]).dims.indices)
    let isTogether = reduce.axes.isEmpty || reduce.axes.last! - reduce.axes[0] < reduce.axes.count
    return isTogether ? axes : axes.filter { !reduce.axes.contains($0) } + reduce.axes
  }

  /// The end of a tile program that reduces a register.
  private mutating func tail(_ index: Int, register: Int, order: [Int]) -> TilePlan.Tail {
    let node = graph.nodes[index]
    guard let reduce = node.operation as? Reduce else {
      preconditionFailure("tile programs end with reductions")
    }
    let type = graph.type(of: node.results[0])
    let isLast = Array(order.suffix(reduce.axes.count)) == reduce.axes
    let form: TilePlan.Tail.Form =
      isLast
      ? .rows(reducedAxes: reduce.axes.count)
      : .columns(outerAxes: reduce.axes[0], rowAxes: reduce.axes.count)
    let target = place(node.results[0])
    let isExtreme = reduce.kind == .maximum || reduce.kind == .minimum
    return TilePlan.Tail(
      kind: reduce.kind,
      needsElements: isExtreme && graph.type(of: node.inputs[0]).bound != nil,
      register: register, storage: target.storage, element: type.element, form: form,
      scratch: newStorage(type.element, 0), node: index)
  }
}
