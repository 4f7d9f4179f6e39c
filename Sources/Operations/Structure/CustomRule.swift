import MartletGraph
import MartletShapes
import MartletTensors

/// The results of a function that has a reverse rule of its own.
///
/// Inputs are the results as the function computes them, its arguments, one `Upstream` for each
/// result, and what the rule computes from arguments and upstreams: a gradient for each argument.
/// No gradient flows into the function's own body. Where one arrives at the results, the rule's
/// nodes are copied with it in place of the upstreams.
public struct CustomRule: Primitive, Hashable {
  /// The function's name, for messages.
  public let function: String
  /// The number of results.
  public let resultCount: Int
  /// The number of arguments.
  public let argumentCount: Int

  /// A rule for a function of the given numbers of results and arguments.
  public init(of function: String, resultCount: Int, argumentCount: Int) {
    self.function = function
    self.resultCount = resultCount
    self.argumentCount = argumentCount
  }

  /// The name in the text form.
  public var name: String { "custom_rule" }
  /// The function's name, and the numbers of its results and arguments.
  public var attributes: [(name: String, value: Attribute)] {
    [
      ("function", .string(function)), ("results", .int(resultCount)),
      ("arguments", .int(argumentCount)),
    ]
  }

  /// The types of the function's results.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 2 * (resultCount + argumentCount))
    let fits = { (a: TensorType, b: TensorType) in
      a.element == b.element && facts.equal(a.dims, b.dims)
    }
    for index in 0..<resultCount {
      let (result, upstream) = (inputs[index], inputs[resultCount + argumentCount + index])
      try TypeFault.check(fits(result, upstream), "\(result) with the upstream \(upstream)")
    }
    for index in 0..<argumentCount {
      let argument = inputs[resultCount + index]
      let gradient = inputs[2 * resultCount + argumentCount + index]
      try TypeFault.check(fits(argument, gradient), "\(argument) with the gradient \(gradient)")
    }
    return Array(inputs.prefix(resultCount))
  }

  /// The function's results.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    Array(inputs.prefix(resultCount))
  }

  /// The rule, applied to the gradients for the results.
  public var derivative: Derivative {
    .rule(
      { [self] context in
        let inputs = context.inputs
        let upstreams = Array(inputs.dropFirst(resultCount + argumentCount).prefix(resultCount))
        let gradients = zip(context.gradients, inputs).map { gradient, result in
          gradient ?? context.builder.filled(0, context.builder.type(of: result))
        }
        let own = context.builder.substituting(
          gradients, for: upstreams, in: Array(inputs.suffix(argumentCount)))
        return Array(repeating: nil, count: resultCount) + own
          + Array(repeating: nil, count: resultCount + argumentCount)
      },
      forward: .none(
        because: "`\(function)` has its own `gradient` rule, which serves `grad` and `vjp` only"))
  }

  /// The rule of each lane.
  public var batching: Batching { .asItIs(self) }

  /// The function's results.
  public func passedOn(_ inputs: [ValueID]) -> [ValueID]? { Array(inputs.prefix(resultCount)) }
}

extension GraphBuilder {
  /// Values as they are with some values put in place of others: what depends on those is copied.
  fileprivate func substituting(
    _ replacements: [ValueID], for originals: [ValueID], in values: [ValueID]
  ) -> [ValueID] {
    var replaced = Dictionary(zip(originals, replacements)) { first, _ in first }
    let first = originals.compactMap(nodeIndex(producing:)).min() ?? nodeCount
    let last = values.compactMap(nodeIndex(producing:)).max() ?? -1
    guard first <= last else { return values.map { replaced[$0] ?? $0 } }
    for node in nodes[first...last] where node.inputs.contains(where: { replaced[$0] != nil }) {
      let copies = addCopy(
        of: node, node.inputs.map { replaced[$0] ?? $0 }, types: node.results.map(type(of:)),
        recomputation: recomputation)
      for (original, copy) in zip(node.results, copies) { replaced[original] = copy }
    }
    return values.map { replaced[$0] ?? $0 }
  }
}

extension CustomRule {
  /// The page of the reference; programs that have rules show the gradients.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "custom_rule", "(results…, arguments…, upstreams…, gradients…) -> results…",
        "The results of a function that has a reverse rule of its own.",
        [
          OperationSample(
            CustomRule(of: "f", resultCount: 1, argumentCount: 0), .positions([3], below: 4),
            .positions([3], below: 4))
        ])
    ]
  }
}
