import MartletOperations
import MartletTensors

/// A region that is laid out, with a context of its own in which it runs again and again.
///
/// Its parameters and outputs lie where the node says before each run. An output that the region
/// computes in memory of its own is computed where it is wanted; all others are copied there.
final class RegionProgram {
  /// An output, and how it comes to where it is wanted.
  private struct Output {
    /// Its storage.
    var storage: Int
    /// Its first byte, and their number.
    var (byte, count): (Int, Int)
    /// Whether the storage lies where the output is wanted.
    var isDirect: Bool
  }

  /// The plan.
  private let plan: Plan
  /// The layout.
  private let layout: Layout
  /// Where storages are during a run.
  private var context: RunContext?
  /// The outputs.
  private let outputs: [Output]
  /// The outputs' storages that lie in memory of the region all the same.
  private let kept: [(storage: Int, byte: Int)]
  /// The bytes of memory that it needs.
  let byteCount: Int

  /// A program of a plan's layout.
  init(_ plan: Plan, _ layout: Layout) {
    self.plan = plan
    self.layout = layout
    var direct: Set<Int> = []
    var outputs: [Output] = []
    for (output, place) in zip(plan.outputs, layout.outputs) {
      let count = place.shape.reduce(output.element.size, *)
      let isDirect =
        plan.storages[output.storage].origin == .computed && place.byte == 0
        && layout.bytes[output.storage] == count && direct.insert(output.storage).inserted
      outputs.append(
        Output(storage: output.storage, byte: place.byte, count: count, isDirect: isDirect))
    }
    var byteCount = layout.arenaBytes
    var kept: [(storage: Int, byte: Int)] = []
    for storage in plan.storages.indices
    where plan.storages[storage].isOutput && plan.storages[storage].origin == .computed
      && !direct.contains(storage)
    {
      kept.append((storage, byteCount))
      byteCount += (layout.bytes[storage] + 63) / 64 * 64
    }
    self.outputs = outputs
    self.kept = kept
    self.byteCount = byteCount
  }

  /// Whether an output is computed in the memory of a parameter, if both are the same.
  func isInPlace(output: Int, parameter: Int) -> Bool {
    outputs[output].isDirect && plan.storages[outputs[output].storage].donor == parameter
  }

  /// Makes ready for runs, with memory of `byteCount` bytes at an address.
  func bind(_ memory: UnsafeMutableRawPointer, on pool: ThreadPool) {
    let context = self.context ?? RunContext(storageCount: plan.storages.count, pool: pool)
    self.context = context
    context.pool = pool
    for fixed in layout.fixed { context.addresses[fixed.storage] = fixed.tensor.address }
    for place in layout.arenaPlaces { context.addresses[place.storage] = memory + place.byte }
    for place in kept { context.addresses[place.storage] = memory + place.byte }
  }

  /// Runs, with the parameters and the outputs at the given addresses.
  func run(
    _ parameters: UnsafeMutableBufferPointer<UnsafeMutableRawPointer>,
    to targets: UnsafeMutableBufferPointer<UnsafeMutableRawPointer>
  ) throws(RunFault) {
    guard let context else { preconditionFailure("a region is bound before it runs") }
    // Parameters are the first storages of a plan.
    for (index, address) in parameters.enumerated() { context.addresses[index] = address }
    for (output, target) in zip(outputs, targets) where output.isDirect {
      context.addresses[output.storage] = target
    }
    for step in layout.steps { try step.run(context) }
    for (output, target) in zip(outputs, targets) where !output.isDirect && output.count > 0 {
      // Outputs have the sizes that the node says, by which their memory was measured.
      let source = context.addresses[output.storage] + output.byte
      target.copyMemory(from: source, byteCount: output.count)
    }
  }

  /// What the steps do, for the printed plan.
  var summary: String { layout.steps.map(\.summary).joined(separator: "; ") }
}
