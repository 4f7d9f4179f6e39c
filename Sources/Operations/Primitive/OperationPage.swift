import MartletGraph

/// What the reference says of an operation, with inputs that show it at work.
///
/// Tests and documentation iterate the pages of the `Catalog`.
public struct OperationPage: Sendable {
  /// The name in the text form.
  public let name: String
  /// What it takes and yields.
  public let signature: String
  /// What it does, in one line.
  public let summary: String
  /// Applications of it on which values and derivatives are tested.
  public let samples: [OperationSample]

  /// A page of the given parts.
  init(
    _ name: String, _ signature: String, _ summary: String, _ samples: [OperationSample]
  ) {
    self.name = name
    self.signature = signature
    self.summary = summary
    self.samples = samples
  }
}

/// An operation with inputs for which it is defined and, where it has a derivative, smooth.
public struct OperationSample: Sendable {
  /// How an input is made.
  public enum Input: Sendable {
    /// `f64` numbers of a range, in the given shape.
    case real([Int], ClosedRange<Double> = -2...2)
    /// `f64` matrices whose diagonal outweighs the rest, in the given shape.
    case definite([Int])
    /// `f64` matrices whose eigenvalues and singular values lie apart, in the given shape.
    case distinct([Int])
    /// `i32` positions below a size, in the given shape.
    case positions([Int], below: Int)
    /// Truth values in the given shape.
    case truth([Int])
    /// The key of a run.
    case key
    /// Keys of several lanes, in the given shape.
    case keys([Int])
  }

  /// The operation.
  public let operation: any Primitive
  /// Its inputs.
  public let inputs: [Input]
  /// Its regions for inputs of the given types; most have none.
  public let regions: @Sendable (GraphBuilder, [TensorType]) -> [Graph]

  /// An application of an operation.
  init(_ operation: any Primitive, _ inputs: Input...) {
    self.init(operation, inputs: inputs)
  }

  /// An application of an operation.
  init(
    _ operation: any Primitive, inputs: [Input],
    regions: @escaping @Sendable (GraphBuilder, [TensorType]) -> [Graph] = { _, _ in [] }
  ) {
    self.operation = operation
    self.inputs = inputs
    self.regions = regions
  }

  /// Adds the application to a graph; `nil` if the operation refuses inputs of these types.
  public func add(to builder: GraphBuilder, _ inputs: [ValueID]) -> [ValueID]? {
    let regions = regions(builder, inputs.map(builder.type(of:)))
    return try? builder.tryAdd(operation, inputs, regions: regions)
  }
}
