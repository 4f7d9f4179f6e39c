import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import Testing

/// What holds of every operation of the catalog.
@Suite struct CatalogTests {
  /// The names of all pages.
  static let names = Catalog.pages.map(\.name)

  /// The page of a name.
  func page(_ name: String) -> OperationPage { Catalog.pages.first { $0.name == name }! }

  @Test func namesAreUnique() { #expect(Set(Self.names).count == Self.names.count) }

  @Test(arguments: names) func hasSamplesAndASummary(_ name: String) {
    let page = page(name)
    #expect(!page.samples.isEmpty)
    #expect(page.summary.hasSuffix("."))
    #expect(page.samples.allSatisfy { $0.operation.name == name })
  }

  @Test(arguments: names) func resultsHaveTheTypesOfTheShapeRule(_ name: String) throws {
    var draw = Draw(seed: 1)
    for sample in page(name).samples {
      let inputs = sample.inputs.map { $0.tensor(&draw) }
      let builder = GraphBuilder()
      let values = inputs.map { builder.parameter("x", $0.type) }
      let graph = builder.finish(outputs: sample.add(to: builder, values)!)
      try graph.verify()
      let results = try ReferenceInterpreter.evaluate(graph, inputs)
      #expect(results.map(\.type) == graph.outputs.map(graph.type(of:)))
    }
  }

  @Test func onlyOperationsWithoutInputsHaveNoRuleForMaps() {
    for sample in Catalog.pages.flatMap(\.samples) {
      guard case .none = sample.operation.batching else { continue }
      #expect(sample.inputs.isEmpty, "\(sample.operation.name)")
    }
  }
}
