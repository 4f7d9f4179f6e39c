import MartletKernels

/// A tile program under test, over memory that it owns.
struct TileProgram {
  /// The type of the registers.
  var element = MARTLET_F32
  /// The sizes of the space.
  var sizes: [Int]
  /// The instructions, as (opcode, target, x, y, z).
  var instructions: [(martlet_opcode, Int, Int, Int, Int)] = []
  /// The registers that hold one number.
  var constants: [(target: Int, value: Double)] = []
  /// What is loaded: memory, its type, the register, the strides.
  var inputs: [Operand] = []
  /// What is stored.
  var outputs: [Operand] = []

  /// Memory over the space.
  struct Operand {
    /// The first element.
    var memory: UnsafeMutableRawPointer
    /// The elements' type.
    var element: martlet_element
    /// The register.
    var target: Int
    /// The elements between neighbours along each axis.
    var strides: [Int]

    /// The operand in C.
    var inC: martlet_operand {
      var operand = martlet_operand()
      operand.data = memory
      operand.element = Int32(element.rawValue)
      operand.target = Int32(target)
      withUnsafeMutableBytes(of: &operand.strides) { bytes in
        bytes.withMemoryRebound(to: Int64.self) { to in
          for (axis, stride) in strides.enumerated() { to[axis] = Int64(stride) }
        }
      }
      return operand
    }
  }

  /// Calls `body` with the program in C.
  func withC(_ body: (UnsafePointer<martlet_tile_program>) -> Void) {
    let steps = instructions.map {
      martlet_instruction(
        opcode: UInt16($0.0.rawValue), target: UInt16($0.1), x: UInt16($0.2), y: UInt16($0.3),
        z: UInt16($0.4))
    }
    let numbers = constants.map {
      martlet_constant(target: Int32($0.target), value: $0.value, integer: Int64($0.value))
    }
    let (loads, stores) = (inputs.map(\.inC), outputs.map(\.inC))
    steps.withUnsafeBufferPointer { steps in
      numbers.withUnsafeBufferPointer { numbers in
        loads.withUnsafeBufferPointer { loads in
          stores.withUnsafeBufferPointer { stores in
            var program = martlet_tile_program()
            program.element = Int32(element.rawValue)
            program.axis_count = Int32(sizes.count)
            withUnsafeMutableBytes(of: &program.sizes) { bytes in
              bytes.withMemoryRebound(to: Int64.self) { to in
                for (axis, size) in sizes.enumerated() { to[axis] = Int64(size) }
              }
            }
            program.input_count = Int32(loads.count)
            program.output_count = Int32(stores.count)
            program.constant_count = Int32(numbers.count)
            program.instruction_count = Int32(steps.count)
            program.inputs = loads.baseAddress
            program.outputs = stores.baseAddress
            program.constants = numbers.baseAddress
            program.instructions = steps.baseAddress
            withUnsafePointer(to: program, body)
          }
        }
      }
    }
  }

  /// Runs it over its whole space.
  func run(_ tier: martlet_tier) {
    let count = Int64(sizes.reduce(1, *))
    withC { martlet_tiles_map(tier, $0, 0, count) }
  }

  /// The function of an opcode over arrays of one type.
  static func apply<E>(
    _ opcode: martlet_opcode, _ element: martlet_element, _ arguments: [[E]], _ tier: martlet_tier
  ) -> [E] {
    let memories = arguments.map(Memory.init)
    let result = Memory(arguments[0])
    var program = TileProgram(element: element, sizes: [arguments[0].count])
    program.instructions = [(opcode, 3, 0, 1, 2)]
    program.inputs = memories.enumerated().map {
      Operand(memory: $1.start, element: element, target: $0, strides: [1])
    }
    program.outputs = [Operand(memory: result.start, element: element, target: 3, strides: [1])]
    program.run(tier)
    return result.array
  }
}

/// The tiers that this processor has.
let tiers = (0...martlet_best_tier().rawValue).map { martlet_tier(rawValue: $0) }

/// An array in memory of its own.
final class Memory<E> {
  /// The first element.
  let elements: UnsafeMutableBufferPointer<E>

  /// Memory that holds the given elements.
  init(_ array: [E]) {
    elements = .allocate(capacity: max(array.count, 1))
    _ = elements.initialize(from: array)
    count = array.count
  }

  deinit { elements.deallocate() }

  /// The number of elements.
  let count: Int
  /// The first byte.
  var start: UnsafeMutableRawPointer { UnsafeMutableRawPointer(elements.baseAddress!) }
  /// The elements.
  var array: [E] { Array(elements.prefix(count)) }
}
