import MartletGraph
import MartletShapes
import MartletTensors

/// The same elements in the same order, under other sizes.
public struct Reshape: Primitive, Hashable {
  /// The sizes of the result.
  public let dims: [Dim]

  /// The given sizes.
  public init(dims: [Dim]) { self.dims = dims }

  /// The name in the text form.
  public var name: String { "reshape" }
  /// The sizes.
  public var attributes: [(name: String, value: Attribute)] { [("dims", .dims(dims))] }

  /// The given sizes, which are proved to hold as many elements.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    let result = inputs[0].with(dims: dims)
    try TypeFault.check([inputs[0].count], equals: [result.count], facts)
    return [result]
  }

  /// The same buffer.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let shape = try sizes.numbers(dims)
    guard shape.reduce(1, *) == inputs[0].count else {
      throw .shape(operation: name, [inputs[0].shape, shape])
    }
    return [inputs[0].reshaped(to: shape)]
  }

  /// The gradient under the old sizes.
  public var derivative: Derivative {
    .linear { context, gradient in
      context.builder.reshape(gradient, context.type(ofInput: 0).dims)
    }
  }

  /// The lanes stay, in front.
  public var batching: Batching {
    .sideBySide { [dims] context in Reshape(dims: [context.count] + dims) }
  }
}

extension Reshape {
  /// The input, if it has the sizes; one change of sizes instead of two; a scalar repeated anew.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    if context.type(ofInput: 0).dims == dims { return context.inputs[0] }
    if let inner = context.producer(ofInput: 0, as: Reshape.self) {
      return context.builder.reshape(inner.inputs[0], dims)
    }
    if let inner = context.producer(ofInput: 0, as: Broadcast.self), inner.operation.axes.isEmpty {
      return context.builder.broadcast(inner.inputs[0], to: dims, axes: [])
    }
    return nil
  }
}

extension Reshape {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "reshape", "(x: T[S]) -> T[dims]",
        "The same elements in the same order, under other sizes.",
        [
          OperationSample(Reshape(dims: [6]), .real([2, 3])),
          OperationSample(Reshape(dims: [3, 1, 2]), .real([2, 3])),
          OperationSample(Reshape(dims: [1, 1]), .real([])),
          OperationSample(Reshape(dims: [0, 5]), .real([0])),
        ])
    ]
  }
}
