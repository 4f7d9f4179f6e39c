import MartletGraph
import MartletKernels
import MartletOperations
import MartletShapes
import MartletTensors

/// Makes the instructions of a unit of elementwise nodes.
struct TileCompiler {
  /// The graph.
  let analysis: AnalysedGraph
  /// The unit.
  let unit: Unit
  /// The type of the registers.
  let type: RegisterType
  /// The register of each value that has one.
  private(set) var registers: [ValueID: Int] = [:]
  /// The values that have to be loaded, in the order of their registers.
  private(set) var loads: [(value: ValueID, register: Int)] = []
  /// The registers that hold one number.
  private(set) var constants: [martlet_constant] = []
  /// The instructions.
  private(set) var instructions: [martlet_instruction] = []
  /// What the instructions take for a place.
  private(set) var cost = 0
  /// Registers whose values are not needed any more.
  private var free: [Int] = []
  /// The number of registers in use or free.
  private var registerCount = 0
  /// The positions in the unit of the nodes that read a value last; absent if it is stored.
  private var lastUses: [ValueID: Int] = [:]

  /// Compiles a unit, of whose results `stored` have to be kept to the end.
  init(_ unit: Unit, of analysis: AnalysedGraph, stored: Set<ValueID>) {
    self.analysis = analysis
    self.unit = unit
    type = unit.type ?? .f32
    let nodes = unit.members.map { analysis.graph.nodes[$0] }
    for (position, node) in nodes.enumerated() {
      for input in node.inputs { lastUses[analysis.original(input)] = position }
    }
    for value in stored { lastUses[value] = nil }
    let results = Set(nodes.flatMap(\.results))
    for node in nodes {
      for input in node.inputs.map(analysis.original) where !results.contains(input) {
        prepare(input)
      }
    }
    for (position, node) in nodes.enumerated() where unit.members[position] != unit.tail {
      compile(node, at: position)
    }
  }

  /// Gives a value from elsewhere its register, which stays its own.
  private mutating func prepare(_ value: ValueID) {
    if registers[value] != nil { return }
    let register = newRegister()
    registers[value] = register
    lastUses[value] = nil
    if let tensor = analysis.uniform(value) {
      constants.append(constant(tensor, in: register))
    } else {
      loads.append((value, register))
      cost += 1
    }
  }

  /// A register that repeats the element of a tensor.
  private func constant(_ tensor: Tensor, in register: Int) -> martlet_constant {
    // An integer program takes the number as its type would hold it.
    let integer =
      type == .i32 ? Int64(tensor.elements(as: Int32.self)[0]) : tensor.elements(as: Int64.self)[0]
    return martlet_constant(
      target: Int32(register), value: tensor.scalarDouble, integer: integer)
  }

  /// A register that no program part uses yet.
  private mutating func newRegister() -> Int {
    registerCount += 1
    return registerCount - 1
  }

  /// Adds the instruction of a node.
  private mutating func compile(_ node: Node, at position: Int) {
    let sources = node.inputs.map { registers[analysis.original($0)]! }
    let target = free.popLast() ?? newRegister()
    let (opcode, cost): (martlet_opcode, Int) =
      switch node.operation {
      case let operation as Elementwise: operation.function.instruction!
      default: (MARTLET_COPY, 1)
      }
    self.cost += cost
    var operands = sources
    var chosen = opcode
    if let cast = node.operation as? Cast, cast.element == .bool {
      chosen = MARTLET_NOT_EQUAL
      operands.append(zeroRegister())
    } else if opcode == MARTLET_POWER, let simpler = powerInstruction(of: node) {
      (chosen, operands) = (simpler, [sources[0], sources[0]])
    }
    let (x, y, z) = (
      operands[0], operands.count > 1 ? operands[1] : 0, operands.count > 2 ? operands[2] : 0
    )
    instructions.append(
      martlet_instruction(
        opcode: UInt16(chosen.rawValue), target: UInt16(target), x: UInt16(x), y: UInt16(y),
        z: UInt16(z)))
    for input in Set(node.inputs.map(analysis.original)) where lastUses[input] == position {
      free.append(registers[input]!)
    }
    registers[node.results[0]] = target
  }

  /// A register of zeros.
  private mutating func zeroRegister() -> Int {
    if let zero = constants.first(where: { $0.value == 0 && $0.integer == 0 }) {
      return Int(zero.target)
    }
    let register = newRegister()
    constants.append(martlet_constant(target: Int32(register), value: 0, integer: 0))
    return register
  }

  /// What computes a power whose exponent is known, of one source or of the same twice.
  private func powerInstruction(of node: Node) -> martlet_opcode? {
    guard type == .f32 || type == .f64, let exponent = analysis.uniform(node.inputs[1]) else {
      return nil
    }
    return switch exponent.scalarDouble {
    case 1: MARTLET_COPY
    case 2: MARTLET_MULTIPLY
    case -1: MARTLET_RECIPROCAL
    default: nil
    }
  }
}
