import MartletKernels
import MartletOperations

/// Adds numbers to parts of a tensor.
final class ScatterStep: Step {
  /// The parts.
  private let program: PartProgram
  /// The storage of the tensor.
  private let target: Int
  /// Where the numbers lie.
  private let updates: ProductStep.Place
  /// The type of the elements.
  private let element: martlet_element
  /// What a fault is said to come from.
  private let fault: (OperationFault) -> RunFault

  /// A step that adds to parts.
  init(_ plan: GatherPlan, _ builder: LayoutBuilder) {
    program = PartProgram(plan, builder)
    target = plan.source
    let byte = builder.numbers[plan.targetOffset] * plan.element.size
    updates = ProductStep.Place(storage: plan.target, byte: byte)
    element = plan.element.inC
    fault = { builder.fault($0, at: plan.node) }
  }

  override func run(_ context: RunContext) throws(RunFault) {
    program.bind(context)
    let to = context.addresses[target]
    let from = context.addresses[updates.storage] + updates.byte
    let work = program.count * program.length
    let chunk = work <= 32768 ? max(program.firstRest, 1) : max(16, (program.firstRest + 7) / 8)
    let chunks = max((program.firstRest + chunk - 1) / chunk, 1)
    let wrong = withUnsafeTemporaryAllocation(of: Int64.self, capacity: chunks) { wrong in
      context.pool.run(chunks: chunks) { part in
        wrong[part] = martlet_scatter_add(
          to, program.parts, element, from, Int64(program.count), Int64(part * chunk),
          Int64(min((part + 1) * chunk, program.firstRest)))
      }
      return wrong.first { $0 >= 0 }
    }
    if let wrong { throw fault(program.fault(at: Int(wrong))) }
  }

  override var summary: String { "scatter of \(program.count) parts of \(program.length)" }
}
