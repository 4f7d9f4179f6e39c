import MartletGraph
import MartletShapes
import MartletTensors

/// The product of two tensors, summed over pairs of axes: what every matrix product is.
///
///     contract(x: f32[B, I], w: f32[I, O]) {lhs_contracted: [1], rhs_contracted: [0]}
public struct Contract: Primitive, Hashable {
  /// The axes of the left input that run along with `rhsBatch`.
  public let lhsBatch: [Int]
  /// The axes of the right input that run along with `lhsBatch`.
  public let rhsBatch: [Int]
  /// The axes of the left input that are summed over, with `rhsContracted`.
  public let lhsContracted: [Int]
  /// The axes of the right input that are summed over, with `lhsContracted`.
  public let rhsContracted: [Int]

  /// The product along the given pairs of axes.
  public init(
    lhsBatch: [Int] = [], rhsBatch: [Int] = [], lhsContracted: [Int], rhsContracted: [Int]
  ) {
    self.lhsBatch = lhsBatch
    self.rhsBatch = rhsBatch
    self.lhsContracted = lhsContracted
    self.rhsContracted = rhsContracted
  }

  /// The axes of the left input that are only its own, in their order.
  public func lhsFree(rank: Int) -> [Int] { Array(0..<rank).leavingOut(lhsBatch + lhsContracted) }

  /// The axes of the right input that are only its own, in their order.
  public func rhsFree(rank: Int) -> [Int] { Array(0..<rank).leavingOut(rhsBatch + rhsContracted) }

  /// The name in the text form.
  public var name: String { "contract" }
  /// The axes.
  public var attributes: [(name: String, value: Attribute)] {
    let batch: [(name: String, value: Attribute)] = [
      ("lhs_batch", .ints(lhsBatch)), ("rhs_batch", .ints(rhsBatch)),
    ]
    return (lhsBatch.isEmpty ? [] : batch) + [
      ("lhs_contracted", .ints(lhsContracted)), ("rhs_contracted", .ints(rhsContracted)),
    ]
  }

  /// The shared axes, then those of the left input alone, then those of the right input alone.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 2)
    let (lhs, rhs) = (inputs[0], inputs[1])
    try TypeFault.check(axes: lhsBatch + lhsContracted, rank: lhs.rank)
    try TypeFault.check(axes: rhsBatch + rhsContracted, rank: rhs.rank)
    try TypeFault.check(
      lhs.element == rhs.element && lhs.element != .bool, "elements of \(lhs) and \(rhs)")
    try TypeFault.check(lhs.dims.picking(lhsBatch), equals: rhs.dims.picking(rhsBatch), facts)
    try TypeFault.check(
      lhs.dims.picking(lhsContracted), equals: rhs.dims.picking(rhsContracted), facts)
    let dims =
      lhs.dims.picking(lhsBatch) + lhs.dims.picking(lhsFree(rank: lhs.rank))
      + rhs.dims.picking(rhsFree(rank: rhs.rank))
    return [TensorType(lhs.element, dims)]
  }

  /// One sum after another.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let (lhs, rhs) = (inputs[0], inputs[1])
    guard lhs.shape.picking(lhsBatch) == rhs.shape.picking(rhsBatch),
      lhs.shape.picking(lhsContracted) == rhs.shape.picking(rhsContracted)
    else { throw .shape(operation: name, [lhs.shape, rhs.shape]) }
    let lhsFree = lhsFree(rank: lhs.rank)
    let rhsFree = rhsFree(rank: rhs.rank)
    let shape =
      lhs.shape.picking(lhsBatch) + lhs.shape.picking(lhsFree) + rhs.shape.picking(rhsFree)
    let lhsStarts = offsets(IndexSpace(lhs.shape), lhsBatch + lhsFree)
    let rhsStarts = (
      batch: offsets(IndexSpace(rhs.shape), rhsBatch), free: offsets(IndexSpace(rhs.shape), rhsFree)
    )
    let steps = Array(
      zip(
        offsets(IndexSpace(lhs.shape), lhsContracted), offsets(IndexSpace(rhs.shape), rhsContracted)
      ))
    let freeCount = lhs.shape.picking(lhsFree).reduce(1, *)
    let pairs = lhsStarts.indices.lazy.flatMap { row in
      rhsStarts.free.lazy.map { (lhsStarts[row], rhsStarts.batch[row / freeCount] + $0) }
    }
    if lhs.elementType.isFloating {
      let (a, b) = (lhs.doubles, rhs.doubles)
      let sums = pairs.map { i, j in steps.reduce(0) { $0 + a[i + $1.0] * b[j + $1.1] } }
      return [Tensor(reals: Array(sums), shape: shape, element: lhs.elementType)]
    }
    let (a, b) = (lhs.ints, rhs.ints)
    let sums = pairs.map { i, j in steps.reduce(0) { $0 &+ a[i + $1.0] &* b[j + $1.1] } }
    return [Tensor(wholes: Array(sums), shape: shape, element: lhs.elementType)]
  }

  /// Two products of the gradient, each with the other input.
  public var derivative: Derivative {
    .single(forward: { [self] context in
      let (lhs, rhs) = (context.inputs[0], context.inputs[1])
      let parts = [
        context.tangents[0].map { context.builder.add(self, [$0, rhs]) },
        context.tangents[1].map { context.builder.add(self, [lhs, $0]) },
      ].compactMap { $0 }
      return parts.count == 2 ? context.builder.elementwise(.add, parts) : parts.first
    }) { [self] context, gradient in
      [
        context.wanted[0] ? lhsGradient(context, gradient) : nil,
        context.wanted[1] ? rhsGradient(context, gradient) : nil,
      ]
    }
  }

  /// One product for all lanes: along them if both inputs differ, or of more rows.
  public var batching: Batching { .single(batched) }

  /// The places of all positions along some axes, in their order.
  private func offsets(_ space: IndexSpace, _ axes: [Int]) -> [Int] {
    var offsets: [Int] = []
    let strides = space.strides.picking(axes)
    IndexSpace(space.shape.picking(axes)).forEach { position in
      offsets.append(zip(position, strides).reduce(0) { $0 + $1.0 * $1.1 })
    }
    return offsets
  }
}

extension Contract {
  /// The product of what was transposed, where the order of the free axes allows it.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    let inputs = context.inputs
    if let lhs = context.producer(ofInput: 0, as: Transpose.self) {
      let source = lhs.operation.permutation
      let free = source.picking(lhsFree(rank: source.count))
      if free == free.sorted() {
        let contract = Contract(
          lhsBatch: source.picking(lhsBatch), rhsBatch: rhsBatch,
          lhsContracted: source.picking(lhsContracted), rhsContracted: rhsContracted)
        return context.builder.add(contract, [lhs.inputs[0], inputs[1]])
      }
    }
    if let rhs = context.producer(ofInput: 1, as: Transpose.self) {
      let source = rhs.operation.permutation
      let free = source.picking(rhsFree(rank: source.count))
      if free == free.sorted() {
        let contract = Contract(
          lhsBatch: lhsBatch, rhsBatch: source.picking(rhsBatch),
          lhsContracted: lhsContracted, rhsContracted: source.picking(rhsContracted))
        return context.builder.add(contract, [inputs[0], rhs.inputs[0]])
      }
    }
    return nil
  }
}

extension Contract {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "contract", "(lhs: T[S], rhs: T[R]) -> T[batch, lhs free, rhs free]",
        "The product of two tensors, summed over pairs of axes.",
        [
          OperationSample(
            Contract(lhsContracted: [1], rhsContracted: [0]), .real([3, 4]), .real([4, 2])),
          OperationSample(
            Contract(lhsContracted: [0], rhsContracted: [1]), .real([4, 3]), .real([2, 4])),
          OperationSample(Contract(lhsContracted: [0], rhsContracted: [0]), .real([5]), .real([5])),
          OperationSample(Contract(lhsContracted: [], rhsContracted: []), .real([2]), .real([3])),
          OperationSample(
            Contract(lhsBatch: [0], rhsBatch: [1], lhsContracted: [2], rhsContracted: [0]),
            .real([2, 3, 4]), .real([4, 2, 1])),
          OperationSample(
            Contract(lhsBatch: [1], rhsBatch: [0], lhsContracted: [2, 0], rhsContracted: [1, 3]),
            .real([2, 3, 4]), .real([3, 4, 5, 2])),
          OperationSample(
            Contract(lhsContracted: [1], rhsContracted: [0]), .real([2, 0]), .real([0, 3])),
        ])
    ]
  }
}
