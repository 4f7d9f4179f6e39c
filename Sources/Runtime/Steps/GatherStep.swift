import MartletKernels
import MartletOperations

/// Copies parts of a tensor.
final class GatherStep: Step {
  /// The parts.
  private let program: PartProgram
  /// Where the tensor lies.
  private let source: ProductStep.Place
  /// Where the parts go.
  private let target: Int
  /// What a fault is said to come from.
  private let fault: (OperationFault) -> RunFault

  /// A step that copies parts.
  init(_ plan: GatherPlan, _ builder: LayoutBuilder) {
    program = PartProgram(plan, builder)
    let byte = builder.numbers[plan.offset] * plan.element.size
    source = ProductStep.Place(storage: plan.source, byte: byte)
    target = plan.target
    fault = { builder.fault($0, at: plan.node) }
  }

  override func run(_ context: RunContext) throws(RunFault) {
    program.bind(context)
    let from = context.addresses[source.storage] + source.byte
    let to = context.addresses[target]
    let chunk = max(1, 32768 / max(program.length, 8))
    let chunks = (program.count + chunk - 1) / chunk
    // The first fault of each chunk; the earliest counts, whichever thread is first.
    let wrong = withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(chunks, 1)) { wrong in
      context.pool.run(over: program.count, chunkLength: chunk) { part in
        wrong[part.lowerBound / chunk] = martlet_gather(
          from, program.parts, to, Int64(part.lowerBound), Int64(part.upperBound))
      }
      return wrong.prefix(chunks).first { $0 >= 0 }
    }
    if let wrong { throw fault(program.fault(at: Int(wrong))) }
  }

  override var summary: String { "gather of \(program.count) parts of \(program.length)" }
}
