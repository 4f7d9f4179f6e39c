import MartletGraph
import MartletShapes
import MartletSource
import MartletTensors
import Testing

/// An operation for tests: the concatenation of vectors' sizes, without a meaning.
struct Joined: Operation {
  /// The name in the text form.
  var name: String { "joined" }
  /// An attribute to print.
  var attributes: [(name: String, value: Attribute)] { [("axis", .int(0))] }

  /// A vector of all elements.
  func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault) -> [TensorType] {
    try TypeFault.check(inputs.allSatisfy { $0.rank == 1 }, "not vectors")
    return [TensorType(.f32, [inputs.reduce(0) { $0 + $1.dims[0] }])]
  }
}

/// Graphs, their text form, their verifier and their sizes.
@Suite struct GraphTests {
  /// A graph of two joined vectors, the second one longer.
  func example() -> (builder: GraphBuilder, graph: Graph) {
    let builder = GraphBuilder()
    let n = Dim(builder.newSymbol(named: "N"))
    let x = builder.parameter("x", TensorType(.f32, [n]))
    let y = builder.parameter("y", TensorType(.f32, [n + 1]))
    let joined = builder.add(Joined(), [x, y])
    return (builder, builder.finish(outputs: [joined]))
  }

  @Test func textFormShowsEveryType() throws {
    let (_, graph) = example()
    try graph.verify()
    #expect(
      graph.description == """
        graph(%0 x: f32[N], %1 y: f32[N + 1]) {
          %2: f32[2*N + 1] = joined(%0, %1) {axis: 0}
          return %2
        }
        """)
  }

  @Test func symbolsAreBoundByShapes() throws {
    let (_, graph) = example()
    let sizes = try graph.sizes(shapes: [[3], [4]], bounds: [nil, nil])
    #expect(sizes[graph.types[2].dims[0]] == 7)
    #expect(throws: SizeFault.self) { try graph.sizes(shapes: [[3], [3]], bounds: [nil, nil]) }
    #expect(throws: SizeFault.rank(parameter: "x", expected: graph.types[0], found: [])) {
      try graph.sizes(shapes: [[], [3]], bounds: [nil, nil])
    }
    #expect(throws: SizeFault.inputCount(expected: 2, found: 1)) {
      try graph.sizes(shapes: [[3]], bounds: [nil])
    }
  }

  @Test func symbolsAreBoundByBounds() throws {
    let builder = GraphBuilder()
    let g = Dim(builder.newSymbol(named: "G"))
    let x = builder.parameter("x", TensorType(.i32, [2], bound: g))
    let graph = builder.finish(outputs: [x])
    #expect(try graph.sizes(shapes: [[2]], bounds: [5])[g] == 5)
    #expect(throws: SizeFault.self) { try graph.sizes(shapes: [[2]], bounds: [nil]) }
  }

  @Test func requirementIsCheckedAndThenAFact() throws {
    let (builder, _) = example()
    let n = Dim(builder.symbols[0])
    let span = SourceSpan(file: SourceID(index: 0), start: 0, end: 1)
    let diagnostic = Diagnostic(.unexpectedCharacter, "N is not 4", at: span)
    builder.require(.equal(n, 4), otherwise: diagnostic)
    let graph = builder.finish(outputs: [])
    #expect(try graph.sizes(shapes: [[4], [5]], bounds: [nil, nil])[n] == 4)
    #expect(throws: SizeFault.requirement(diagnostic)) {
      try graph.sizes(shapes: [[3], [4]], bounds: [nil, nil])
    }
  }

  @Test func verifierNamesWhatIsWrong() {
    let (_, graph) = example()
    let x = ValueID(index: 0)
    let late = Graph(
      symbols: graph.symbols, parameters: graph.parameters,
      nodes: [Node(Joined(), [ValueID(index: 2)], results: [ValueID(index: 2)])],
      types: graph.types, outputs: [])
    let twice = Graph(
      symbols: graph.symbols, parameters: graph.parameters + [.init(name: "z", value: x)],
      nodes: graph.nodes, types: graph.types, outputs: [])
    let wrongType = Graph(
      symbols: graph.symbols, parameters: graph.parameters, nodes: graph.nodes,
      types: graph.types.dropLast() + [TensorType(.f32, [7])], outputs: [])
    let unknownSymbol = Graph(
      symbols: [], parameters: graph.parameters, nodes: graph.nodes, types: graph.types,
      outputs: [])
    expectFault(late, "%2 is used by joined before it is defined")
    expectFault(twice, "%0 is defined twice")
    expectFault(wrongType, "%2 = joined is f32[2*N + 1], not f32[7]")
    expectFault(unknownSymbol, "%0: f32[N] has a symbol that the graph does not know")
  }

  /// Checks that a graph is refused with the given words.
  func expectFault(_ graph: Graph, _ words: String) {
    do {
      try graph.verify()
      Issue.record("accepted")
    } catch {
      #expect(error.description == words)
    }
  }

  @Test func refusedInputsAreNotAdded() {
    let builder = GraphBuilder()
    let x = builder.parameter("x", TensorType(.f32))
    #expect(throws: TypeFault("not vectors")) { try builder.tryAdd(Joined(), [x]) }
    #expect(builder.nodeCount == 0)
  }

  @Test func attributesCompareByContent() {
    let one = Attribute.tensor(Tensor(f32: [0, 1]))
    #expect(one == .tensor(Tensor(f32: [0, 1])))
    #expect(one != .tensor(Tensor(f32: [-0.0, 1])))
    #expect(Attribute.int(1) != .dim(1))
    #expect("\(one)" == "f32[2]")
  }
}
