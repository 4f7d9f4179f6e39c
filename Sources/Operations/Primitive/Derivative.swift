import MartletGraph
import MartletSource

/// What is known of an operation's derivative; there is no way to say nothing.
public enum Derivative: Sendable {
  /// Builds the gradient for each input from those for the results, and the tangent of each result
  /// from those of the inputs; `nil` is zero.
  ///
  /// The rules add nodes to the builder, so that they can be differentiated again.
  case rule(Reverse, forward: Forward = .transposed)
  /// As `rule`, for an operation whose regions are to be differentiated.
  case regions(
    @Sendable (DerivativeContext, RegionDerivatives) throws(DerivativeFault) -> [ValueID?],
    forward: @Sendable (TangentContext, RegionDerivatives) throws(DerivativeFault) -> [ValueID?])
  /// The result does not change with any input, or changes in jumps only.
  case zero(because: String)
  /// There is no derivative; asking for one is a user's mistake.
  case none(because: String)

  /// A rule of reverse mode: the gradients for the inputs.
  public typealias Reverse = @Sendable (DerivativeContext) -> [ValueID?]

  /// How tangents pass through an operation.
  public enum Forward: Sendable {
    /// The operation is linear in its first input and has no other that is differentiated: it is
    /// applied to the tangent.
    case itself
    /// The tangents of the results.
    case rule(@Sendable (TangentContext) -> [ValueID?])
    /// The reverse rule is linear in the gradient, and its own reverse rule is the forward one:
    /// right for every operation, but an own rule is shorter.
    case transposed
    /// There is no forward rule; asking for one is a user's mistake.
    case none(because: String)
  }
}

/// The node that a forward rule is asked about.
public struct TangentContext {
  /// Where the rule adds its nodes.
  public let builder: GraphBuilder
  /// What the operation was applied to.
  public let inputs: [ValueID]
  /// What it yielded.
  public let results: [ValueID]
  /// The tangents of the inputs; `nil` is zero, and not all are.
  public let tangents: [ValueID?]
  /// The bodies of the node.
  public let regions: [Graph]

  /// A context of the given parts.
  public init(
    builder: GraphBuilder, inputs: [ValueID], results: [ValueID], tangents: [ValueID?],
    regions: [Graph] = []
  ) {
    self.builder = builder
    self.inputs = inputs
    self.results = results
    self.tangents = tangents
    self.regions = regions
  }

  /// The type of an input.
  func type(ofInput index: Int) -> TensorType { builder.type(of: inputs[index]) }

  /// The tangent of an input, with its zeros written out.
  func tangent(ofInput index: Int) -> ValueID {
    tangents[index] ?? builder.filled(0, type(ofInput: index))
  }
}

/// Why a value cannot be differentiated.
public struct DerivativeFault: Error, Hashable, Sendable {
  /// The operation that has no derivative.
  public let operation: String
  /// Why it has none.
  public let reason: String
  /// Where it stands in the source.
  public let span: SourceSpan?

  /// A fault of an operation for a reason.
  public init(operation: String, reason: String, span: SourceSpan?) {
    self.operation = operation
    self.reason = reason
    self.span = span
  }
}

/// What is asked of a region, which is an open graph in a builder, to differentiate it.
public struct RegionDerivatives: Sendable {
  /// The values that change smoothly with some others, among which those are.
  public let dependents: @Sendable (GraphBuilder, _ targets: [ValueID]) -> Set<ValueID>
  /// The gradients by some values, given those by others; `nil` is zero.
  public let gradients:
    @Sendable (GraphBuilder, _ seeds: [GradientSeed], _ targets: [ValueID])
      throws(DerivativeFault) -> [ValueID?]
  /// The tangents of some values along directions of others; `nil` is zero.
  public let tangents:
    @Sendable (GraphBuilder, _ directions: [Direction], _ values: [ValueID])
      throws(DerivativeFault) -> [ValueID?]

  /// Differentiation by the given functions.
  public init(
    dependents: @escaping @Sendable (GraphBuilder, _ targets: [ValueID]) -> Set<ValueID>,
    gradients:
      @escaping @Sendable (GraphBuilder, _ seeds: [GradientSeed], _ targets: [ValueID])
      throws(DerivativeFault) -> [ValueID?],
    tangents:
      @escaping @Sendable (GraphBuilder, _ directions: [Direction], _ values: [ValueID])
      throws(DerivativeFault) -> [ValueID?]
  ) {
    self.dependents = dependents
    self.gradients = gradients
    self.tangents = tangents
  }
}

/// A value with the direction that it moves in.
public struct Direction {
  /// The value.
  public let value: ValueID
  /// How it changes, of the value's type.
  public let tangent: ValueID

  /// A direction for a value.
  public init(_ value: ValueID, _ tangent: ValueID) {
    self.value = value
    self.tangent = tangent
  }
}

/// A value with the gradient for it.
public struct GradientSeed {
  /// The value.
  public let value: ValueID
  /// The gradient, of the value's type.
  public let gradient: ValueID

  /// A gradient for a value.
  public init(_ value: ValueID, _ gradient: ValueID) {
    self.value = value
    self.gradient = gradient
  }
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
  /// The position of the node in the builder.
  public let nodeIndex: Int

  /// A context of the given parts.
  public init(
    builder: GraphBuilder, inputs: [ValueID], results: [ValueID], gradients: [ValueID?],
    wanted: [Bool], nodeIndex: Int
  ) {
    self.builder = builder
    self.inputs = inputs
    self.results = results
    self.gradients = gradients
    self.wanted = wanted
    self.nodeIndex = nodeIndex
  }

  /// The type of an input.
  func type(ofInput index: Int) -> TensorType { builder.type(of: inputs[index]) }
}

extension Derivative {
  /// A rule for an operation of one result, which gets the gradient for it, with the rule for the
  /// result's tangent, if it has one of its own.
  static func single(
    forward: (@Sendable (TangentContext) -> ValueID?)? = nil,
    _ rule: @escaping @Sendable (DerivativeContext, _ gradient: ValueID) -> [ValueID?]
  ) -> Derivative {
    .rule(
      { context in
        guard let gradient = context.gradients[0] else { return context.inputs.map { _ in nil } }
        return rule(context, gradient)
      }, forward: forward.map { forward in .rule { [forward($0)] } } ?? .transposed)
  }

  /// A rule for an operation of one input and one result, which is linear in its input.
  static func linear(
    _ rule: @escaping @Sendable (DerivativeContext, _ gradient: ValueID) -> ValueID
  ) -> Derivative {
    .rule(
      { context in [context.gradients[0].map { rule(context, $0) }] }, forward: .itself)
  }
}
