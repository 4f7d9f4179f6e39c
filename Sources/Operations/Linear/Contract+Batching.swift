import MartletGraph

extension Contract {
  /// The product for all lanes.
  ///
  /// Lanes of the left input alone are more rows of it: one great product instead of many small
  /// ones. Those of the right input alone are more columns where that needs no copy of it.
  func batched(_ context: BatchingContext) -> ValueID {
    let builder = context.builder
    let (left, right) = (context.inputs[0], context.inputs[1])
    if !right.isMapped {
      let value = builder.add(withLanes(left: true, right: false), [left.value, right.value])
      return context.lanesFirst(value, from: lhsBatch.count)
    }
    let leftFree = lhsFree(rank: context.laneType(ofInput: 0).rank)
    let rightFree = rhsFree(rank: context.laneType(ofInput: 1).rank)
    if !left.isMapped, lhsBatch.isEmpty, leftFree.isEmpty || rightFree.isEmpty {
      return builder.add(withLanes(left: false, right: true).swapped, [right.value, left.value])
    }
    var contract = withLanes(left: true, right: true)
    contract = Contract(
      lhsBatch: [0] + contract.lhsBatch, rhsBatch: [0] + contract.rhsBatch,
      lhsContracted: contract.lhsContracted, rhsContracted: contract.rhsContracted)
    return builder.add(contract, [context.mapped(left), context.mapped(right)])
  }

  /// The product of inputs that have a new first axis.
  private func withLanes(left: Bool, right: Bool) -> Contract {
    Contract(
      lhsBatch: left ? lhsBatch.behindLanes : lhsBatch,
      rhsBatch: right ? rhsBatch.behindLanes : rhsBatch,
      lhsContracted: left ? lhsContracted.behindLanes : lhsContracted,
      rhsContracted: right ? rhsContracted.behindLanes : rhsContracted)
  }

  /// The product with its inputs in the other order.
  private var swapped: Contract {
    Contract(
      lhsBatch: rhsBatch, rhsBatch: lhsBatch, lhsContracted: rhsContracted,
      rhsContracted: lhsContracted)
  }
}
