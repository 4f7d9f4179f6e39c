import MartletGraph
import MartletShapes
import MartletTensors

/// For each segment and each column the row with the extreme element, the first of several; the
/// number of rows where a segment has none. NaN beats all numbers.
///
/// The inputs are the rows and, for each of them, its segment. A row more, put behind the others, is
/// what the segments without rows then point to.
public struct SegmentExtreme: Primitive, Hashable {
  /// Which extreme is sought.
  public let kind: ArgExtreme.Kind

  /// The given extreme.
  public init(kind: ArgExtreme.Kind) { self.kind = kind }

  /// The name in the text form.
  public var name: String { "segment_\(kind.rawValue)" }
  /// There are none.
  public var attributes: [(name: String, value: Attribute)] { [] }

  /// One row a segment, holding positions of rows.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 2)
    let (rows, owners) = (inputs[0], inputs[1])
    guard let length = rows.dims.first, let count = owners.bound, owners.element.isInteger else {
      throw TypeFault("rows \(rows) and segments \(owners)")
    }
    try TypeFault.check(owners.dims, equals: [length], facts)
    return [TensorType(.i32, [count] + rows.dims.dropFirst(), bound: length + 1)]
  }

  /// Looks at one row after another.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let (rows, owners) = (inputs[0], inputs[1])
    guard let length = rows.shape.first, owners.shape == [length], let count = owners.bound else {
      throw .shape(operation: name, inputs.map(\.shape))
    }
    let width = rows.shape.dropFirst().reduce(1, *)
    let ids = owners.ints
    for (place, id) in ids.enumerated() where !(0..<count).contains(id) {
      throw .outOfRange(value: id, bound: count, position: place)
    }
    let places =
      rows.elementType.isFloating
      ? search(rows.doubles, ids, count, width) { $0.isNaN ? false : $1.isNaN || beats($1, $0) }
      : search(rows.ints, ids, count, width) { beats($1, $0) }
    return [
      Tensor(
        wholes: places, shape: [count] + rows.shape.dropFirst(), element: .i32, bound: length + 1)
    ]
  }

  /// A position jumps.
  public var derivative: Derivative { .zero(because: "a position changes in jumps only") }

  /// The lanes as columns if they share the segments, and else as rows of segments of their own.
  public var batching: Batching {
    .single { [self] context in
      let builder = context.builder
      let rows = context.mapped(0)
      guard context.inputs[1].isMapped else {
        let rank = builder.type(of: rows).rank
        let columns = builder.transpose(rows, [1, 0] + Array(2..<rank))
        let places = builder.add(self, [columns, context.inputs[1].value])
        return context.lanesFirst(places, from: 1)
      }
      return ownSegments(rows, context)
    }
  }

  /// The rows of all lanes behind each other, each lane with segments of its own.
  private func ownSegments(_ rows: ValueID, _ context: BatchingContext) -> ValueID {
    let builder = context.builder
    let (lanes, rowType) = (context.count, context.laneType(ofInput: 0))
    let owners = context.laneType(ofInput: 1)
    guard let segments = owners.bound else { preconditionFailure("segments are counted") }
    let (length, rest) = (rowType.dims[0], Array(rowType.dims.dropFirst()))
    let whole = NumberOfRows(lanes: lanes, length: length)
    let ids = builder.elementwise(
      .add,
      [
        builder.cast(context.inputs[1].value, to: .i32),
        whole.multiples(of: segments, along: [length], context),
      ])
    let owned = builder.assume(
      builder.reshape(ids, [lanes * length]),
      TensorType(.i32, [lanes * length], bound: lanes * segments))
    let places = builder.add(self, [builder.reshape(rows, [lanes * length] + rest), owned])
    let inLanes = builder.reshape(places, [lanes, segments] + rest)
    return whole.localised(inLanes, bound: length + 1, context)
  }

  /// The rows of all lanes behind each other.
  private struct NumberOfRows {
    /// The number of lanes, and of rows in each.
    let (lanes, length): (Dim, Dim)

    /// A number times that of the lane, repeated behind the lanes along the given sizes.
    func multiples(of factor: Dim, along dims: [Dim], _ context: BatchingContext) -> ValueID {
      let builder = context.builder
      let all = [lanes] + dims
      let numbers = builder.assume(context.laneNumbers(along: dims), TensorType(.i32, all))
      let size = builder.add(SizeValue(dim: factor, element: .i32))
      return builder.elementwise(.multiply, [numbers, builder.broadcast(size, to: all, axes: [])])
    }

    /// Positions among all rows as positions among those of the lane; the one behind all rows stays
    /// the one behind the rows.
    func localised(_ places: ValueID, bound: Dim, _ context: BatchingContext) -> ValueID {
      let builder = context.builder
      let dims = builder.type(of: places).dims
      let plain = builder.assume(places, TensorType(.i32, dims))
      func filled(_ size: Dim) -> ValueID {
        let value = builder.add(SizeValue(dim: size, element: .i32))
        return builder.broadcast(value, to: dims, axes: [])
      }
      let starts = multiples(of: length, along: Array(dims.dropFirst()), context)
      let local = builder.elementwise(
        .select,
        [
          builder.elementwise(.equal, [plain, filled(lanes * length)]), filled(length),
          builder.elementwise(.subtract, [plain, starts]),
        ])
      return builder.assume(local, TensorType(.i32, dims, bound: bound))
    }
  }

  /// Whether a number is more extreme than another.
  private func beats<Number: Comparable>(_ new: Number, _ old: Number) -> Bool {
    switch kind {
    case .maximum: new > old
    case .minimum: new < old
    }
  }

  /// The row of the first element that no other replaces, for each segment and column.
  private func search<Number>(
    _ elements: [Number], _ ids: [Int], _ count: Int, _ width: Int,
    _ replaces: (_ old: Number, _ new: Number) -> Bool
  ) -> [Int] {
    var places = [Int](repeating: ids.count, count: count * width)
    for (row, id) in ids.enumerated() {
      for column in 0..<width {
        let place = id * width + column
        let element = elements[row * width + column]
        if places[place] == ids.count
          || replaces(elements[places[place] * width + column], element)
        {
          places[place] = row
        }
      }
    }
    return places
  }
}

extension SegmentExtreme {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "segment_maximum", "(x: T[N, S], by: i32<G>[N]) -> i32<N + 1>[G, S]",
        "The row of the greatest element of each segment.",
        [
          OperationSample(SegmentExtreme(kind: .maximum), .real([6]), .positions([6], below: 3)),
          OperationSample(
            SegmentExtreme(kind: .maximum), .real([5, 2]), .positions([5], below: 2)),
        ]),
      OperationPage(
        "segment_minimum", "(x: T[N, S], by: i32<G>[N]) -> i32<N + 1>[G, S]",
        "The row of the smallest element of each segment.",
        [
          OperationSample(SegmentExtreme(kind: .minimum), .real([6, 2]), .positions([6], below: 3))
        ]),
    ]
  }
}
