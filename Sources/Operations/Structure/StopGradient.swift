import MartletGraph
import MartletShapes
import MartletTensors

/// A value that no gradient passes through.
public struct StopGradient: Primitive, Hashable {
  /// There is only one.
  public init() {}

  /// The name in the text form.
  public var name: String { "stop_gradient" }

  /// The type of the input.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    return inputs
  }

  /// The input.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    inputs
  }

  /// No gradient passes.
  public var derivative: Derivative { .zero(because: "stop_gradient was asked for") }

  /// All lanes in one.
  public var batching: Batching { .asItIs(self) }
}

extension StopGradient {
  /// The input: graphs are simplified when they are not differentiated any more.
  public func simplified(_ context: SimplificationContext) -> ValueID? { context.inputs[0] }
}

extension StopGradient {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "stop_gradient", "(x: T[S]) -> T[S]",
        "A value that no gradient passes through.",
        [
          OperationSample(StopGradient(), .positions([3], below: 4))
        ])
    ]
  }
}
