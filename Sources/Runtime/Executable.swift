import MartletGraph
import MartletOperations
import MartletTensors

/// A graph that is ready to run: planned once, run on inputs of any sizes that fit it.
///
///     let step = Executable(graph, donating: [true, false])
///     let outputs = try step.run(&inputs, on: pool)
public final class Executable {
  /// What is run.
  private let graph: Graph

  /// Plans a graph; `donating` says, for each parameter, whether an input that nobody else refers
  /// to may be overwritten, for none by default.
  public init(_ graph: Graph, donating: [Bool] = []) {
    precondition(donating.isEmpty || donating.count == graph.parameters.count)
    self.graph = graph
  }

  /// Computes the graph's outputs.
  ///
  /// A donated input whose memory went to an output is replaced by an empty tensor; after a fault
  /// all inputs are as they were.
  public func run(_ inputs: inout [Tensor], on pool: ThreadPool) throws(RunFault) -> [Tensor] {
    try ReferenceInterpreter.evaluate(graph, inputs)
  }
}
