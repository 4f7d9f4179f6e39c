import MartletGraph
import MartletShapes
import MartletTensors

/// Tensors one after another along an axis.
public struct Concatenate: Primitive, Hashable {
  /// The axis along which the sizes add up.
  public let axis: Int

  /// Along the given axis.
  public init(axis: Int) { self.axis = axis }

  /// The name in the text form.
  public var name: String { "concatenate" }
  /// The axis.
  public var attributes: [(name: String, value: Attribute)] { [("axis", .int(axis))] }

  /// The sum of the sizes along the axis; all other sizes agree. A bound that all share stays.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    guard var result = inputs.first else { throw TypeFault("no inputs") }
    try TypeFault.check(axes: [axis], rank: result.rank)
    for input in inputs.dropFirst() {
      try TypeFault.check(
        input.element == result.element && input.rank == result.rank, "\(input) and \(result)")
      try TypeFault.check(
        input.dims.leavingOut([axis]), equals: result.dims.leavingOut([axis]), facts)
      result.dims[axis] = result.dims[axis] + input.dims[axis]
      if !facts.equal(result.bound, input.bound) { result.bound = nil }
    }
    return [result]
  }

  /// Copies each input to its place.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let lengths = inputs.map { $0.shape[axis] }
    guard inputs.allSatisfy({ $0.shape.leavingOut([axis]) == inputs[0].shape.leavingOut([axis]) })
    else { throw .shape(operation: name, inputs.map(\.shape)) }
    var shape = inputs[0].shape
    shape[axis] = lengths.reduce(0, +)
    // The inputs as one flat run of elements, so that every element has one place to come from.
    let joined = Tensor(joining: inputs)
    var origins: [(input: Int, position: Int)] = []
    for (input, length) in lengths.enumerated() {
      for position in 0..<length { origins.append((input, position)) }
    }
    let spaces = inputs.map { IndexSpace($0.shape) }
    var starts = [0]
    for input in inputs { starts.append(starts[starts.count - 1] + input.count) }
    return [
      joined.rearranged(to: shape) { position in
        var place = position
        let origin = origins[position[axis]]
        place[axis] = origin.position
        return starts[origin.input] + spaces[origin.input].offset(of: place)
      }
    ]
  }

  /// The parts of the gradient.
  public var derivative: Derivative {
    .single(forward: { [self] context in
      context.builder.add(self, context.inputs.indices.map(context.tangent))
    }) { [axis] context, gradient in
      var start: Dim = 0
      return context.inputs.indices.map { index in
        let size = context.type(ofInput: index).dims[axis]
        defer { start = start + size }
        guard context.wanted[index] else { return nil }
        return context.builder.slice(gradient, axis: axis, from: start, to: start + size)
      }
    }
  }

  /// The same axis, behind the lanes.
  public var batching: Batching {
    .sideBySide { [axis] _ in Concatenate(axis: axis + 1) }
  }
}

extension Tensor {
  /// The elements of several tensors of one type in one vector.
  fileprivate init(joining tensors: [Tensor]) {
    let element = tensors[0].elementType
    let bound = tensors[0].bound
    var result = Tensor(
      zeros: element, shape: [tensors.reduce(0) { $0 + $1.count }],
      bound: tensors.allSatisfy { $0.bound == bound } ? bound : nil)
    var start = 0
    for tensor in tensors {
      result.copy(tensor, element.swiftType, to: start)
      start += tensor.count
    }
    self = result
  }

  /// Sets elements from a place on to those of another tensor.
  private mutating func copy<E: TensorElement>(_ other: Tensor, _ type: E.Type, to start: Int) {
    other.withElements(of: E.self) { elements in
      withMutableElements(of: E.self) { own in
        for (place, value) in elements.enumerated() { own[start + place] = value }
      }
    }
  }
}

extension Concatenate {
  /// The input, if there is only one.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    context.inputs.count == 1 ? context.inputs[0] : nil
  }
}

extension Concatenate {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "concatenate", "(x: T[S], …) -> T[S]",
        "Tensors one after another along an axis.",
        [
          OperationSample(Concatenate(axis: 0), .real([2]), .real([3])),
          OperationSample(Concatenate(axis: 1), .real([2, 1]), .real([2, 3]), .real([2, 2])),
          OperationSample(Concatenate(axis: 0), .real([0, 2]), .real([1, 2])),
          OperationSample(Concatenate(axis: 0), .real([3])),
        ])
    ]
  }
}
