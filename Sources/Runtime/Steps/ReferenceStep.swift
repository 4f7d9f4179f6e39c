import MartletOperations
import MartletShapes
import MartletTensors

/// Runs a node by its reference kernel.
final class ReferenceStep: Step {
  /// What is read or written, with the numbers of its sizes.
  struct Value {
    /// Where it lies.
    var place: ProductStep.Place
    /// The elements' type.
    var element: ElementType
    /// The sizes.
    var shape: [Int]
    /// The bound.
    var bound: Int?
  }

  /// The operation's name.
  private let name: String
  /// What it reads and writes.
  private let (inputs, results): ([Value], [Value])
  /// Evaluates the operation.
  private let evaluate: ([Tensor]) throws(RunFault) -> [Tensor]

  /// A step that runs a node.
  init(
    _ name: String, inputs: [Value], results: [Value],
    evaluate: @escaping ([Tensor]) throws(RunFault) -> [Tensor]
  ) {
    self.name = name
    (self.inputs, self.results) = (inputs, results)
    self.evaluate = evaluate
  }

  override func run(_ context: RunContext) throws(RunFault) {
    let tensors = inputs.map { input in
      let tensor = Tensor(uninitialized: input.element, shape: input.shape, bound: input.bound)
      let from = context.addresses[input.place.storage] + input.place.byte
      tensor.address.copyMemory(from: from, byteCount: tensor.byteCount)
      return tensor
    }
    let outcome = try evaluate(tensors)
    for (tensor, result) in zip(outcome, results) {
      precondition(tensor.shape == result.shape, "results have the sizes of their types")
      let to = context.addresses[result.place.storage] + result.place.byte
      to.copyMemory(from: tensor.address, byteCount: tensor.byteCount)
      withExtendedLifetime(tensor) {}
    }
  }

  override var summary: String { "\(name) by its reference kernel" }
}
