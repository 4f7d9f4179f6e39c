import MartletSource

/// One application of an operation.
public struct Node: Sendable {
  /// What is done.
  public let operation: any Operation
  /// What it is done to.
  public let inputs: [ValueID]
  /// What it yields.
  public let results: [ValueID]
  /// The bodies of a loop, a conditional or a function.
  ///
  /// Regions are closed: what a body captures is an input of the node and a parameter in the body.
  public let regions: [Graph]
  /// The source text that it comes from.
  public let span: SourceSpan?
  /// The blocks, outermost first, whose nodes are computed again where a gradient needs them; a
  /// block is named by its place in the program.
  public let recomputation: [UInt64]

  /// A node of the given parts.
  public init(
    _ operation: any Operation, _ inputs: [ValueID], results: [ValueID], regions: [Graph] = [],
    span: SourceSpan? = nil, recomputation: [UInt64] = []
  ) {
    self.operation = operation
    self.inputs = inputs
    self.results = results
    self.regions = regions
    self.span = span
    self.recomputation = recomputation
  }
}
