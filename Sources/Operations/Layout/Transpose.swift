import MartletGraph
import MartletShapes
import MartletTensors

/// A tensor with its axes in another order.
public struct Transpose: Primitive, Hashable {
  /// For each axis of the result the axis of the input that it was.
  public let permutation: [Int]

  /// The given order of the axes.
  public init(permutation: [Int]) { self.permutation = permutation }

  /// The permutation that undoes this one.
  public var inverse: [Int] {
    var inverse = permutation
    for (axis, source) in permutation.enumerated() { inverse[source] = axis }
    return inverse
  }

  /// The name in the text form.
  public var name: String { "transpose" }
  /// The order.
  public var attributes: [(name: String, value: Attribute)] {
    [("permutation", .ints(permutation))]
  }

  /// The sizes in the new order.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(
      permutation.sorted() == Array(0..<inputs[0].rank), "order \(permutation) of \(inputs[0])")
    return [inputs[0].with(dims: inputs[0].dims.picking(permutation))]
  }

  /// Copies each element to its place.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let source = IndexSpace(inputs[0].shape)
    let inverse = inverse
    return [
      inputs[0].rearranged(to: inputs[0].shape.picking(permutation)) {
        source.offset(of: $0.picking(inverse))
      }
    ]
  }

  /// The gradient in the old order.
  public var derivative: Derivative {
    .linear { [inverse] context, gradient in context.builder.transpose(gradient, inverse) }
  }

  /// The lanes stay, in front.
  public var batching: Batching {
    .sideBySide { [permutation] _ in Transpose(permutation: [0] + permutation.behindLanes) }
  }
}

extension Transpose {
  /// The input, if the order stays; one change of order instead of two; the repetition of what was
  /// repeated, in the new order.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    if permutation == permutation.sorted() { return context.inputs[0] }
    if let inner = context.producer(ofInput: 0, as: Transpose.self) {
      return context.builder.transpose(
        inner.inputs[0], inner.operation.permutation.picking(permutation))
    }
    if let inner = context.producer(ofInput: 0, as: Broadcast.self) {
      let inverse = inverse
      return context.builder.broadcast(
        inner.inputs[0], to: inner.operation.dims.picking(permutation),
        axes: inner.operation.axes.map { inverse[$0] })
    }
    return nil
  }
}

extension Transpose {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "transpose", "(x: T[S]) -> T[permuted S]",
        "A tensor with its axes in another order.",
        [
          OperationSample(Transpose(permutation: [1, 0]), .real([2, 3])),
          OperationSample(Transpose(permutation: [2, 0, 1]), .real([2, 3, 4])),
          OperationSample(Transpose(permutation: [1, 0]), .real([0, 3])),
          OperationSample(Transpose(permutation: []), .real([])),
        ])
    ]
  }
}
