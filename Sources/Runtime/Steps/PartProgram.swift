import MartletKernels
import MartletOperations

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
