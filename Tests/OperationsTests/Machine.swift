import MartletGraph
import MartletOperations
import MartletRuntime
import MartletTensors
import MartletTransforms

/// A way to run a graph.
enum Machine: String, CaseIterable, Sendable {
  /// The reference kernels, one after the other.
  case reference
  /// The plan of the graph as it is, on one thread.
  case oneThread
  /// The plan of the optimised graph, on two threads.
  case twoThreads

  /// The outputs of a graph.
  func run(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
    var inputs = inputs
    switch self {
    case .reference: return try ReferenceInterpreter.evaluate(graph, inputs)
    case .oneThread:
      return try Executable(graph).run(&inputs, on: ThreadPool(threads: 1))
    case .twoThreads:
      return try Executable(optimised(graph)).run(&inputs, on: ThreadPool(threads: 2))
    }
  }
}
