import MartletShapes
import MartletSource

/// A graph that is being made, node after node.
///
///     let builder = GraphBuilder()
///     let n = Dim(builder.newSymbol(named: "N"))
///     let x = builder.parameter("x", TensorType(.f32, [n]))
///     let y = builder.add(Elementwise(function: .exp), [x])
///     let graph = builder.finish(outputs: [y])
public final class GraphBuilder {
  /// The symbols made so far.
  public private(set) var symbols: [DimSymbol] = []
  /// The parameters made so far.
  public private(set) var parameters: [Graph.Parameter] = []
  /// The nodes made so far.
  public private(set) var nodes: [Node] = []
  /// The types of the values made so far.
  public private(set) var types: [TensorType] = []
  /// The requirements made so far.
  public private(set) var requirements: [SizeRequirement] = []
  /// What is known of the sizes.
  public var facts = DimFacts()
  /// The source text that nodes get which are added without one.
  public var currentSpan: SourceSpan?
  /// The program's call of the library whose body is being built: what is made there is shown at
  /// this place, where its author can do something about it.
  public var callSite: SourceSpan?
  /// The blocks of recomputation that nodes are added inside of.
  public private(set) var recomputation: [UInt64] = []
  /// The index of the node that makes a value, by value; `nil` for parameters.
  private var producers: [Int?] = []

  /// An empty graph.
  public init() {}

  /// A graph without parameters and nodes that has the symbols, requirements and facts of another.
  public init(sizesOf graph: Graph) {
    symbols = graph.symbols
    requirements = graph.requirements
    facts = graph.facts
  }

  /// A region of a node that is to be added to another builder: it shares the symbols and the facts.
  ///
  /// What it requires of the sizes moves to the other builder when the node is added.
  public init(regionOf outer: GraphBuilder) {
    symbols = outer.symbols
    facts = outer.facts
    currentSpan = outer.currentSpan
  }

  /// All of another graph, whose values keep their identities, to go on from.
  public init(continuing graph: Graph) {
    symbols = graph.symbols
    parameters = graph.parameters
    nodes = graph.nodes
    types = graph.types
    requirements = graph.requirements
    facts = graph.facts
    producers = [Int?](repeating: nil, count: types.count)
    for (index, node) in nodes.enumerated() {
      for result in node.results { producers[result.index] = index }
    }
  }

  /// The number of nodes so far.
  public var nodeCount: Int { nodes.count }

  /// The type of a value.
  public func type(of value: ValueID) -> TensorType { types[value.index] }

  /// The node that makes a value; `nil` for a parameter.
  public func node(producing value: ValueID) -> Node? {
    producers[value.index].map { nodes[$0] }
  }

  /// The index of the node that makes a value; `nil` for a parameter.
  public func nodeIndex(producing value: ValueID) -> Int? { producers[value.index] }

  /// A new symbol; its identity is new even if its name is not.
  public func newSymbol(named name: String) -> DimSymbol {
    let symbol = DimSymbol(id: symbols.count, name: name)
    symbols.append(symbol)
    return symbol
  }

  /// Makes known a symbol that was made elsewhere, as those of a signature are.
  public func adopt(_ symbol: DimSymbol) {
    if !symbols.contains(symbol) { symbols.append(symbol) }
  }

  /// A new parameter.
  public func parameter(_ name: String, _ type: TensorType) -> ValueID {
    let value = newValue(type, producer: nil)
    parameters.append(Graph.Parameter(name: name, value: value))
    return value
  }

  /// States what must hold of the sizes whenever the graph runs; from then on it is a fact.
  public func require(_ claim: DimClaim, otherwise diagnostic: Diagnostic) {
    let seen = callSite.map(diagnostic.seen) ?? diagnostic
    requirements.append(SizeRequirement(claim, otherwise: seen))
    facts.assume(claim)
  }

  /// Makes known the sizes of a graph whose nodes are added, and what it requires of them.
  public func adoptSizes(of graph: Graph) {
    for symbol in graph.symbols { adopt(symbol) }
    for requirement in graph.requirements where !requirements.contains(requirement) {
      require(requirement.claim, otherwise: requirement.diagnostic)
    }
  }

  /// Adds a node with any number of results; throws if the operation refuses the inputs' types.
  public func tryAdd(
    _ operation: any Operation, _ inputs: [ValueID], regions: [Graph] = [],
    at span: SourceSpan? = nil
  ) throws(TypeFault) -> [ValueID] {
    let regions = regions.map(absorbing)
    let resultTypes = try operation.resultTypes(
      of: inputs.map(type(of:)), regions: regions, facts: facts)
    let results = resultTypes.map { newValue($0, producer: nodes.count) }
    nodes.append(
      Node(
        operation, inputs, results: results, regions: regions,
        span: callSite ?? span ?? currentSpan,
        recomputation: recomputation))
    return results
  }

  /// Adds a node with any number of results, whose inputs fit.
  public func addMultiple(
    _ operation: any Operation, _ inputs: [ValueID], regions: [Graph] = [],
    at span: SourceSpan? = nil
  ) -> [ValueID] {
    do {
      return try tryAdd(operation, inputs, regions: regions, at: span)
    } catch {
      let types = inputs.map { "\(type(of: $0))" }.joined(separator: ", ")
      preconditionFailure("inputs fit their operation: \(operation.name)(\(types)): \(error)")
    }
  }

  /// Adds a node with one result, whose inputs fit.
  public func add(
    _ operation: any Operation, _ inputs: [ValueID] = [], at span: SourceSpan? = nil
  ) -> ValueID {
    let results = addMultiple(operation, inputs, at: span)
    precondition(results.count == 1, "a node added by `add` has one result: \(operation.name)")
    return results[0]
  }

  /// A value that no node makes: it stands for a parameter of a region whose body is built in this
  /// graph and then taken out of it.
  public func placeholder(_ type: TensorType) -> ValueID { newValue(type, producer: nil) }

  /// Takes the nodes from the given one on out of the graph.
  ///
  /// Their values keep their types, but only a region that is made of the nodes may use them.
  public func removeNodes(from first: Int) -> [Node] {
    let removed = Array(nodes[first...])
    nodes.removeSubrange(first...)
    for node in removed { for result in node.results { producers[result.index] = nil } }
    return removed
  }

  /// A region of nodes that were taken out of this graph, with a parameter for each of some values.
  public func region(
    of nodes: [Node], parameters: [ValueID], outputs: [ValueID], facts: DimFacts
  ) -> Graph {
    let inner = GraphBuilder(regionOf: self)
    inner.facts = facts
    var values: [ValueID: ValueID] = [:]
    for parameter in parameters {
      values[parameter] = inner.parameter("p\(parameter.index)", type(of: parameter))
    }
    for node in nodes {
      let copies = inner.addCopy(
        of: node, node.inputs.map { values[$0]! }, types: node.results.map(type(of:)))
      for (result, copy) in zip(node.results, copies) { values[result] = copy }
    }
    return inner.finish(outputs: outputs.map { values[$0]! })
  }

  /// Adds a node of another graph, whose results keep their types.
  public func addCopy(of node: Node, _ inputs: [ValueID], types: [TensorType]) -> [ValueID] {
    addCopy(of: node, inputs, types: types, recomputation: recomputation + node.recomputation)
  }

  /// Adds a node of another graph or of this one, inside the given blocks of recomputation.
  public func addCopy(
    of node: Node, _ inputs: [ValueID], types: [TensorType], recomputation: [UInt64]
  ) -> [ValueID] {
    let results = types.map { newValue($0, producer: nodes.count) }
    nodes.append(
      Node(
        node.operation, inputs, results: results, regions: node.regions, span: node.span,
        recomputation: recomputation))
    return results
  }

  /// Puts a node that yields more in the place of one; what it yields in addition is returned.
  ///
  /// The first results keep their identities, and so must have the types that they had.
  public func extendNode(at index: Int, _ operation: any Operation, regions: [Graph]) -> [ValueID] {
    let old = nodes[index]
    let regions = regions.map(absorbing)
    let inputs = old.inputs.map(type(of:))
    guard
      let types = try? operation.resultTypes(of: inputs, regions: regions, facts: facts),
      types.count >= old.results.count,
      zip(types, old.results).allSatisfy({ facts.equal($0.dims, type(of: $1).dims) })
    else { preconditionFailure("an extended node yields what it did: \(operation.name)") }
    let added = types.dropFirst(old.results.count).map { newValue($0, producer: index) }
    nodes[index] = Node(
      operation, old.inputs, results: old.results + added, regions: regions, span: old.span,
      recomputation: old.recomputation)
    return added
  }

  /// Adds the nodes of another graph on the given arguments; returns what its values became.
  ///
  /// The graph's symbols and requirements are taken for this one's.
  public func inline(_ graph: Graph, _ arguments: [ValueID]) -> [ValueID: ValueID] {
    precondition(arguments.count == graph.parameters.count, "an argument for each parameter")
    var values: [ValueID: ValueID] = [:]
    for (parameter, argument) in zip(graph.parameters, arguments) {
      values[parameter.value] = argument
    }
    for node in graph.nodes {
      let copies = addCopy(
        of: node, node.inputs.map { values[$0]! }, types: node.results.map(graph.type(of:)))
      for (result, copy) in zip(node.results, copies) { values[result] = copy }
    }
    return values
  }

  /// Runs a body whose nodes come from the given source text unless they say otherwise.
  public func at<Result, Failure: Error>(
    _ span: SourceSpan?, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = currentSpan
    currentSpan = span ?? outer
    defer { currentSpan = outer }
    return try body()
  }

  /// Runs a body whose nodes are computed again where a gradient needs them, as parts of the given
  /// blocks, outermost first.
  public func recomputing<Result, Failure: Error>(
    at places: [UInt64], _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    recomputation += places
    defer { recomputation.removeLast(places.count) }
    return try body()
  }

  /// The graph so far, computing the given values.
  public func finish(outputs: [ValueID]) -> Graph {
    Graph(
      symbols: symbols, parameters: parameters, nodes: nodes, types: types, outputs: outputs,
      requirements: requirements, facts: facts)
  }

  /// A region whose symbols and requirements have become this graph's own.
  private func absorbing(_ region: Graph) -> Graph {
    for symbol in region.symbols { adopt(symbol) }
    guard !region.requirements.isEmpty else { return region }
    for requirement in region.requirements where !requirements.contains(requirement) {
      require(requirement.claim, otherwise: requirement.diagnostic)
    }
    return Graph(
      symbols: region.symbols, parameters: region.parameters, nodes: region.nodes,
      types: region.types, outputs: region.outputs, facts: region.facts)
  }

  /// A new value of the given type.
  private func newValue(_ type: TensorType, producer: Int?) -> ValueID {
    types.append(type)
    producers.append(producer)
    return ValueID(index: types.count - 1)
  }
}
