import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// The operation of a case, from the numbers that its script kept.
extension ReferenceCase {
  /// Adds the operation to a graph.
  func outputs(_ builder: GraphBuilder, _ values: [ValueID]) throws -> [ValueID] {
    if operation == "contract" {
      return [contraction(detail)(builder, values)]
    }
    if let sample = roles["sample"]?.ints.first {
      let page = Catalog.pages.first { $0.name == self.page }!
      return page.samples[sample].add(to: builder, values)!
    }
    guard let primitive = scalar ?? reduction ?? layout ?? matrix ?? other else {
      throw UnknownCase(name: name)
    }
    return try builder.tryAdd(primitive, values)
  }

  /// A case of which nobody says what it is.
  struct UnknownCase: Error {
    /// The case.
    let name: String
  }

  /// A scalar function.
  private var scalar: (any Primitive)? {
    ScalarFunction(rawValue: page).map { Elementwise(function: $0) }
  }

  /// What combines elements.
  private var reduction: (any Primitive)? {
    let (axes, axis, isReversed) = (ints("axis"), int("axis"), int("reversed") == 1)
    switch page {
    case "reduce_sum": return Reduce(kind: .sum, axes: axes)
    case "reduce_product": return Reduce(kind: .product, axes: axes)
    case "reduce_maximum": return Reduce(kind: .maximum, axes: axes)
    case "reduce_minimum": return Reduce(kind: .minimum, axes: axes)
    case "reduce_any": return Reduce(kind: .any, axes: axes)
    case "reduce_all": return Reduce(kind: .all, axes: axes)
    case "arg_maximum": return ArgExtreme(kind: .maximum, axis: axis)
    case "arg_minimum": return ArgExtreme(kind: .minimum, axis: axis)
    case "cumulative_sum": return CumulativeSum(axis: axis, reversed: isReversed)
    case "cumulative_maximum": return CumulativeExtreme(kind: .maximum, axis: axis)
    case "cumulative_minimum": return CumulativeExtreme(kind: .minimum, axis: axis)
    case "linear_recurrence": return LinearRecurrence(axis: axis, reversed: isReversed)
    case "segment_maximum": return SegmentExtreme(kind: .maximum)
    case "segment_minimum": return SegmentExtreme(kind: .minimum)
    case "argsort": return Argsort(axis: axis, isDescending: isReversed)
    default: return nil
    }
  }

  /// What moves elements.
  private var layout: (any Primitive)? {
    switch page {
    case "size": return SizeValue(dim: dims("dims")[0], element: roles["result"]!.elementType)
    case "iota": return Iota(dim: dims("dims")[0], element: roles["result"]!.elementType)
    case "cast":
      let target = ElementType(rawValue: String(detail.split(separator: "-").last!))!
      return Cast(element: target)
    case "broadcast": return Broadcast(dims: dims("dims"), axes: ints("axis"))
    case "transpose": return Transpose(permutation: ints("axis"))
    case "reverse": return Reverse(axes: ints("axis"))
    case "reshape": return Reshape(dims: dims("dims"))
    case "concatenate": return Concatenate(axis: int("axis"))
    case "slice": return Slice(starts: dims("low"), limits: dims("high"), steps: ints("steps"))
    case "pad": return Pad(low: dims("low"), high: dims("high"), interior: ints("steps"))
    case "gather": return Gather(axes: roles["axes"]?.ints ?? Array(0..<indexCount))
    case "scatter_add": return ScatterAdd(axes: roles["axes"]?.ints ?? Array(0..<indexCount))
    case "windows": return Windows(geometry)
    case "fold": return Fold(geometry, length: dims("dims")[0])
    default: return nil
    }
  }

  /// The windows of a case: axis, count, size, stride, dilation.
  private var geometry: WindowGeometry {
    let numbers = ints("geometry")
    return WindowGeometry(
      axis: numbers[0], count: Dim(numbers[1]), size: Dim(numbers[2]), stride: numbers[3],
      dilation: numbers[4])
  }

  /// What computes with matrices.
  private var matrix: (any Primitive)? {
    let (isUpper, isTransposed) = (int("upper") == 1, int("reversed") == 1)
    switch page {
    case "cholesky": return Cholesky()
    case "triangular_solve":
      return TriangularSolve(isUpper: isUpper, isTransposed: isTransposed)
    case "solve": return LinearSolve(isTransposed: isTransposed)
    case "log_determinant": return LogDeterminant()
    case "symmetric_eigen": return SymmetricEigen()
    case "qr": return OrthogonalTriangular()
    case "svd": return SingularValues()
    default: return nil
    }
  }

  /// Draws, and what passes values on.
  private var other: (any Primitive)? {
    switch page {
    case "constant": return Constant(roles["result"]!)
    case "derive_key": return DeriveKey()
    case "random_uniform":
      return RandomUniform(
        place: UInt64(int("place")), element: roles["result"]!.elementType, dims: dims("dims"))
    case "random_normal":
      return RandomNormal(
        place: UInt64(int("place")), element: roles["result"]!.elementType, dims: dims("dims"))
    case "stop_gradient": return StopGradient()
    case "identity": return Identity()
    case "recall": return Recall(place: 1)
    case "upstream": return Upstream()
    case "custom_rule": return CustomRule(of: "f", resultCount: 1, argumentCount: 0)
    case "assume":
      let result = roles["result"]!
      return Assume(type: TensorType(result.elementType, result.shape.map { Dim($0) }))
    case "check_bound": return CheckBound(bound: Dim(int("limit")))
    default: return nil
    }
  }

  /// The product that a specification such as `ij,jk->ik` names, brought to its order.
  private func contraction(_ detail: String) -> (GraphBuilder, [ValueID]) -> ValueID {
    let spec = detail.prefix { $0 != "/" }.split(separator: ">")
    let operands = spec[0].dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let (lhs, rhs) = (Array(operands[0]), Array(operands[1]))
    let result = spec.count > 1 ? Array(spec[1]) : []
    let shared = lhs.filter { rhs.contains($0) }
    let batch = shared.filter { result.contains($0) }
    let summed = shared.filter { !result.contains($0) }
    let contract = Contract(
      lhsBatch: batch.map { lhs.firstIndex(of: $0)! },
      rhsBatch: batch.map { rhs.firstIndex(of: $0)! },
      lhsContracted: summed.map { lhs.firstIndex(of: $0)! },
      rhsContracted: summed.map { rhs.firstIndex(of: $0)! })
    let order = batch + lhs.filter { !shared.contains($0) } + rhs.filter { !shared.contains($0) }
    return { builder, x in
      builder.transpose(builder.add(contract, x), result.map { order.firstIndex(of: $0)! })
    }
  }
}
