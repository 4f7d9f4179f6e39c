import MartletKernels
import MartletShapes

/// A tile program in C's form, for one set of sizes; only the operands' addresses change.
final class TileProgram {
  /// The program.
  let program: UnsafeMutablePointer<martlet_tile_program>
  /// The operands, inputs first.
  private let operands: UnsafeMutablePointer<martlet_operand>
  /// The storage and the byte within it where each operand begins.
  private let places: [(storage: Int, byte: Int)]
  /// The constants.
  private let constants: UnsafeMutablePointer<martlet_constant>
  /// The instructions.
  private let instructions: UnsafeMutablePointer<martlet_instruction>
  /// The places of the space.
  let count: Int
  /// Whether input and output have the same elements at the same strides.
  private let isDenseCopy: Bool

  /// An operand with the numbers of its strides.
  struct Operand {
    /// The storage.
    var storage: Int
    /// The elements' type.
    var element: ElementType
    /// The register.
    var register: Int
    /// The strides along the axes of the space.
    var strides: [Int]
    /// The first element.
    var offset: Int
  }

  /// A program over a space of the given sizes.
  init(
    type: RegisterType, space: [Int], inputs: [Operand], outputs: [Operand],
    constants: [martlet_constant] = [], instructions: [martlet_instruction] = []
  ) {
    count = space.reduce(1, *)
    let all = inputs + outputs
    let axes = TileProgram.collapse(space, all.map(\.strides))
    operands = .allocate(capacity: max(all.count, 1))
    for (index, operand) in all.enumerated() {
      var inC = martlet_operand()
      inC.element = Int32(operand.element.inC.rawValue)
      inC.target = Int32(operand.register)
      TileProgram.fill(&inC.strides, axes.strides[index])
      (operands + index).initialize(to: inC)
    }
    isDenseCopy =
      all.count == 2 && all[0].element == all[1].element && all[0].strides == all[1].strides
      && all[0].register == all[1].register
    places = all.map { ($0.storage, $0.offset * $0.element.size) }
    self.constants = .allocate(capacity: max(constants.count, 1))
    self.constants.initialize(from: constants, count: constants.count)
    self.instructions = .allocate(capacity: max(instructions.count, 1))
    self.instructions.initialize(from: instructions, count: instructions.count)
    var inC = martlet_tile_program()
    inC.element = Int32(type.element.rawValue)
    inC.axis_count = Int32(axes.sizes.count)
    TileProgram.fill(&inC.sizes, axes.sizes)
    inC.input_count = Int32(inputs.count)
    inC.output_count = Int32(outputs.count)
    inC.constant_count = Int32(constants.count)
    inC.instruction_count = Int32(instructions.count)
    inC.inputs = UnsafePointer(operands)
    inC.outputs = UnsafePointer(operands + inputs.count)
    inC.constants = UnsafePointer(self.constants)
    inC.instructions = UnsafePointer(self.instructions)
    program = .allocate(capacity: 1)
    program.initialize(to: inC)
  }

  deinit {
    operands.deallocate()
    constants.deallocate()
    instructions.deallocate()
    program.deallocate()
  }

  /// Points the operands to where their storages are now.
  func bind(_ context: RunContext) {
    for index in places.indices {
      let place = places[index]
      operands[index].data = context.addresses[place.storage] + place.byte
    }
  }

  /// The storage of an operand's elements that lie in the same order as the space, for a program
  /// of one input and one output that does nothing else.
  var isTransposition: (rows: Int, columns: Int)? {
    let program = program.pointee
    guard program.axis_count == 2, program.input_count == 1, program.output_count == 1,
      program.instruction_count == 0, operands[0].element == operands[1].element
    else { return nil }
    let (rows, columns) = (Int(program.sizes.0), Int(program.sizes.1))
    let isSwapped = operands[0].strides.0 == 1 && operands[0].strides.1 == rows
    let isDense = operands[1].strides.0 == columns && operands[1].strides.1 == 1
    return isSwapped && isDense ? (rows: columns, columns: rows) : nil
  }

  /// Whether it puts elements where they are already, as it is bound: a copy of memory that the
  /// target has taken over.
  var changesNothing: Bool {
    let program = program.pointee
    return program.input_count == 1 && program.output_count == 1 && program.instruction_count == 0
      && isDenseCopy && operands[0].data == operands[1].data
  }

  /// The address of an operand.
  func address(ofOperand index: Int) -> UnsafeMutableRawPointer { operands[index].data }

  /// Merges axes that lie behind each other in every operand.
  private static func collapse(_ sizes: [Int], _ strides: [[Int]])
    -> (sizes: [Int], strides: [[Int]])
  {
    var newSizes: [Int] = []
    var newStrides = strides.map { _ in [Int]() }
    for axis in sizes.indices.reversed() where sizes[axis] != 1 {
      let fits =
        newSizes.last.map { last in
          strides.indices.allSatisfy { newStrides[$0].last! * last == strides[$0][axis] }
        } ?? false
      if fits {
        newSizes[newSizes.count - 1] *= sizes[axis]
      } else {
        newSizes.append(sizes[axis])
        for index in strides.indices { newStrides[index].append(strides[index][axis]) }
      }
    }
    return (newSizes.reversed(), newStrides.map { $0.reversed() })
  }

  /// Writes numbers into an array of C, which Swift sees as a tuple.
  private static func fill<Tuple>(_ tuple: inout Tuple, _ numbers: [Int]) {
    withUnsafeMutableBytes(of: &tuple) { bytes in
      precondition(numbers.count * 8 <= bytes.count, "a space has at most sixteen axes")
      for (index, number) in numbers.enumerated() {
        bytes.storeBytes(of: Int64(number), toByteOffset: index * 8, as: Int64.self)
      }
    }
  }
}
