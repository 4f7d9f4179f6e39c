import MartletGraph
import MartletShapes

/// How an operation is carried out on all lanes of a `map` at once; there is no way to say nothing.
///
/// A lane is one element of what a map walks over. A value that differs between lanes is *mapped*:
/// it has the lanes as a new first axis. One that does not is shared by all lanes.
public enum Batching: Sendable {
  /// Builds the results for all lanes, from inputs of which at least one is mapped.
  case rule(@Sendable (BatchingContext) throws(BatchingFault) -> [LaneValue])
  /// It cannot be done; asking for it is a user's mistake.
  case none(because: String)
}

/// A value inside a `map`.
public struct LaneValue: Hashable, Sendable {
  /// The value.
  public let value: ValueID
  /// Whether it differs between lanes, which then are its first axis.
  public let isMapped: Bool

  /// A value, mapped or shared.
  public init(_ value: ValueID, isMapped: Bool) {
    self.value = value
    self.isMapped = isMapped
  }

  /// The value with the lanes as its first axis, repeated along them if it is shared.
  public func spread(over count: Dim, _ builder: GraphBuilder) -> ValueID {
    if isMapped { return value }
    let dims = builder.type(of: value).dims
    return builder.broadcast(value, to: [count] + dims, axes: dims.indices.behindLanes)
  }
}

/// The node that a batching rule is asked about.
public struct BatchingContext {
  /// Where the rule adds its nodes.
  public let builder: GraphBuilder
  /// What the operation is applied to; at least one input is mapped.
  public let inputs: [LaneValue]
  /// How many lanes there are.
  public let count: Dim
  /// The bodies of the node.
  public let regions: [Graph]
  /// Adds what a body computes for all lanes to a builder, from values of its parameters.
  public let adding: RegionBatching

  /// How a body is carried out on all lanes.
  public typealias RegionBatching = (
    _ region: Graph, _ builder: GraphBuilder, _ inputs: [LaneValue]
  ) throws(BatchingFault) -> [LaneValue]

  /// A context of the given parts.
  public init(
    builder: GraphBuilder, inputs: [LaneValue], count: Dim, regions: [Graph],
    adding: @escaping RegionBatching
  ) {
    self.builder = builder
    self.inputs = inputs
    self.count = count
    self.regions = regions
    self.adding = adding
  }

  /// The type that an input has in each lane.
  func laneType(ofInput index: Int) -> TensorType {
    let type = builder.type(of: inputs[index].value)
    return inputs[index].isMapped ? type.with(dims: Array(type.dims.dropFirst())) : type
  }

  /// An input with the lanes as its first axis, repeated along them if it is shared.
  func mapped(_ index: Int) -> ValueID { mapped(inputs[index]) }

  /// A value with the lanes as its first axis, repeated along them if it is shared.
  func mapped(_ value: LaneValue) -> ValueID { value.spread(over: count, builder) }

  /// The numbers of the lanes, repeated behind them along the given sizes.
  func laneNumbers(along dims: [Dim]) -> ValueID {
    builder.broadcast(builder.add(Iota(dim: count)), to: [count] + dims, axes: [0])
  }

  /// A value whose lanes are the given axis, with them as its first axis.
  func lanesFirst(_ value: ValueID, from axis: Int) -> ValueID {
    let axes = Array(builder.type(of: value).dims.indices)
    return builder.transpose(value, [axis] + axes.leavingOut([axis]))
  }
}

extension Batching {
  /// A rule whose one result is mapped.
  static func single(_ rule: @escaping @Sendable (BatchingContext) -> ValueID) -> Batching {
    .rule { context in [LaneValue(rule(context), isMapped: true)] }
  }

  /// The given operation on all lanes side by side, which are the first axis of every input.
  static func sideBySide(
    _ operation: @escaping @Sendable (BatchingContext) -> any Primitive
  ) -> Batching {
    .rule { context in
      context.builder
        .addMultiple(operation(context), context.inputs.indices.map { context.mapped($0) })
        .map { LaneValue($0, isMapped: true) }
    }
  }

  /// The same operation on all lanes side by side: its meaning looks at no axis by number.
  static func asItIs(_ operation: some Primitive) -> Batching { .sideBySide { _ in operation } }
}

extension Sequence<Int> {
  /// Axes behind a new first one.
  var behindLanes: [Int] { map { $0 + 1 } }
}
