import MartletGraph
import MartletOperations
import MartletTensors

/// A graph that is ready to run: planned once, laid out for every new set of sizes.
///
///     let step = Executable(graph, donating: [true, false])
///     let outputs = try step.run(&inputs, on: pool)
///
/// It owns the memory of intermediate results, so that one run follows the other.
public final class Executable {
  /// The plan.
  let plan: Plan
  /// The layouts for the sizes that were met last, the latest first.
  private var layouts: [Layout] = []
  /// Where storages are during a run.
  private var context: RunContext?
  /// The memory of intermediate results.
  private var arena = Buffer.allocate(byteCount: 0)
  /// The layout whose places in the arena the context has.
  private var current: Layout?
  /// What takes the place of an input that was donated.
  private let nothing = Tensor(zeros: .f32, shape: [0])

  /// The numbers of the graph's symbols, if its inputs do not say them.
  private var sizes: Sizes?

  /// The layouts that are kept.
  private static let layoutsKept = 8

  /// Plans a graph; `donating` says, for each parameter, whether an input that nobody else refers
  /// to may be overwritten, for none by default.
  public init(_ graph: Graph, donating: [Bool] = []) {
    precondition(donating.isEmpty || donating.count == graph.parameters.count)
    plan = Planner.plan(graph, donating: donating)
  }

  /// Plans a graph whose symbols have the given numbers, not those that its inputs say.
  init(_ graph: Graph, in sizes: Sizes) {
    plan = Planner.plan(graph, donating: [])
    self.sizes = sizes
  }

  /// Computes the graph's outputs.
  ///
  /// A donated input whose memory went to an output is replaced by an empty tensor; after a fault
  /// all inputs are as they were.
  public func run(_ inputs: inout [Tensor], on pool: ThreadPool) throws(RunFault) -> [Tensor] {
    let layout = try layout(for: inputs)
    let context = context(on: pool)
    bind(layout, inputs, context)
    var owners = takeOutputs(layout, &inputs, context)
    for step in layout.steps { try step.run(context) }
    let outputs = outputs(layout, inputs, owners)
    for storage in plan.storages.indices {
      if let donor = plan.storages[storage].donor, owners[storage]?.isDonated == true {
        inputs[donor] = nothing
      }
    }
    owners.removeAll()
    return outputs
  }

  /// The memory that a run on the given inputs takes beside these and the outputs, in bytes.
  public func workingBytes(for inputs: [Tensor]) throws(RunFault) -> Int {
    try layout(for: inputs).arenaBytes
  }

  /// The layout for inputs of these sizes.
  private func layout(for inputs: [Tensor]) throws(RunFault) -> Layout {
    if let index = layouts.firstIndex(where: { matches($0, inputs) }) {
      if index > 0 { layouts.insert(layouts.remove(at: index), at: 0) }
      return layouts[0]
    }
    let (shapes, bounds) = (inputs.map(\.shape), inputs.map(\.bound))
    let layout =
      if let sizes {
        try Layout(plan, sizes, shapes: shapes, bounds: bounds)
      } else {
        try Layout(plan, shapes: shapes, bounds: bounds)
      }
    for (parameter, input) in zip(plan.graph.parameters, inputs) {
      let element = plan.graph.type(of: parameter.value).element
      precondition(input.elementType == element, "inputs have their parameters' element types")
    }
    if layouts.count == Executable.layoutsKept { layouts.removeLast() }
    layouts.insert(layout, at: 0)
    return layout
  }

  /// Whether a layout is for inputs of these sizes.
  private func matches(_ layout: Layout, _ inputs: [Tensor]) -> Bool {
    guard layout.shapes.count == inputs.count else { return false }
    for index in inputs.indices
    where inputs[index].shape != layout.shapes[index] || inputs[index].bound != layout.bounds[index]
    {
      return false
    }
    return true
  }

  /// The context of this executable's runs.
  private func context(on pool: ThreadPool) -> RunContext {
    if let context {
      context.pool = pool
      return context
    }
    let made = RunContext(storageCount: plan.storages.count, pool: pool)
    context = made
    return made
  }

  /// Points the storages of inputs, fixed values and intermediate results to their memory.
  private func bind(_ layout: Layout, _ inputs: [Tensor], _ context: RunContext) {
    for index in inputs.indices { context.addresses[index] = inputs[index].address }
    if current === layout { return }
    if arena.byteCount < layout.arenaBytes {
      arena = Buffer.allocate(byteCount: layout.arenaBytes)
    }
    for place in layout.arenaPlaces { context.addresses[place.storage] = arena.bytes + place.byte }
    for fixed in layout.fixed { context.addresses[fixed.storage] = fixed.tensor.address }
    current = layout
  }

  /// Memory of an output, and whether an input gave it.
  private struct Owner {
    /// The memory, as a tensor of any type.
    var buffer: Buffer
    /// The first byte.
    var byte: Int
    /// Whether an input gave it.
    var isDonated: Bool
  }

  /// Finds memory for the outputs that are computed.
  private func takeOutputs(_ layout: Layout, _ inputs: inout [Tensor], _ context: RunContext)
    -> [Int: Owner]
  {
    var owners: [Int: Owner] = [:]
    for index in plan.storages.indices
    where plan.storages[index].isOutput && plan.storages[index].origin == .computed {
      if let donor = plan.storages[index].donor, inputs[donor].isUniquelyReferenced() {
        let input = inputs[donor]
        owners[index] = Owner(buffer: input.buffer, byte: input.byteOffset, isDonated: true)
        context.addresses[index] = input.address
      } else {
        let buffer = Buffer.allocate(byteCount: layout.bytes[index])
        owners[index] = Owner(buffer: buffer, byte: 0, isDonated: false)
        context.addresses[index] = buffer.bytes
      }
    }
    return owners
  }

  /// The outputs after a run.
  private func outputs(_ layout: Layout, _ inputs: [Tensor], _ owners: [Int: Owner]) -> [Tensor] {
    plan.outputs.indices.map { index in
      let output = plan.outputs[index]
      let (shape, bound, byte) = layout.outputs[index]
      let (buffer, start): (Buffer, Int)
      switch plan.storages[output.storage].origin {
      case .parameter(let parameter):
        (buffer, start) = (inputs[parameter].buffer, inputs[parameter].byteOffset)
      case .fixed:
        let tensor = layout.fixed.first { $0.storage == output.storage }!.tensor
        (buffer, start) = (tensor.buffer, tensor.byteOffset)
      case .computed:
        let owner = owners[output.storage]!
        (buffer, start) = (owner.buffer, owner.byte)
      }
      return Tensor(
        elementType: output.element, shape: shape, buffer: buffer, byteOffset: start + byte,
        bound: bound)
    }
  }
}
