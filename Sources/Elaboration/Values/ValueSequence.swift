import MartletTensors

/// Something that a loop is walking over.
public protocol ValueSequence: AnyObject {
  /// The next value, or nil at the end.
  func next() throws -> Value?
}

/// A host object that a `for` can walk over, such as `batches(…)`.
public protocol HostStream: HostObject {
  /// A walk from the start.
  func makeSequence() -> any ValueSequence
  /// How many values there are, if that is known.
  var count: Int? { get }
}

/// A walk over a list.
public final class ListSequence: ValueSequence {
  private let values: [Value]
  private var position = 0

  /// A walk over the given values.
  public init(_ values: [Value]) { self.values = values }

  public func next() -> Value? {
    guard position < values.count else { return nil }
    defer { position += 1 }
    return values[position]
  }
}

/// A walk over a range of Ints.
public final class RangeSequence: ValueSequence {
  private var position: Int
  private let end: Int

  /// A walk from `lower` to before `upper`.
  public init(_ lower: Int, _ upper: Int) {
    position = lower
    end = upper
  }

  public func next() -> Value? {
    guard position < end else { return nil }
    defer { position += 1 }
    return .int(position)
  }
}

/// A walk over the entries of a tensor's leading axis.
public final class TensorSequence: ValueSequence {
  private let tensor: Tensor
  private var position = 0

  /// A walk over the given tensor's entries.
  public init(_ tensor: Tensor) { self.tensor = tensor }

  public func next() -> Value? {
    guard let count = tensor.shape.first, position < count else { return nil }
    defer { position += 1 }
    return .tensor(tensor.entry(position))
  }
}

/// A walk over the elements of a stack of the host; each has cells of its own.
final class StackSequence: ValueSequence {
  private let stack: StackValue
  private let count: Int
  private var position = 0

  /// A walk over the given stack, whose length is known.
  init(_ stack: StackValue) throws {
    self.stack = stack
    count = stack.count.constant ?? 0
  }

  func next() -> Value? {
    guard position < count else { return nil }
    defer { position += 1 }
    return entry(of: stack.element)
  }

  /// The present entry of each tensor.
  private func entry(of value: Value) -> Value {
    if case .tensor(let tensor) = value { return .tensor(tensor.entry(position)) }
    return value.mapParts(entry)
  }
}
