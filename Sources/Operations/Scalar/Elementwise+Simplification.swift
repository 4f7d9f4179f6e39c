import MartletGraph

extension Elementwise {
  /// An input that the function does not change, a cheaper function, or the function of what was
  /// repeated.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    neutral(context) ?? cheaper(context) ?? unrepeated(context)
  }

  /// An input, if the others leave it as it is.
  private func neutral(_ context: SimplificationContext) -> ValueID? {
    let inputs = context.inputs
    if function.arity == 2 {
      if let neutral = neutralOnTheLeft[function], context.uniformValue(ofInput: 0) == neutral {
        return inputs[1]
      }
      if let neutral = neutralOnTheRight[function], context.uniformValue(ofInput: 1) == neutral {
        return inputs[0]
      }
    }
    if function == .negate || function == .logicalNot {
      guard let inner = context.producer(ofInput: 0, as: Elementwise.self) else { return nil }
      return inner.operation == self ? inner.inputs[0] : nil
    }
    if function == .select {
      if inputs[1] == inputs[2] { return inputs[1] }
      return context.uniformValue(ofInput: 0).map { inputs[$0 != 0 ? 1 : 2] }
    }
    return nil
  }

  /// A cheaper function of the same value.
  private func cheaper(_ context: SimplificationContext) -> ValueID? {
    let (builder, inputs) = (context.builder, context.inputs)
    guard inputs.count == 2, let number = context.uniformValue(ofInput: 1) else { return nil }
    if function == .power, number == 2 || number == 3 {
      let square = builder.elementwise(.multiply, [inputs[0], inputs[0]])
      return number == 2 ? square : builder.elementwise(.multiply, [square, inputs[0]])
    }
    if function == .power, number == -1 {
      return builder.elementwise(.divide, [builder.filled(1, context.type(ofInput: 0)), inputs[0]])
    }
    if function == .power, number == 0 { return builder.filled(1, context.type(ofInput: 0)) }
    if function == .multiply, number == -1 { return builder.elementwise(.negate, [inputs[0]]) }
    return nil
  }

  /// The function before the repetition, if all inputs are repeated in the same way.
  private func unrepeated(_ context: SimplificationContext) -> ValueID? {
    guard let first = context.producer(ofInput: 0, as: Broadcast.self)?.operation else {
      return nil
    }
    var sources: [ValueID] = []
    for index in context.inputs.indices {
      guard let broadcast = context.producer(ofInput: index, as: Broadcast.self),
        broadcast.operation == first
      else { return nil }
      sources.append(broadcast.inputs[0])
    }
    let value = context.builder.elementwise(function, sources)
    return context.builder.broadcast(value, to: first.dims, axes: first.axes)
  }
}

/// What changes nothing as the first of two arguments.
private let neutralOnTheLeft: [ScalarFunction: Double] = [.add: 0, .multiply: 1]

/// What changes nothing as the second of two arguments.
private let neutralOnTheRight: [ScalarFunction: Double] = [
  .add: 0, .subtract: 0, .multiply: 1, .divide: 1, .power: 1,
]
