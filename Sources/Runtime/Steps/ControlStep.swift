import MartletOperations

/// What steps with regions share: operands, programs, and memory for these.
class ControlStep: Step {
  /// An input or a result.
  struct Operand {
    /// Where it lies.
    var place: ProductStep.Place
    /// Its bytes.
    var byteCount: Int
    /// The bytes of an entry of its leading axis.
    var entryBytes: Int

    /// The operand of a value.
    init(_ value: ReferenceStep.Value) {
      place = value.place
      byteCount = value.shape.reduce(value.element.size, *)
      entryBytes = value.shape.dropFirst().reduce(value.element.size, *)
    }

    /// Where it lies in a run.
    func address(_ context: RunContext) -> UnsafeMutableRawPointer {
      context.addresses[place.storage] + place.byte
    }
  }

  /// What a step is made of.
  struct Parts {
    /// What it reads.
    var inputs: [Operand]
    /// What it writes.
    var results: [Operand]
    /// The storage of its memory.
    var scratch: Int
    /// The programs, or the faults that they would end with.
    var regions: [Result<RegionProgram, RunFault>]
  }

  /// Addresses of parameters or outputs of a region.
  typealias Addresses = UnsafeMutableBufferPointer<UnsafeMutableRawPointer>

  /// What the step is made of.
  let parts: Parts
  /// The memory that it needs.
  private(set) var byteCount = 0

  /// A step of the given parts.
  init(_ parts: Parts) {
    self.parts = parts
    super.init()
    for region in parts.regions {
      if case .success(let program) = region {
        programPlaces.append(take(program.byteCount))
      } else {
        programPlaces.append(0)
      }
    }
  }

  /// Where each program's memory begins.
  private var programPlaces: [Int] = []

  /// Some bytes of the step's memory, from the returned one on.
  final func take(_ bytes: Int) -> Int {
    let start = byteCount
    byteCount += (bytes + 63) / 64 * 64
    return start
  }

  /// Where a byte of the step's memory lies in a run.
  final func memory(_ byte: Int, _ context: RunContext) -> UnsafeMutableRawPointer {
    context.addresses[parts.scratch] + byte
  }

  /// The program of a region, ready to run; throws what is wrong with its layout.
  final func program(_ region: Int, _ context: RunContext) throws(RunFault) -> RegionProgram {
    let program = try parts.regions[region].get()
    program.bind(memory(programPlaces[region], context), on: context.pool)
    return program
  }

  /// Calls a body with room for addresses of parameters and of outputs.
  final func withAddresses(
    _ parameters: Int, _ outputs: Int,
    _ body: (Addresses, Addresses) throws(RunFault) -> Void
  ) throws(RunFault) {
    var fault: RunFault?
    withUnsafeTemporaryAllocation(
      of: UnsafeMutableRawPointer.self, capacity: parameters + outputs + 1
    ) { room in
      // One more, so that there is an address even if there is nothing.
      room.initialize(repeating: UnsafeMutableRawPointer(bitPattern: 64)!)
      do throws(RunFault) {
        try body(
          Addresses(rebasing: room[..<parameters]),
          Addresses(rebasing: room[parameters..<parameters + outputs]))
      } catch {
        fault = error
      }
    }
    if let fault { throw fault }
  }

  /// The summary of the regions.
  final func summary(_ name: String) -> String {
    let regions = parts.regions.map { region in
      switch region {
      case .success(let program): program.summary
      case .failure: "a fault"
      }
    }
    return "\(name) {\(regions.joined(separator: "} {"))}"
  }
}
