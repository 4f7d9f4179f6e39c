import MartletKernels
import MartletOperations
import MartletShapes
import MartletTensors

extension LayoutBuilder {
  /// Lays out a step.
  mutating func layOut(_ step: PlannedStep) throws(RunFault) -> Step {
    switch step {
    case .nothing: return Step()
    case .tiles(let tiles): return try layOut(tiles)
    case .product(let product): return layOut(product)
    case .gather(let gather): return GatherStep(gather, self)
    case .scatter(let gather): return ScatterStep(gather, self)
    case .check(let storage, let element, let count, let offset, let bound, let node):
      let builder = self
      return CheckStep(
        place: .init(storage: storage, byte: numbers[offset] * element.size), element: element,
        count: numbers[count], bound: numbers[bound], fault: { builder.fault($0, at: node) })
    case .random(let draw):
      return RandomStep(
        place: draw.place, isNormal: draw.isNormal,
        keys: .init(storage: draw.keys, byte: numbers[draw.offset] * ElementType.i64.size),
        target: draw.target, lanes: numbers[draw.lanes], count: numbers[draw.count])
    case .argExtreme(let search):
      let isEmpty = numbers[search.length] == 0
      let count = product(search.outer) * product(search.inner)
      if isEmpty, count > 0 {
        if search.isTotal {
          return ZeroStep(storage: search.target, byteCount: bytes[search.target])
        }
        throw fault(.emptyExtreme(axis: search.outer.count), at: search.node)
      }
      return ArgExtremeStep(search, self)
    case .zeros(let storage): return ZeroStep(storage: storage, byteCount: bytes[storage])
    case .reference(let reference): return layOut(reference)
    case .matrices(let matrices): return layOut(matrices: matrices)
    case .control(let control): return layOut(control)
    }
  }

  /// Lays out a tile program.
  private mutating func layOut(_ plan: TilePlan) throws(RunFault) -> Step {
    let space = values(plan.space)
    let tiles = TileProgram(
      type: plan.type, space: space, inputs: plan.inputs.map(operand),
      outputs: plan.outputs.map(operand), constants: plan.constants,
      instructions: plan.instructions)
    guard let tail = plan.tail else {
      let size = plan.outputs.first?.element.size ?? 4
      return TileStep(tiles, cost: plan.cost, elementSize: size)
    }
    return try layOut(tail, tiles, space, plan)
  }

  /// An operand with the numbers of its strides.
  private func operand(_ operand: TilePlan.Operand) -> TileProgram.Operand {
    TileProgram.Operand(
      storage: operand.storage, element: operand.element, register: operand.register,
      strides: values(operand.strides), offset: numbers[operand.offset])
  }

  /// Lays out a reduction.
  private mutating func layOut(
    _ tail: TilePlan.Tail, _ tiles: TileProgram, _ space: [Int], _ plan: TilePlan
  ) throws(RunFault) -> Step {
    let scratchType: ElementType =
      switch plan.type {
      case .f32: .f32
      case .f64: .f64
      case .i32: .i32
      case .i64: .i64
      }
    let reduction = Reduction(
      kind: tail.kind.inC, register: Int32(tail.register), storage: tail.storage,
      element: tail.element, scratch: tail.scratch, type: plan.type.element)
    let (outer, rows, columns): (Int, Int, Int)
    switch tail.form {
    case .rows(let reduced):
      outer = space.dropLast(reduced).reduce(1, *)
      rows = space.suffix(reduced).reduce(1, *)
      columns = 1
    case .columns(let outerAxes, let rowAxes):
      outer = space.prefix(outerAxes).reduce(1, *)
      rows = space.dropFirst(outerAxes).prefix(rowAxes).reduce(1, *)
      columns = space.dropFirst(outerAxes + rowAxes).reduce(1, *)
    }
    if rows == 0, outer * columns > 0 {
      if tail.needsElements {
        let node = self.plan.graph.nodes[tail.node].operation
        throw fault(.emptyExtreme(axis: (node as? Reduce)?.axes.first ?? 0), at: tail.node)
      }
      // In C, the greatest of no truth values is less than 0, which would be stored as true.
      if tail.kind == .any {
        return ZeroStep(storage: tail.storage, byteCount: bytes[tail.storage])
      }
    }
    if columns == 1 {
      let blocks = RowReductionStep.blocks(rows: outer, length: rows)
      if blocks > 1 { bytes[tail.scratch] = blocks * scratchType.size }
      return RowReductionStep(
        tiles, reduction, rows: outer, length: rows, cost: plan.cost, scratchType: scratchType)
    }
    if let block = ColumnReductionStep.rowBlock(outer: outer, rows: rows, columns: columns) {
      bytes[tail.scratch] = (rows + block - 1) / block * columns * scratchType.size
    }
    return ColumnReductionStep(
      tiles, reduction, outer: outer, rows: rows, columns: columns, cost: plan.cost,
      scratchType: scratchType)
  }

  /// Lays out a node that runs by its reference kernel.
  private func layOut(_ plan: ReferencePlan) -> Step {
    let node = self.plan.graph.nodes[plan.node]
    let sizes = sizes
    return ReferenceStep(
      node.operation.name, inputs: plan.inputs.map(value), results: plan.results.map(value)
    ) { (inputs) throws(RunFault) in
      try ReferenceInterpreter.results(of: node, inputs, sizes)
    }
  }

  /// A value with its numbers.
  func value(_ value: ReferencePlan.Value) -> ReferenceStep.Value {
    ReferenceStep.Value(
      place: .init(storage: value.storage, byte: numbers[value.offset] * value.element.size),
      element: value.element, shape: values(value.dims), bound: value.bound.map { numbers[$0] })
  }
}
