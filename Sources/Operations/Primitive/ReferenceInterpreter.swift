import MartletGraph
import MartletShapes
import MartletTensors

/// The plainest way to run a graph: node after node by the reference kernels, everything kept.
///
/// It is what the runtime is compared with, and what small graphs of constants are folded by.
public enum ReferenceInterpreter {
  /// The outputs of a graph for the given inputs.
  public static func evaluate(_ graph: Graph, _ inputs: [Tensor]) throws(RunFault) -> [Tensor] {
    let sizes: Sizes
    do {
      sizes = try graph.sizes(shapes: inputs.map(\.shape), bounds: inputs.map(\.bound))
    } catch {
      throw .sizes(error)
    }
    var values: [ValueID: Tensor] = [:]
    for (parameter, input) in zip(graph.parameters, inputs) {
      values[parameter.value] = input
      let type = graph.type(of: parameter.value)
      precondition(input.elementType == type.element, "inputs have their parameters' element types")
    }
    for node in graph.nodes {
      do {
        let results = try evaluate(node, node.inputs.map { values[$0]! }, sizes)
        for (value, tensor) in zip(node.results, results) {
          try check(tensor, graph.type(of: value), node, sizes)
          values[value] = tensor
        }
      } catch {
        throw .operation(node.operation.name, error, at: node.span)
      }
    }
    return graph.outputs.map { values[$0]! }
  }

  /// The results of one node.
  private static func evaluate(_ node: Node, _ inputs: [Tensor], _ sizes: Sizes)
    throws(OperationFault) -> [Tensor]
  {
    guard let primitive = node.operation as? any Primitive else {
      preconditionFailure("every operation of a graph is a primitive: \(node.operation.name)")
    }
    return try primitive.evaluate(inputs, sizes: sizes)
  }

  /// Checks a result against the type that the shape rule gave it.
  private static func check(_ tensor: Tensor, _ type: TensorType, _ node: Node, _ sizes: Sizes)
    throws(OperationFault)
  {
    let shape = try sizes.numbers(type.dims)
    guard tensor.shape == shape else {
      throw .shape(operation: node.operation.name, [tensor.shape, shape])
    }
    precondition(tensor.elementType == type.element, "results have their types' element types")
  }
}
