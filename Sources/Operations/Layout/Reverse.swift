import MartletGraph
import MartletShapes
import MartletTensors

/// A tensor with the order along some axes turned round.
public struct Reverse: Primitive, Hashable {
  /// The axes that are turned round, in increasing order.
  public let axes: [Int]

  /// The given axes.
  public init(axes: [Int]) { self.axes = axes.sorted() }

  /// The name in the text form.
  public var name: String { "reverse" }
  /// The axes.
  public var attributes: [(name: String, value: Attribute)] { [("axes", .ints(axes))] }

  /// The type of the input.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(
      Set(axes).count == axes.count && axes.allSatisfy { (0..<inputs[0].rank).contains($0) },
      "axes \(axes) of \(inputs[0])")
    return inputs
  }

  /// Copies each element to its place.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let space = IndexSpace(inputs[0].shape)
    return [
      inputs[0].rearranged(to: inputs[0].shape) { position in
        var source = position
        for axis in axes { source[axis] = space.shape[axis] - 1 - position[axis] }
        return space.offset(of: source)
      }
    ]
  }

  /// The gradient, turned round.
  public var derivative: Derivative {
    .linear { [self] context, gradient in context.builder.add(self, [gradient]) }
  }

  /// The same axes, behind the lanes.
  public var batching: Batching {
    .sideBySide { [axes] _ in Reverse(axes: axes.behindLanes) }
  }
}

extension Reverse {
  /// The input, if nothing is turned round, or twice.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    if axes.isEmpty { return context.inputs[0] }
    guard let inner = context.producer(ofInput: 0, as: Reverse.self),
      inner.operation.axes == axes
    else { return nil }
    return inner.inputs[0]
  }
}

extension Reverse {
  /// What programs call.
  public static var functions: [OperationFunction] {
    [
      OperationFunction(
        """
        ## The entries along the first axis, last one first.
        fn flip[T: Element, N, ...S](x: T[N, ...S]) -> T[N, ...S]
        """
      ) { _ in Reverse(axes: [0]) }
    ]
  }

  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "reverse", "(x: T[S]) -> T[S]", "A tensor with the order along some axes turned round.",
        [
          OperationSample(Reverse(axes: [0]), .real([3])),
          OperationSample(Reverse(axes: [0, 2]), .real([2, 1, 3])),
          OperationSample(Reverse(axes: [1]), .real([2, 0])),
          OperationSample(Reverse(axes: []), .real([])),
        ])
    ]
  }
}
