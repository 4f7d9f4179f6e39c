import MartletElaboration
import MartletGraph
import MartletRuntime
import MartletShapes
import MartletSource
import MartletTensors
import MartletTransforms
import MartletTyping

extension Interpreter {
  /// Builds the graph of a run for the values of now.
  func build(
    _ run: TensorRun, _ frame: Frame, _ context: BuildContext, _ graph: GraphContext,
    _ computed: inout [SourceSpan: Value]
  ) throws -> CompiledRun {
    graph.hostValues = computed
    defer { computed = graph.hostValues }
    let inner = Frame.forGraph(of: frame)
    if let value = frame.selfValue { inner.selfValue = graph.captureSelf(value) }
    var results: [CompiledRun.Result] = []
    try evaluator.building(graph, rootFrame: inner) {
      switch run.content {
      case .expression(let expression):
        let value = try evaluator.evaluate(expression, inner)
        results.append(.init(storage: nil, template: value))
      case .statements(let statements):
        try evaluator.captureTensors(readBy: statements, inner)
        for (index, statement) in statements.enumerated() {
          try evaluator.buildingStatement(index) { _ = try evaluator.execute(statement, inner) }
        }
        for storage in run.outputs {
          guard let value = graph.value(of: storage, inner) else { continue }
          results.append(.init(storage: storage, template: value))
        }
      }
    }
    return try compile(graph, results, context, frame.runs, run.span)
  }

  /// Optimises and plans a graph.
  private func compile(
    _ graph: GraphContext, _ results: [CompiledRun.Result], _ context: BuildContext,
    _ runs: [DimRun: [Dim]], _ span: SourceSpan
  ) throws -> CompiledRun {
    let assigned = Set(results.compactMap { result in result.storage.map { StorageKey($0) } })
    let replaced = graph.captures.map { capture in
      StorageKey(capture.root).map { assigned.contains($0) } ?? false
    }
    var writes: [CompiledRun.CellWrite] = []
    for (index, capture) in graph.captures.enumerated() {
      for (cell, (before, after)) in zip(capture.template.cells, capture.cells).enumerated()
      where !before.value.hasSameNodes(as: after.value) {
        writes.append(.init(capture: index, cell: cell, template: after.value))
      }
    }
    var outputs: [ValueID] = []
    var outputIndex: [ValueID: Int] = [:]
    for template in results.map(\.template) + writes.map(\.template) {
      template.forEachNode { node in
        if outputIndex[node] == nil {
          outputIndex[node] = outputs.count
          outputs.append(node)
        }
      }
    }
    var donating: [Bool] = []
    for (index, capture) in graph.captures.enumerated() {
      let written = Set(writes.filter { $0.capture == index }.map(\.cell))
      donating += capture.template.leafDonation(isReplaced: replaced[index], cells: written)
    }
    let built = graph.builder.finish(outputs: outputs)
    let final = optimised(built, verifying: treatment.verifies)
    let executable = Executable(final, donating: donating)
    treatment.observer?(span, final, executable)
    return CompiledRun(
      span: span, captures: graph.captures, replaced: replaced, context: context,
      types: Dictionary(
        uniqueKeysWithValues: built.parameters.map { ($0.value, built.type(of: $0.value)) }),
      fixedSizes: graph.fixedSizes, runs: runs,
      hasOpenSizes: graph.hasOpenSizes, parameters: built.parameters.map(\.value),
      executable: executable, traced: treatment.refusesNaN ? built : nil,
      outputIndex: outputIndex, results: results, writes: writes)
  }
}
