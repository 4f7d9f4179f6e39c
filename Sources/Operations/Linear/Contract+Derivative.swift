import MartletGraph

extension Contract {
  /// The gradient for the left input: `gradient · rhs`, summed over the axes of `rhs` alone.
  func lhsGradient(_ context: DerivativeContext, _ gradient: ValueID) -> ValueID {
    let (lhs, rhs) = (context.type(ofInput: 0), context.type(ofInput: 1))
    let lhsFree = lhsFree(rank: lhs.rank)
    let rhsFree = rhsFree(rank: rhs.rank)
    return product(
      context, gradient: gradient, other: context.inputs[1],
      gradientBatch: Array(lhsBatch.indices),
      gradientSummed: rhsFree.indices.map { lhsBatch.count + lhsFree.count + $0 },
      otherBatch: rhsBatch, otherSummed: rhsFree,
      axes: (batch: lhsBatch, own: lhsFree, paired: pairs(from: rhsContracted, to: lhsContracted)))
  }

  /// The gradient for the right input: `lhs · gradient`, summed over the axes of `lhs` alone.
  func rhsGradient(_ context: DerivativeContext, _ gradient: ValueID) -> ValueID {
    let (lhs, rhs) = (context.type(ofInput: 0), context.type(ofInput: 1))
    let lhsFree = lhsFree(rank: lhs.rank)
    return product(
      context, gradient: gradient, other: context.inputs[0],
      gradientBatch: Array(lhsBatch.indices),
      gradientSummed: lhsFree.indices.map { lhsBatch.count + $0 },
      otherBatch: lhsBatch, otherSummed: lhsFree,
      axes: (
        batch: rhsBatch, own: rhsFree(rank: rhs.rank),
        paired: pairs(from: lhsContracted, to: rhsContracted)
      ))
  }

  /// The axes of one input that stand for the contracted axes of the other, in the other's order.
  private func pairs(from other: [Int], to own: [Int]) -> [Int] {
    other.indices.sorted { other[$0] < other[$1] }.map { own[$0] }
  }

  /// The product of the gradient with the other input, in the order of the wanted input's axes.
  ///
  /// `axes` names, for the axes that the product can have, those of the wanted input that they are.
  /// The order of the factors is the one that needs no transpose, if there is one.
  private func product(
    _ context: DerivativeContext, gradient: ValueID, other: ValueID,
    gradientBatch: [Int], gradientSummed: [Int], otherBatch: [Int], otherSummed: [Int],
    axes: (batch: [Int], own: [Int], paired: [Int])
  ) -> ValueID {
    let gradientFirst = axes.batch + axes.own + axes.paired
    let otherFirst = axes.batch + axes.paired + axes.own
    if gradientFirst == gradientFirst.sorted() || otherFirst != otherFirst.sorted() {
      let contract = Contract(
        lhsBatch: gradientBatch, rhsBatch: otherBatch, lhsContracted: gradientSummed,
        rhsContracted: otherSummed)
      let value = context.builder.add(contract, [gradient, other])
      return context.builder.transpose(value, Transpose(permutation: gradientFirst).inverse)
    }
    let contract = Contract(
      lhsBatch: otherBatch, rhsBatch: gradientBatch, lhsContracted: otherSummed,
      rhsContracted: gradientSummed)
    return context.builder.add(contract, [other, gradient])
  }
}
