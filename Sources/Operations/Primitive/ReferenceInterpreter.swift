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
    return try evaluate(graph, inputs, sizes: sizes)
  }

  /// The outputs of a region for the given inputs, in the sizes of the graph that it is part of.
  static func evaluate(_ region: Graph, _ inputs: [Tensor], sizes: Sizes) throws(RunFault)
    -> [Tensor]
  {
    var values: [ValueID: Tensor] = [:]
    for (parameter, input) in zip(region.parameters, inputs) {
      values[parameter.value] = input
      let type = region.type(of: parameter.value)
      precondition(input.elementType == type.element, "inputs have their parameters' element types")
    }
    for node in region.nodes {
      let results = try results(of: node, node.inputs.map { values[$0]! }, sizes)
      do {
        for (value, tensor) in zip(node.results, results) {
          try check(tensor, region.type(of: value), node, sizes)
          values[value] = tensor
        }
      } catch {
        throw .operation(node.operation.name, error, at: node.span)
      }
    }
    return region.outputs.map { values[$0]! }
  }

  /// The results of one node.
  public static func results(of node: Node, _ inputs: [Tensor], _ sizes: Sizes)
    throws(RunFault) -> [Tensor]
  {
    if let control = node.operation as? any ControlPrimitive {
      return try control.evaluate(inputs, regions: node.regions, sizes: sizes) {
        (region, inputs, sizes) throws(RunFault) in
        try evaluate(region, inputs, sizes: sizes)
      }
    }
    guard let primitive = node.operation as? any Primitive else {
      preconditionFailure("every operation of a graph is a primitive: \(node.operation.name)")
    }
    do {
      return try primitive.evaluate(inputs, sizes: sizes)
    } catch {
      throw .operation(node.operation.name, error, at: node.span)
    }
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
