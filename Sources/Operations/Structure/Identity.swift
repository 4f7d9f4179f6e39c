import MartletGraph
import MartletShapes
import MartletTensors

/// The same value under another name: what a gradient is taken by.
public struct Identity: Primitive, Hashable {
  /// There is only one.
  public init() {}

  /// The name in the text form.
  public var name: String { "identity" }

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

  /// The gradient itself.
  public var derivative: Derivative { .linear { _, gradient in gradient } }

  /// All lanes in one.
  public var batching: Batching { .asItIs(self) }
}

extension Identity {
  /// The input: graphs are simplified when they are not differentiated any more.
  public func simplified(_ context: SimplificationContext) -> ValueID? { context.inputs[0] }
}

extension Identity {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "identity", "(x: T[S]) -> T[S]",
        "The same value under another name.",
        [
          OperationSample(Identity(), .real([2, 3]))
        ])
    ]
  }
}
