import MartletKernels
import MartletOperations

/// Searches extreme elements.
final class ArgExtremeStep: Step {
  /// Where the tensor lies.
  private let source: ProductStep.Place
  /// The type of its elements.
  private let element: martlet_element
  /// Whether the greatest is looked for.
  private let isMaximum: Bool
  /// The sizes before, along and behind the axis.
  private let (outer, length, inner): (Int, Int, Int)
  /// The storage of the positions.
  private let target: Int

  /// A step that searches.
  init(_ plan: ArgExtremePlan, _ builder: LayoutBuilder) {
    let byte = builder.numbers[plan.offset] * plan.element.size
    source = ProductStep.Place(storage: plan.source, byte: byte)
    element = plan.element.inC
    isMaximum = plan.isMaximum
    outer = builder.product(plan.outer)
    length = builder.numbers[plan.length]
    inner = builder.product(plan.inner)
    target = plan.target
  }

  override func run(_ context: RunContext) throws(RunFault) {
    guard length > 0 else { return }
    let from = context.addresses[source.storage] + source.byte
    let to = context.addresses[target].assumingMemoryBound(to: Int32.self)
    context.pool.run(over: outer, chunkLength: max(1, 16384 / max(length * inner, 1))) { part in
      martlet_arg_extreme(
        from, element, isMaximum, Int64(length), Int64(inner), to, Int64(part.lowerBound),
        Int64(part.upperBound))
    }
  }

  override var summary: String { "extremes of \(outer) x \(length) x \(inner)" }
}
