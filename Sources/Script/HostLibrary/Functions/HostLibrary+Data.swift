import MartletElaboration
import MartletOperations
import MartletTensors

extension HostLibrary {
  /// What cuts data.
  static let data = [
    HostFunction(
      "batches",
      """
      ## Cuts a tree of tensors along its first axis into batches of `size` rows, in a new order each
      ## epoch with `shuffle`. The last batch of an epoch may be smaller.
      proc batches[T: Tree](data: T, size: Int, shuffle: Bool = false, epochs: Int = 1) -> Stream[T]
      """
    ) { context, call in
      let (data, size) = (try call.value(0), try call.int(1))
      guard size > 0 else { throw HostFault("a batch of \(size) rows cannot be made") }
      let epochs = try call.int(3, default: 1)
      let shuffles = try call.bool(2, default: false)
      return .host(
        BatchStream(
          data: data, rowCount: try data.rowCount(for: "batches"), size: size,
          epochs: max(epochs, 0), key: shuffles ? context.randomness.takeKeys(1) : nil,
          context: context))
    },
    HostFunction(
      "poisson",
      """
      ## `steps` batches, into each of which every row of a tree of tensors comes with probability
      ## `rate`, on its own: the sampling that differential privacy accounts for. A batch may be empty.
      proc poisson[T: Tree](data: T, rate: Float, steps: Int) -> Stream[T]
      """
    ) { context, call in
      let (data, rate, steps) = (try call.value(0), try call.float(1), try call.int(2))
      guard rate >= 0, rate <= 1 else {
        throw HostFault("a probability lies between 0 and 1, and \(rate) came")
      }
      return .host(
        PoissonStream(
          data: data, rowCount: try data.rowCount(for: "poisson"), rate: rate,
          steps: max(steps, 0), key: context.randomness.takeKeys(1), context: context))
    },
    HostFunction(
      "split",
      """
      ## Deals the rows of a tree of tensors at random into two trees; the first gets `fraction` of
      ## them, rounded to a whole number.
      proc split[T: Tree](data: T, fraction: Float) -> (T, T)
      """
    ) { context, call in
      let (data, fraction) = (try call.value(0), try call.float(1))
      guard fraction >= 0, fraction <= 1 else {
        throw HostFault("a fraction lies between 0 and 1, and \(fraction) came")
      }
      let count = try data.rowCount(for: "split")
      let cut = Int((Double(count) * fraction).rounded())
      let key = context.randomness.takeKeys(1)
      let order = Philox(key: key, place: 0).permutation(of: count)
      return .tuple(
        [order[..<cut], order[cut...]].map { rows in
          data.mappingRows(in: context) { $0.gatheringRows(rows) }
        })
    },
  ]
}
