import MartletGraph
import MartletShapes
import MartletTensors

/// A key for each turn of a loop or lane of a map, under which the draws inside it are made.
///
/// It depends on the key around it and on the number of the turn alone, so that a lane draws what
/// it would draw by itself.
public struct DeriveKey: Primitive, Hashable {
  /// There is only one.
  public init() {}

  /// The name in the text form.
  public var name: String { "derive_key" }

  /// Keys of the sizes of both inputs.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 2)
    try TypeFault.check(
      inputs[0].element == .i64 && inputs[0].bound == nil && inputs[1].element.isInteger,
      "keys of type \(inputs[0]), counters of type \(inputs[1])")
    try TypeFault.check(inputs[0].dims, equals: inputs[1].dims, facts)
    return [TensorType(.i64, inputs[0].dims)]
  }

  /// Mixes each counter into its key.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    guard inputs[0].shape == inputs[1].shape else {
      throw .shape(operation: name, inputs.map(\.shape))
    }
    let keys = zip(inputs[0].ints, inputs[1].ints).map(Philox.key(derivedFrom:counter:))
    return [Tensor(wholes: keys, shape: inputs[0].shape, element: .i64)]
  }

  /// Keys are whole numbers.
  public var derivative: Derivative { .zero(because: "a key changes in jumps only") }

  /// All lanes in one.
  public var batching: Batching { .asItIs(self) }
}

extension DeriveKey {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "derive_key", "(key: i64[S], counter: i32[S]) -> i64[S]",
        "The key of a turn of a loop or a lane of a map.",
        [
          OperationSample(DeriveKey(), .key, .positions([], below: 9)),
          OperationSample(DeriveKey(), .keys([3]), .positions([3], below: 9)),
        ])
    ]
  }
}
