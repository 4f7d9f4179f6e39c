import MartletOperations

/// Runs a region a number of times.
///
/// Entries of sliced inputs are read, and stacked results written, where they lie. A carried value
/// goes back and forth between the result's memory and some of the step's own, so that a step never
/// overwrites what it reads; or stays in the result's, if the region computes it in place.
final class LoopStep: ControlStep {
  /// The number of steps.
  private let count: Int
  /// The numbers of carried values and of sliced inputs.
  private let (carried, sliced): (Int, Int)
  /// Whether the last index comes first.
  private let isReversed: Bool
  /// Where the index lies.
  private var indexPlace = 0
  /// Whether each carried value is computed in place.
  private var isInPlace: [Bool] = []
  /// The second memory of each carried value; `nil` for those that are computed in place.
  private var seconds: [Int?] = []

  /// A step of the given parts and numbers.
  init(_ parts: Parts, count: Int, carried: Int, sliced: Int, isReversed: Bool) {
    self.count = count
    (self.carried, self.sliced) = (carried, sliced)
    self.isReversed = isReversed
    super.init(parts)
    guard case .success(let program)? = parts.regions.first else { return }
    indexPlace = take(4)
    isInPlace = (0..<carried).map { program.isInPlace(output: $0, parameter: $0 + 1) }
    for value in 0..<carried {
      seconds.append(isInPlace[value] || count < 2 ? nil : take(parts.results[value].byteCount))
    }
  }

  override func run(_ context: RunContext) throws(RunFault) {
    guard count > 0 else {
      for value in 0..<carried { copyInitial(value, context) }
      return
    }
    let program = try program(0, context)
    try withAddresses(parts.inputs.count + 1, parts.results.count) {
      (parameters, targets) throws(RunFault) in
      prepare(parameters, context)
      for step in 0..<count {
        let index = isReversed ? count - 1 - step : step
        place(index, parameters, targets, context)
        for value in 0..<carried { targets[value] = target(of: value, step, context) }
        try program.run(parameters, to: targets)
        for value in 0..<carried { parameters[value + 1] = targets[value] }
      }
    }
  }

  /// Puts an initial value where the result is.
  private func copyInitial(_ value: Int, _ context: RunContext) {
    let (input, result) = (parts.inputs[value], parts.results[value])
    result.address(context).copyMemory(from: input.address(context), byteCount: result.byteCount)
  }

  /// Sets the addresses of the parameters before the first step.
  private func prepare(_ parameters: Addresses, _ context: RunContext) {
    parameters[0] = memory(indexPlace, context)
    for (index, input) in parts.inputs.enumerated() {
      parameters[index + 1] = input.address(context)
    }
    for value in 0..<carried where isInPlace[value] {
      copyInitial(value, context)
      parameters[value + 1] = parts.results[value].address(context)
    }
  }

  /// Sets what depends on the index: itself, the entries that are read, those that are written.
  private func place(
    _ index: Int, _ parameters: Addresses, _ targets: Addresses, _ context: RunContext
  ) {
    parameters[0].storeBytes(of: Int32(truncatingIfNeeded: index), as: Int32.self)
    for place in carried..<carried + sliced {
      let input = parts.inputs[place]
      parameters[place + 1] = input.address(context) + index * input.entryBytes
    }
    for place in carried..<parts.results.count {
      let result = parts.results[place]
      targets[place] = result.address(context) + index * result.entryBytes
    }
  }

  /// Where a carried value goes in a step: by turns, so that the last is where the result is.
  private func target(of value: Int, _ step: Int, _ context: RunContext)
    -> UnsafeMutableRawPointer
  {
    guard let second = seconds[value], (count - 1 - step) % 2 == 1 else {
      return parts.results[value].address(context)
    }
    return memory(second, context)
  }

  override var summary: String { summary("loop of \(count)") }
}
