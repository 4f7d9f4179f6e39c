import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// What is laid out for one set of sizes, while it is being made.
struct LayoutBuilder {
  /// The plan.
  let plan: Plan
  /// The sizes of the symbols.
  let sizes: Sizes
  /// The numbers of the plan's dims.
  let numbers: [Int]
  /// The bytes of each storage.
  var bytes: [Int]

  /// The numbers of some dims.
  func values(_ dims: [Int]) -> [Int] { dims.map { numbers[$0] } }

  /// The product of some dims.
  func product(_ dims: [Int]) -> Int { dims.reduce(1) { $0 * numbers[$1] } }

  /// A fault of a node.
  func fault(_ fault: OperationFault, at node: Int) -> RunFault {
    let node = plan.graph.nodes[node]
    return .operation(node.operation.name, fault, at: node.span)
  }
}

/// Axes that lie so that one stride does for all of them.
struct CollapsedAxes {
  /// The number of elements.
  var count: Int
  /// The elements between neighbours.
  var stride: Int

  /// The one axis that some axes amount to; `nil` if there is none.
  init?(sizes: [Int], strides: [Int]) {
    count = 1
    stride = 0
    for axis in sizes.indices.reversed() where sizes[axis] != 1 {
      if count == 1 {
        stride = strides[axis]
      } else if strides[axis] != stride * count {
        if sizes.contains(0) { continue }
        return nil
      }
      count *= sizes[axis]
    }
  }
}
