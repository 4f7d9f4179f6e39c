import Glibc
import MartletKernels
import MartletOperations
import MartletShapes
import MartletTensors

/// Fills a storage with zeros.
final class ZeroStep: Step {
  /// The storage.
  private let storage: Int
  /// Its size.
  private let byteCount: Int

  /// A step that fills a storage.
  init(storage: Int, byteCount: Int) {
    self.storage = storage
    self.byteCount = byteCount
  }

  override func run(_ context: RunContext) throws(RunFault) {
    memset(context.addresses[storage], 0, byteCount)
  }

  override var summary: String { "\(byteCount) bytes of zeros" }
}

/// Checks that positions are in range.
final class CheckStep: Step {
  /// Where the positions lie.
  private let place: ProductStep.Place
  /// Their type.
  private let element: martlet_element
  /// Their number, and what they have to stay below.
  private let (count, bound): (Int, Int)
  /// What a fault is said to come from.
  private let fault: (OperationFault) -> RunFault

  /// A step that checks positions.
  init(
    place: ProductStep.Place, element: ElementType, count: Int, bound: Int,
    fault: @escaping (OperationFault) -> RunFault
  ) {
    self.place = place
    self.element = element.inC
    (self.count, self.bound) = (count, bound)
    self.fault = fault
  }

  override func run(_ context: RunContext) throws(RunFault) {
    let numbers = context.addresses[place.storage] + place.byte
    let wrong = Int(martlet_first_outside(numbers, element, Int64(count), Int64(bound)))
    if wrong < 0 { return }
    let value: Int =
      switch element {
      case MARTLET_I64: Int(numbers.load(fromByteOffset: wrong * 8, as: Int64.self))
      case MARTLET_I8: Int(numbers.load(fromByteOffset: wrong, as: Int8.self))
      case MARTLET_U8: Int(numbers.load(fromByteOffset: wrong, as: UInt8.self))
      default: Int(numbers.load(fromByteOffset: wrong * 4, as: Int32.self))
      }
    throw fault(.outOfRange(value: value, bound: bound, position: wrong))
  }

  override var summary: String { "check that \(count) positions are below \(bound)" }
}

/// Draws random numbers.
final class RandomStep: Step {
  /// The draw's place in the program.
  private let place: UInt64
  /// Whether the numbers are normal, not uniform.
  private let isNormal: Bool
  /// The storages of the key and of the numbers.
  private let (key, target): (Int, Int)
  /// How many.
  private let count: Int

  /// A step that draws.
  init(place: UInt64, isNormal: Bool, key: Int, target: Int, count: Int) {
    self.place = place
    self.isNormal = isNormal
    (self.key, self.target) = (key, target)
    self.count = count
  }

  override func run(_ context: RunContext) throws(RunFault) {
    let run = Int(context.addresses[key].load(as: Int64.self))
    let key = Philox(key: run, place: place).key
    let out = context.addresses[target].assumingMemoryBound(to: Float.self)
    context.pool.run(over: count, chunkLength: 16384) { part in
      let draw = isNormal ? martlet_random_normal_f32 : martlet_random_uniform_f32
      draw(
        context.tier, key, Int64(part.lowerBound), Int64(part.upperBound), out + part.lowerBound)
    }
  }

  override var summary: String { "\(count) \(isNormal ? "normal" : "uniform") random numbers" }
}

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

  /// The operation.
  private let primitive: any Primitive
  /// What it reads and writes.
  private let (inputs, results): ([Value], [Value])
  /// Evaluates the operation.
  private let evaluate: ([Tensor]) throws(RunFault) -> [Tensor]

  /// A step that runs a node.
  init(
    _ primitive: any Primitive, inputs: [Value], results: [Value],
    evaluate: @escaping ([Tensor]) throws(RunFault) -> [Tensor]
  ) {
    self.primitive = primitive
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

  override var summary: String { "\(primitive.name) by its reference kernel" }
}
