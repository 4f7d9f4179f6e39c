import MartletOperations
import MartletGraph
import MartletShapes
import MartletTensors

/// Where the elements of a value lie: in some storage, a polynomial apart along each axis.
///
/// Broadcasts, transpositions and slices are views of the memory that they read, and cost nothing.
struct ValueView: Hashable {
  /// The storage, by its position in the plan.
  var storage: Int
  /// The elements between neighbours along each axis; 0 repeats.
  var strides: [Dim]
  /// The element of the storage at position 0 of every axis.
  var offset: Dim

  /// The view of a whole storage that holds a row-major tensor of the given sizes.
  init(storage: Int, dense dims: [Dim]) {
    self.storage = storage
    strides = ValueView.denseStrides(dims)
    offset = 0
  }

  /// The strides of a row-major tensor.
  static func denseStrides(_ dims: [Dim]) -> [Dim] {
    var strides = dims
    var step = Dim(1)
    for axis in dims.indices.reversed() {
      strides[axis] = step
      step = step * dims[axis]
    }
    return strides
  }

  /// Whether the elements of a value of the given sizes are known to lie in row-major order.
  func isDense(_ dims: [Dim]) -> Bool {
    zip(zip(strides, ValueView.denseStrides(dims)), dims).allSatisfy { strides, dim in
      dim == 1 || strides.0 == strides.1
    }
  }

  /// Whether every element is the same one.
  var isRepeated: Bool { strides.allSatisfy { $0 == 0 } }

  /// The value with its axes in another order.
  func transposed(_ permutation: [Int]) -> ValueView {
    var view = self
    view.strides = permutation.map { strides[$0] }
    return view
  }

  /// The value repeated along new axes; axis `i` becomes axis `axes[i]` of `rank`.
  func broadcast(rank: Int, axes: [Int]) -> ValueView {
    var view = self
    view.strides = [Dim](repeating: 0, count: rank)
    for (source, target) in axes.enumerated() { view.strides[target] = strides[source] }
    return view
  }

  /// Every `steps[i]`-th element of each axis, from `starts[i]` on.
  func sliced(starts: [Dim], steps: [Int]) -> ValueView {
    var view = self
    for axis in strides.indices {
      view.offset = view.offset + starts[axis] * strides[axis]
      view.strides[axis] = strides[axis] * Dim(steps[axis])
    }
    return view
  }

  /// The windows along an axis, which overlap where they share elements.
  func windowed(_ geometry: WindowGeometry) -> ValueView {
    var view = self
    let stride = strides[geometry.axis]
    view.strides.replaceSubrange(
      geometry.axis...geometry.axis,
      with: [stride * Dim(geometry.stride), stride * Dim(geometry.dilation)])
    return view
  }

  /// The same elements under other sizes; `nil` if they would have to be moved for it.
  func reshaped(from dims: [Dim], to target: [Dim]) -> ValueView? {
    var view = self
    if isRepeated {
      view.strides = target.map { _ in 0 }
    } else if isDense(dims) {
      view.strides = ValueView.denseStrides(target)
    } else {
      return nil
    }
    return view
  }
}

/// Memory that values lie in.
struct Storage {
  /// Where the memory comes from.
  enum Origin: Hashable {
    /// It is an input.
    case parameter(Int)
    /// It depends on the sizes alone, and is computed when they are laid out.
    case fixed(Int)
    /// A step computes it.
    case computed
  }

  /// The type of the elements.
  var element: ElementType
  /// The number of elements; for scratch memory, what a step asks for when it is laid out.
  var count: Dim
  /// Where the memory comes from.
  var origin: Origin
  /// The steps that write and read it first and last.
  var firstStep = Int.max
  /// The last step that uses it.
  var lastStep = -1
  /// Whether it outlives the run.
  var isOutput = false
  /// The parameter whose memory it may take over.
  var donor: Int?
  /// The value of the graph that it was made for; none of scratch memory.
  var value: ValueID?
}
