import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// A plan for one set of sizes: steps with numbers, and a place in memory for every storage.
final class Layout {
  /// The shapes of the inputs that it is for.
  let shapes: [[Int]]
  /// The bounds of the inputs that it is for.
  let bounds: [Int?]
  /// The steps.
  private(set) var steps: [Step] = []
  /// The bytes of each storage.
  private(set) var bytes: [Int]
  /// Where computed storages lie in the arena.
  private(set) var arenaPlaces: [(storage: Int, byte: Int)] = []
  /// The size of the arena.
  private(set) var arenaBytes = 0
  /// The values that depend on sizes alone, with their storages.
  private(set) var fixed: [(storage: Int, tensor: Tensor)] = []
  /// The shape, the bound and the first byte of each output.
  private(set) var outputs: [(shape: [Int], bound: Int?, byte: Int)] = []

  /// Lays out a plan for inputs of the given shapes and bounds.
  convenience init(_ plan: Plan, shapes: [[Int]], bounds: [Int?]) throws(RunFault) {
    let sizes: Sizes
    do throws(SizeFault) {
      sizes = try plan.graph.sizes(shapes: shapes, bounds: bounds)
    } catch {
      throw .sizes(error)
    }
    try self.init(plan, sizes, shapes: shapes, bounds: bounds)
  }

  /// Lays out a plan for sizes: those of its inputs, or those of the graph that a region is part of.
  init(_ plan: Plan, _ sizes: Sizes, shapes: [[Int]] = [], bounds: [Int?] = []) throws(RunFault) {
    self.shapes = shapes
    self.bounds = bounds
    let numbers = try Layout.numbers(plan, sizes)
    bytes = []
    var total = 0
    for (count, storage) in zip(plan.counts, plan.storages) {
      let (size, isTooBig) = numbers[count].multipliedReportingOverflow(by: storage.element.size)
      let (sum, overflow) = total.addingReportingOverflow(size)
      bytes.append(isTooBig ? .max : size)
      total = isTooBig || overflow ? .max : sum
    }
    try demand(total == .max ? .max : bytes.max() ?? 0, plan)
    var builder = LayoutBuilder(plan: plan, sizes: sizes, numbers: numbers, bytes: bytes)
    for step in plan.steps { steps.append(try builder.layOut(step)) }
    bytes = builder.bytes
    try evaluateFixed(plan, builder)
    let groups = RowGroup.groups(of: steps, builder)
    placeInArena(plan, groups)
    try demand(
      plan.storages.indices.reduce(arenaBytes) { plan.storages[$1].isOutput ? $0 + bytes[$1] : $0 },
      plan)
    for group in groups.reversed() {
      let members = RowGroupStep(Array(steps[group.steps]), rows: group.rows, chunk: group.chunk)
      steps.replaceSubrange(group.steps, with: [members])
    }
    for output in plan.outputs {
      outputs.append(
        (
          builder.values(output.dims), output.bound.map { numbers[$0] },
          numbers[output.offset] * output.element.size
        ))
    }
  }

  /// The numbers of a plan's dims.
  private static func numbers(_ plan: Plan, _ sizes: Sizes) throws(RunFault) -> [Int] {
    let symbols = plan.graph.symbols.compactMap { sizes.values[$0] }
    var numbers: [Int] = []
    if symbols.count == plan.graph.symbols.count,
      plan.program.evaluate(into: &numbers, symbols: symbols), numbers.allSatisfy({ $0 >= 0 })
    {
      return numbers
    }
    // One by one, to say which of them has no number, or to do without symbols that none needs.
    numbers.removeAll()
    for dim in plan.dims.dims { numbers.append(try number(dim, sizes)) }
    return numbers
  }

  /// Refuses to go on where there is not so much memory; small amounts are not asked for.
  private func demand(_ byteCount: Int, _ plan: Plan) throws(RunFault) {
    guard byteCount > 1 << 28, !Buffer.isAvailable(byteCount: byteCount) else { return }
    let made = zip(plan.storages, bytes).compactMap { storage, bytes in
      storage.value.map { (value: $0, bytes: bytes) }
    }
    guard let largest = made.max(by: { $0.bytes < $1.bytes }) else {
      throw .operation("memory", .memory(byteCount: byteCount, largest: nil), at: nil)
    }
    let type = plan.graph.type(of: largest.value)
    throw .operation(
      "memory",
      .memory(byteCount: byteCount, largest: .init(type: type, byteCount: largest.bytes)),
      at: plan.graph.nodes.first { $0.results.contains(largest.value) }?.span)
  }

  /// The number of a dim.
  private static func number(_ dim: Dim, _ sizes: Sizes) throws(RunFault) -> Int {
    guard let number = sizes[dim], number >= 0 else {
      throw .operation("size", .size(dim), at: nil)
    }
    return number
  }

  /// Computes the values that depend on sizes alone.
  private func evaluateFixed(_ plan: Plan, _ builder: LayoutBuilder) throws(RunFault) {
    for value in plan.fixed {
      let node = plan.graph.nodes[value.node]
      guard let primitive = node.operation as? any Primitive else {
        preconditionFailure("every operation of a graph is a primitive: \(node.operation.name)")
      }
      do throws(OperationFault) {
        let inputs = value.inputs.map { fixed[$0].tensor }
        fixed.append((value.storage, try primitive.evaluate(inputs, sizes: builder.sizes)[0]))
      } catch {
        throw builder.fault(error, at: value.node)
      }
    }
  }

  /// Gives every computed storage a place in the arena that nobody else uses while it is in use.
  private func placeInArena(_ plan: Plan, _ groups: [RowGroup]) {
    var arena = Arena()
    // The steps of a group run by turns, so that what one uses none of the others may overwrite.
    var (starts, ends) = (Array(plan.steps.indices), Array(plan.steps.indices))
    for group in groups {
      for step in group.steps {
        (starts[step], ends[step]) = (group.steps.lowerBound, group.steps.upperBound - 1)
      }
    }
    var ending = [[Int]](repeating: [], count: plan.steps.count)
    var beginning = ending
    for (index, storage) in plan.storages.enumerated()
    where storage.origin == .computed && !storage.isOutput && storage.lastStep >= 0 {
      beginning[starts[storage.firstStep]].append(index)
      ending[ends[storage.lastStep]].append(index)
    }
    var places = [Int: Int]()
    for step in plan.steps.indices {
      for storage in beginning[step] {
        let byte = arena.take(bytes[storage])
        places[storage] = byte
        arenaPlaces.append((storage, byte))
      }
      for storage in ending[step] { arena.giveBack(places[storage]!, bytes[storage]) }
    }
    arenaBytes = arena.byteCount
  }
}
