import MartletOperations
import MartletShapes
import MartletTensors

/// Factors matrices, or solves systems, one matrix after the other or side by side on threads.
final class MatrixStep<Element: LapackElement>: Step {
  /// The operation's name.
  private let name: String
  /// What is done with each matrix.
  private let routine: any MatrixRoutine<Element>
  /// What it reads and writes.
  private let (inputs, results): ([ReferenceStep.Value], [ReferenceStep.Value])
  /// The elements of each input and result that belong to one matrix.
  private let (inputCounts, resultCounts): ([Int], [Int])
  /// The number of matrices.
  private let count: Int
  /// What a fault is said to come from.
  private let fault: (OperationFault) -> RunFault
  /// What the operation makes of a matrix by its reference kernel.
  private let evaluate: ([Tensor]) throws(RunFault) -> [Tensor]
  /// The fault of a matrix that is refused at a pivot.
  private let refusal: (_ matrix: Int, _ pivot: Int) -> OperationFault

  /// The operations that are worth a chunk of their own: some 50 microseconds.
  private static var workOfAChunk: Double { 1e5 }

  /// A step for some matrices, each of which takes the last axes of the inputs and results: two of
  /// an input, and of each result as many as it has behind the others.
  init(
    _ name: String, _ routine: any MatrixRoutine<Element>, inputs: [ReferenceStep.Value],
    results: [ReferenceStep.Value],
    refusal: @escaping (_ matrix: Int, _ pivot: Int) -> OperationFault,
    fault: @escaping (OperationFault) -> RunFault,
    evaluate: @escaping ([Tensor]) throws(RunFault) -> [Tensor]
  ) {
    self.name = name
    self.routine = routine
    (self.inputs, self.results) = (inputs, results)
    (self.refusal, self.fault, self.evaluate) = (refusal, fault, evaluate)
    let batchRank = inputs[0].shape.count - 2
    count = inputs[0].shape.prefix(batchRank).reduce(1, *)
    inputCounts = inputs.map { $0.shape.dropFirst(batchRank).reduce(1, *) }
    resultCounts = results.map { $0.shape.dropFirst(batchRank).reduce(1, *) }
  }

  override func run(_ context: RunContext) throws(RunFault) {
    guard count > 0 else { return }
    _ = Gemm.usesOneThreadACall
    var outcomes = [MatrixOutcome](repeating: .done, count: count)
    let together = max(1, Int(MatrixStep.workOfAChunk / max(routine.work, 1)))
    outcomes.withUnsafeMutableBufferPointer { outcomes in
      // Each matrix has a place of its own, so that no two threads write one.
      let outcomes = outcomes
      context.pool.run(over: count, chunkLength: together) { matrices in
        let reals = UnsafeMutablePointer<Element>.allocate(capacity: routine.realCount + 1)
        let integers = UnsafeMutablePointer<Int32>.allocate(capacity: routine.integerCount + 1)
        for matrix in matrices {
          outcomes[matrix] = routine.run(operands(matrix, context, reals, integers))
        }
        reals.deallocate()
        integers.deallocate()
      }
    }
    for (matrix, outcome) in outcomes.enumerated() {
      switch outcome {
      case .done: continue
      case .refused(let pivot): throw fault(refusal(matrix, pivot))
      case .undecided: try runByReference(matrix, context)
      }
    }
  }

  /// Where the operands of a matrix lie.
  private func operands(
    _ matrix: Int, _ context: RunContext, _ reals: UnsafeMutablePointer<Element>,
    _ integers: UnsafeMutablePointer<Int32>
  ) -> MatrixOperands<Element> {
    func input(_ index: Int) -> UnsafePointer<Element> {
      let start = address(inputs[index], inputCounts[index] * matrix, context)
      return UnsafePointer(start.assumingMemoryBound(to: Element.self))
    }
    func result(_ index: Int) -> UnsafeMutablePointer<Element> {
      let index = min(index, results.count - 1)
      return address(results[index], resultCounts[index] * matrix, context)
        .assumingMemoryBound(to: Element.self)
    }
    return MatrixOperands(
      a: input(0), b: input(inputs.count - 1), results: (result(0), result(1), result(2)),
      reals: reals, integers: integers)
  }

  /// Where an element of an operand lies.
  private func address(_ value: ReferenceStep.Value, _ element: Int, _ context: RunContext)
    -> UnsafeMutableRawPointer
  {
    context.addresses[value.place.storage] + value.place.byte
      + element * MemoryLayout<Element>.stride
  }

  /// Does one matrix by the reference kernel.
  private func runByReference(_ matrix: Int, _ context: RunContext) throws(RunFault) {
    let tensors = zip(inputs, inputCounts).map { input, count in
      let tensor = Tensor(uninitialized: input.element, shape: Array(input.shape.suffix(2)))
      tensor.address.copyMemory(
        from: address(input, count * matrix, context), byteCount: tensor.byteCount)
      return tensor
    }
    for (tensor, (result, count)) in zip(try evaluate(tensors), zip(results, resultCounts)) {
      address(result, count * matrix, context)
        .copyMemory(from: tensor.address, byteCount: tensor.byteCount)
      withExtendedLifetime(tensor) {}
    }
  }

  override var summary: String { "\(name) of \(count) matrices" }
}
