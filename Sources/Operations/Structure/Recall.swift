import MartletGraph
import MartletShapes
import MartletTensors

/// A value that is read again for a recomputation, once another one is there.
///
/// What is computed from it is not shared with what was computed from the value before, and does
/// not run earlier than the second input, which is otherwise unused.
public struct Recall: Primitive, Hashable {
  /// The place of the block in the program, which tells recomputations apart.
  public let place: UInt64

  /// A value read again for the block at the given place.
  public init(place: UInt64) { self.place = place }

  /// The name in the text form.
  public var name: String { "recall" }
  /// The place.
  public var attributes: [(name: String, value: Attribute)] { [("place", .place(place))] }

  /// The type of the first input.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 2)
    return [inputs[0]]
  }

  /// The first input itself.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    [inputs[0]]
  }

  /// The gradient itself.
  public var derivative: Derivative {
    .rule({ [$0.gradients[0], nil] }, forward: .rule { [$0.tangents[0]] })
  }

  /// The first input in its lanes.
  public var batching: Batching {
    .rule { [self] context in
      let inputs = context.inputs.map(\.value)
      return [LaneValue(context.builder.add(self, inputs), isMapped: context.inputs[0].isMapped)]
    }
  }
}

extension Recall {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "recall", "(x: T[S], after: U[R]) -> T[S]",
        "A value read again for a recomputation, after another one is there.",
        [OperationSample(Recall(place: 1), .real([2, 3]), .real([2]))])
    ]
  }
}
