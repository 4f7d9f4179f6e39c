import MartletOperations

/// Runs a region as long as another one says so.
///
/// Carried values go back and forth between the results' memory and some of the step's own, or stay
/// where the results are if the body computes them in place.
final class WhileStep: ControlStep {
  /// The greatest number of steps, if there is one.
  private let limit: Int?
  /// The number of carried values.
  private let carried: Int
  /// Where the condition lies.
  private var conditionPlace = 0
  /// The second memory of each carried value; `nil` for those that are computed in place.
  private var seconds: [Int?] = []

  /// A step of the given parts.
  init(_ parts: Parts, limit: Int?, carried: Int) {
    self.limit = limit
    self.carried = carried
    super.init(parts)
    conditionPlace = take(1)
    for value in 0..<carried {
      let isInPlace = (try? parts.regions[1].get())?.isInPlace(output: value, parameter: value)
      seconds.append(isInPlace == true ? nil : take(parts.results[value].byteCount))
    }
  }

  override func run(_ context: RunContext) throws(RunFault) {
    let test = try program(0, context)
    try withAddresses(parts.inputs.count, carried + 1) {
      (parameters, targets) throws(RunFault) in
      for (index, input) in parts.inputs.enumerated() {
        parameters[index] = input.address(context)
      }
      for value in 0..<carried where seconds[value] == nil {
        move(value, from: parameters[value], context)
        parameters[value] = parts.results[value].address(context)
      }
      targets[carried] = memory(conditionPlace, context)
      var steps = 0
      while steps < limit ?? .max {
        try test.run(parameters, to: Addresses(rebasing: targets[carried...]))
        guard targets[carried].load(as: UInt8.self) != 0 else { break }
        try takeStep(steps, parameters, Addresses(rebasing: targets[..<carried]), context)
        steps += 1
      }
      // After an odd number of steps the values are where the results are.
      guard steps % 2 == 0 else { return }
      for value in 0..<carried where seconds[value] != nil {
        move(value, from: parameters[value], context)
      }
    }
  }

  /// Puts a carried value where the result is.
  private func move(_ value: Int, from source: UnsafeMutableRawPointer, _ context: RunContext) {
    let result = parts.results[value]
    result.address(context).copyMemory(from: source, byteCount: result.byteCount)
  }

  /// Runs the body, whose results become the parameters.
  private func takeStep(
    _ step: Int, _ parameters: Addresses, _ targets: Addresses, _ context: RunContext
  ) throws(RunFault) {
    let body = try program(1, context)
    for value in 0..<carried {
      let second = step % 2 == 0 ? nil : seconds[value]
      targets[value] =
        second.map { memory($0, context) } ?? parts.results[value].address(context)
    }
    try body.run(parameters, to: targets)
    for value in 0..<carried { parameters[value] = targets[value] }
  }

  override var summary: String { summary("while") }
}
