import MartletOperations

/// Runs one of two regions.
final class ConditionalStep: ControlStep {
  override func run(_ context: RunContext) throws(RunFault) {
    let condition = parts.inputs[0].address(context).load(as: UInt8.self)
    let program = try program(condition != 0 ? 0 : 1, context)
    let inputs = parts.inputs.dropFirst()
    try withAddresses(inputs.count, parts.results.count) {
      (parameters, targets) throws(RunFault) in
      for (index, input) in inputs.enumerated() { parameters[index] = input.address(context) }
      for (index, result) in parts.results.enumerated() {
        targets[index] = result.address(context)
      }
      try program.run(parameters, to: targets)
    }
  }

  override var summary: String { summary("conditional") }
}
