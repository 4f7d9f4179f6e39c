import MartletElaboration
import MartletShapes
import MartletTensors

extension HostLibrary {
  /// What shows how far a loop is.
  static let progressing = [
    HostFunction(
      "progress",
      """
      ## Walks a range, list or stream and shows how far it is: a bar with the rate, the time that is
      ## left and what `report` was given; plain lines where nobody watches.
      proc progress[T: Type](sequence: Stream[T]) -> Stream[T]
      """
    ) { context, call in
      let (sequence, count) = try call.value(0).walk(otherwise: call)
      return .host(ProgressStream(sequence, count: count, context: context))
    }
  ]
}

extension Value {
  /// How to walk over the value, and its length if that is known.
  fileprivate func walk(otherwise call: Invocation) throws -> (() -> any ValueSequence, Int?) {
    switch self {
    case .range(let lower, let upper):
      guard let low = lower.constant, let high = upper.constant else { break }
      return ({ RangeSequence(low, high) }, max(0, high - low))
    case .list(let values): return ({ ListSequence(values) }, values.count)
    case .tensor(let tensor) where tensor.rank > 0:
      return ({ TensorSequence(tensor) }, tensor.shape[0])
    case .host(let object):
      guard let stream = object as? any HostStream else { break }
      return ({ stream.makeSequence() }, stream.count)
    default: break
    }
    throw call.mismatch("something to walk over", self)
  }
}
