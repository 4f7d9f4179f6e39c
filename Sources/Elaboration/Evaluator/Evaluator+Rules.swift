import MartletGraph
import MartletOperations
import MartletSource
import MartletTyping

extension Evaluator {
  /// The value of a call whose function has a reverse rule of its own.
  ///
  /// The rule is built at once, for gradients that are yet to come. It is left out where nothing is
  /// differentiated, so that a rule may call its own function.
  func ruled(
    _ value: Value, by rule: FunctionID, of function: TypedFunction, _ arguments: [Value],
    _ binders: [BinderArgument], _ caller: Frame, at span: SourceSpan
  ) throws -> Value {
    guard let graph, derivativeDepth > 0 else { return value }
    let results = try differentiableLeaves(of: value, at: span)
    let inputs = try arguments.flatMap { try differentiableLeaves(of: $0, at: span) }
    guard !results.isEmpty, !inputs.isEmpty else { return value }
    var upstreams: [ValueID] = []
    let upstream = try gradientTree(of: value) { _, leaf in
      let own = try node(leaf, nil, at: span).id
      let others = (results + inputs).filter { $0 != own }
      upstreams.append(try graph.emit(Upstream(), [own] + others, at: span))
      return .node(GraphNode(upstreams[upstreams.count - 1]))
    }
    // Only the blocks around the innermost one differentiate what the rule computes.
    derivativeDepth -= 1
    defer { derivativeDepth += 1 }
    let gradients = try invoke(
      rule, on: nil, arguments.map { $0.bound() } + [upstream],
      binders.renamed(from: function.binders, to: program.functions[rule.index].binders), caller,
      at: span)
    let found = try leaves(
      of: gradients, fitting: inputs, "the gradient of `\(function.name)`", at: span)
    let operation = CustomRule(
      of: function.name, resultCount: results.count, argumentCount: inputs.count)
    var ruled = graph.builder.addMultiple(
      operation, results + inputs + upstreams + found, at: span)[...]
    return try rebinding(value, isTrained: true) { _ in .node(GraphNode(ruled.removeFirst())) }
  }
}

extension [BinderArgument] {
  /// The values, given for binders of one function, for the binders at the same places of another.
  fileprivate func renamed(from old: [BinderSymbol], to new: [BinderSymbol]) -> [BinderArgument] {
    compactMap { argument in
      for (binder, other) in zip(old, new) {
        switch (argument, binder, other) {
        case (.dim(let symbol, let dim), .dim(let own), .dim(let other)) where own == symbol:
          return .dim(other, dim)
        case (.run(let run, let items), .run(let own), .run(let other)) where own == run:
          return .run(other, items)
        case (.dim, _, _), (.run, _, _), (.type, _, _): continue
        }
      }
      return nil
    }
  }
}
