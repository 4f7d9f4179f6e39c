import MartletGraph
import MartletShapes
import MartletTensors

/// Nodes by the names of what they do; what changes nothing adds none.
extension GraphBuilder {
  /// A scalar function of values of the same sizes.
  public func elementwise(
    _ function: ScalarFunction, _ inputs: [ValueID]
  ) -> ValueID {
    add(Elementwise(function: function), inputs)
  }

  /// A known scalar.
  public func constant(_ number: Double, _ element: ElementType) -> ValueID {
    add(Constant(Tensor(scalar: number, as: element)))
  }

  /// A tensor of the given sizes and element type whose elements are all one number.
  public func filled(_ number: Double, _ type: TensorType) -> ValueID {
    broadcast(constant(number, type.element), to: type.dims, axes: [])
  }

  /// A value in another element type.
  public func cast(_ value: ValueID, to element: ElementType) -> ValueID {
    type(of: value).element == element ? value : add(Cast(element: element), [value])
  }

  /// A value repeated to the given sizes; axis `i` of it becomes axis `axes[i]`.
  public func broadcast(_ value: ValueID, to dims: [Dim], axes: [Int]) -> ValueID {
    axes == Array(dims.indices) && facts.equal(type(of: value).dims, dims)
      ? value : add(Broadcast(dims: dims, axes: axes), [value])
  }

  /// A value with its axes in the given order.
  public func transpose(_ value: ValueID, _ permutation: [Int]) -> ValueID {
    permutation == permutation.sorted() ? value : add(Transpose(permutation: permutation), [value])
  }

  /// A value under other sizes.
  public func reshape(_ value: ValueID, _ dims: [Dim]) -> ValueID {
    type(of: value).dims == dims ? value : add(Reshape(dims: dims), [value])
  }

  /// The elements along some axes combined.
  public func reduce(_ kind: Reduce.Kind, _ value: ValueID, axes: [Int]) -> ValueID {
    axes.isEmpty ? value : add(Reduce(kind: kind, axes: axes), [value])
  }

  /// The part `start..<limit` of an axis.
  public func slice(_ value: ValueID, axis: Int, from start: Dim, to limit: Dim) -> ValueID {
    let dims = type(of: value).dims
    if start == 0, limit == dims[axis] { return value }
    var starts = dims.map { _ in Dim(0) }
    var limits = dims
    starts[axis] = start
    limits[axis] = limit
    return add(Slice(starts: starts, limits: limits, steps: dims.map { _ in 1 }), [value])
  }

  /// A value under a type that is known to be its own.
  public func assume(_ value: ValueID, _ type: TensorType) -> ValueID {
    self.type(of: value) == type ? value : add(Assume(type: type), [value])
  }
}
