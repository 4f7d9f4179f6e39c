import MartletKernels
import MartletOperations
import MartletShapes

/// Parts of a tensor in C's form; only addresses change.
final class PartProgram {
  /// The parts.
  let parts: UnsafeMutablePointer<martlet_parts>
  /// Where the positions lie.
  private let places: [(storage: Int, byte: Int)]
  /// The sizes of the axes that positions are along.
  private let sizes: [Int]
  /// The number of parts.
  let count: Int
  /// The elements of a part.
  let length: Int
  /// The size of the first of the other axes, 1 if there are none.
  let firstRest: Int
  /// The node, for faults.
  let node: Int

  /// The parts of a gather or scatter.
  init(_ plan: GatherPlan, _ builder: LayoutBuilder) {
    var inC = martlet_parts()
    inC.element_size = Int64(plan.element.size)
    inC.index_count = Int32(plan.indices.count)
    inC.rest_count = Int32(plan.rest.count)
    let rest = builder.values(plan.rest)
    withUnsafeMutableBytes(of: &inC.rest_sizes) { bytes in
      for (axis, size) in rest.enumerated() {
        bytes.storeBytes(of: Int64(size), toByteOffset: axis * 8, as: Int64.self)
      }
    }
    withUnsafeMutableBytes(of: &inC.rest_strides) { bytes in
      for (axis, stride) in builder.values(plan.restStrides).enumerated() {
        bytes.storeBytes(of: Int64(stride), toByteOffset: axis * 8, as: Int64.self)
      }
    }
    withUnsafeMutableBytes(of: &inC.indices) { bytes in
      let to = bytes.bindMemory(to: martlet_positions.self)
      for (axis, index) in plan.indices.enumerated() {
        to[axis] = martlet_positions(
          data: nil, element: Int32(index.element.inC.rawValue),
          size: Int64(builder.numbers[index.size]), stride: Int64(builder.numbers[index.stride]))
      }
    }
    parts = .allocate(capacity: 1)
    parts.initialize(to: inC)
    places = plan.indices.map { ($0.storage, builder.numbers[$0.offset] * $0.element.size) }
    sizes = plan.indices.map { builder.numbers[$0.size] }
    count = builder.product(plan.positions)
    length = rest.reduce(1, *)
    firstRest = rest.first ?? 1
    node = plan.node
  }

  deinit { parts.deallocate() }

  /// Points the positions to where their storages are now.
  func bind(_ context: RunContext) {
    withUnsafeMutableBytes(of: &parts.pointee.indices) { bytes in
      let to = bytes.bindMemory(to: martlet_positions.self)
      for (axis, place) in places.enumerated() {
        to[axis].data = UnsafeRawPointer(context.addresses[place.storage] + place.byte)
      }
    }
  }

  /// What is wrong with the positions at a place.
  func fault(at place: Int) -> OperationFault {
    withUnsafeBytes(of: &parts.pointee.indices) { bytes in
      let indices = bytes.bindMemory(to: martlet_positions.self)
      for (axis, size) in sizes.enumerated() {
        let data = indices[axis].data!
        let position =
          indices[axis].element == Int32(MARTLET_I64.rawValue)
          ? Int(data.load(fromByteOffset: place * 8, as: Int64.self))
          : Int(data.load(fromByteOffset: place * 4, as: Int32.self))
        if !(0..<size).contains(position) {
          return .outOfRange(value: position, bound: size, position: place)
        }
      }
      preconditionFailure("a kernel stops at a position that is out of range")
    }
  }
}

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
