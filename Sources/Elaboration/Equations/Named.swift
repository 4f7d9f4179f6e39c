import MartletGraph
import MartletTyping

/// A part of an equation as a tensor over the indices that it mentions: its axes have names.
struct Named {
  /// The value: a node whose axes are `axes`, or a static value without axes.
  var value: Value
  /// The index of each axis.
  var axes: [AxisName]
}

/// What an axis of a part of an equation stands for.
enum AxisName: Hashable {
  /// An index name.
  case index(IndexID)
  /// The n-th dim of the run `...`.
  case run(Int)
}
