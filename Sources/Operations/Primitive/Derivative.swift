import MartletGraph

/// What is known of an operation's reverse-mode derivative; there is no way to say nothing.
public enum Derivative: Sendable {
  /// Builds the gradient for each input from those for the results; `nil` is zero.
  ///
  /// The rule adds nodes to the builder, so that it can be differentiated again.
  case rule(@Sendable (DerivativeContext) -> [ValueID?])
  /// The result does not change with any input, or changes in jumps only.
  case zero(because: String)
  /// There is no derivative; asking for one is a user's mistake.
  case none(because: String)
}

/// The node that a derivative rule is asked about.
public struct DerivativeContext {
  /// Where the rule adds its nodes.
  public let builder: GraphBuilder
  /// What the operation was applied to.
  public let inputs: [ValueID]
  /// What it yielded.
  public let results: [ValueID]
  /// The gradients for the results; `nil` is zero, and not all are.
  public let gradients: [ValueID?]
  /// Whether a gradient for the input is of use.
  public let wanted: [Bool]

  /// A context of the given parts.
  public init(
    builder: GraphBuilder, inputs: [ValueID], results: [ValueID], gradients: [ValueID?],
    wanted: [Bool]
  ) {
    self.builder = builder
    self.inputs = inputs
    self.results = results
    self.gradients = gradients
    self.wanted = wanted
  }

  /// The type of an input.
  func type(ofInput index: Int) -> TensorType { builder.type(of: inputs[index]) }
}

extension Derivative {
  /// A rule for an operation of one result, which gets the gradient for it.
  static func single(
    _ rule: @escaping @Sendable (DerivativeContext, _ gradient: ValueID) -> [ValueID?]
  ) -> Derivative {
    .rule { context in
      guard let gradient = context.gradients[0] else { return context.inputs.map { _ in nil } }
      return rule(context, gradient)
    }
  }

  /// A rule for an operation of one input and one result, which is linear in its input.
  static func linear(
    _ rule: @escaping @Sendable (DerivativeContext, _ gradient: ValueID) -> ValueID
  ) -> Derivative {
    .single { context, gradient in [rule(context, gradient)] }
  }
}
