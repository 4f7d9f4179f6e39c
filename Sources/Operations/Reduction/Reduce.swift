import MartletGraph
import MartletShapes
import MartletTensors

/// The elements along some axes, combined into one.
public struct Reduce: Primitive, Hashable {
  /// How elements are combined.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case sum, product, maximum, minimum, any, all

    /// Whether elements of the given type can be combined so.
    public func accepts(_ element: ElementType) -> Bool {
      switch self {
      case .sum, .product, .maximum, .minimum: element != .bool
      case .any, .all: element == .bool
      }
    }
  }

  /// How elements are combined.
  public let kind: Kind
  /// The axes along which they are; the result lacks them.
  public let axes: [Int]

  /// The given combination along the given axes.
  public init(kind: Kind, axes: [Int]) {
    self.kind = kind
    self.axes = axes.sorted()
  }

  /// The name in the text form.
  public var name: String { "reduce_\(kind.rawValue)" }
  /// The axes.
  public var attributes: [(name: String, value: Attribute)] { [("axes", .ints(axes))] }

  /// The other axes.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(axes: axes, rank: inputs[0].rank)
    try TypeFault.check(kind.accepts(inputs[0].element), "elements of \(inputs[0])")
    var result = TensorType(inputs[0].element, inputs[0].dims.leavingOut(axes))
    if case .maximum = kind { result.bound = inputs[0].bound }
    if case .minimum = kind { result.bound = inputs[0].bound }
    return [result]
  }

  /// Combines in the order of memory; of no elements, the neutral one.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let input = inputs[0]
    let target = IndexSpace(input.shape.leavingOut(axes))
    if case .maximum = kind, input.bound != nil, input.count == 0, target.count > 0 {
      throw .emptyExtreme(axis: axes[0])
    }
    if case .minimum = kind, input.bound != nil, input.count == 0, target.count > 0 {
      throw .emptyExtreme(axis: axes[0])
    }
    var place = 0
    if input.elementType.isFloating {
      let elements = input.doubles
      var totals = [Double](repeating: neutralReal, count: target.count)
      IndexSpace(input.shape).forEach { position in
        let index = target.offset(of: position.leavingOut(axes))
        totals[index] = combine(totals[index], elements[place])
        place += 1
      }
      return [Tensor(reals: totals, shape: target.shape, element: input.elementType)]
    }
    let elements = input.ints
    var totals = [Int](repeating: neutralWhole(input.elementType), count: target.count)
    IndexSpace(input.shape).forEach { position in
      let index = target.offset(of: position.leavingOut(axes))
      totals[index] = combine(totals[index], elements[place])
      place += 1
    }
    let isExtreme = kind == .maximum || kind == .minimum
    return [
      Tensor(
        wholes: totals, shape: target.shape, element: input.elementType,
        bound: isExtreme ? input.bound : nil)
    ]
  }

  /// The gradient repeated, times what else was multiplied, or where the extreme was found first.
  public var derivative: Derivative {
    switch kind {
    case .sum:
      .linear { [axes] context, gradient in
        let dims = context.type(ofInput: 0).dims
        return context.builder.broadcast(
          gradient, to: dims, axes: Array(dims.indices).leavingOut(axes))
      }
    case .product: .single(forward: productTangent) { [productGradient($0, $1)] }
    case .maximum:
      .single(forward: { extremeTangent(.maximum, $0) }) { [extremeGradient(.maximum, $0, $1)] }
    case .minimum:
      .single(forward: { extremeTangent(.minimum, $0) }) { [extremeGradient(.minimum, $0, $1)] }
    case .any, .all: .zero(because: "a truth value has none")
    }
  }

  /// The same axes, behind the lanes.
  public var batching: Batching {
    .sideBySide { [kind, axes] _ in Reduce(kind: kind, axes: axes.behindLanes) }
  }

  /// Two real numbers combined.
  private func combine(_ x: Double, _ y: Double) -> Double {
    switch kind {
    case .sum: x + y
    case .product: x * y
    case .maximum: Real.maximum(x, y)
    case .minimum: Real.minimum(x, y)
    case .any: max(x, y)
    case .all: min(x, y)
    }
  }

  /// Two whole numbers or truth values combined.
  private func combine(_ x: Int, _ y: Int) -> Int {
    switch kind {
    case .sum: x &+ y
    case .product: x &* y
    case .maximum, .any: max(x, y)
    case .minimum, .all: min(x, y)
    }
  }

  /// What changes no real number.
  private var neutralReal: Double {
    switch kind {
    case .sum, .any: 0
    case .product, .all: 1
    case .maximum: -.infinity
    case .minimum: .infinity
    }
  }

  /// What changes no whole number of a type, or no truth value.
  private func neutralWhole(_ element: ElementType) -> Int {
    let limit: (least: Int, greatest: Int) =
      switch element {
      case .i32: (Int(Int32.min), Int(Int32.max))
      case .i8: (Int(Int8.min), Int(Int8.max))
      case .u8: (0, Int(UInt8.max))
      case .i64, .f64, .f32, .f16, .bf16, .bool: (.min, .max)
      }
    return switch kind {
    case .sum, .any: 0
    case .product, .all: 1
    case .maximum: limit.least
    case .minimum: limit.greatest
    }
  }
}

extension Reduce {
  /// The input, if it has only one element along the axes; a product instead of a sum of what was
  /// repeated along all of them.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    let builder = context.builder
    let dims = context.type(ofInput: 0).dims
    if dims.picking(axes).allSatisfy({ $0 == 1 }) {
      return builder.reshape(context.inputs[0], dims.leavingOut(axes))
    }
    guard kind == .sum, let inner = context.producer(ofInput: 0, as: Broadcast.self),
      axes.allSatisfy({ !inner.operation.axes.contains($0) })
    else { return nil }
    let left = Array(dims.indices).leavingOut(axes)
    let rest = builder.broadcast(
      inner.inputs[0], to: dims.picking(left),
      axes: inner.operation.axes.map { left.firstIndex(of: $0)! })
    let count = dims.picking(axes).reduce(1) { $0 * $1 }
    let factor = builder.filled(size: count, builder.type(of: rest))
    return builder.elementwise(.multiply, [rest, factor])
  }
}

extension Reduce {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "reduce_sum", "(x: T[S]) -> T[rest of S]",
        "The sum of the elements along some axes.",
        [
          OperationSample(Reduce(kind: .sum, axes: [0]), .real([4])),
          OperationSample(Reduce(kind: .sum, axes: [1]), .real([2, 3])),
          OperationSample(Reduce(kind: .sum, axes: [0, 2]), .real([2, 3, 3])),
          OperationSample(Reduce(kind: .sum, axes: [0, 1]), .real([1, 1])),
          OperationSample(Reduce(kind: .sum, axes: [0]), .real([0, 2])),
        ]),
      OperationPage(
        "reduce_product", "(x: T[S]) -> T[rest of S]",
        "The product of the elements along some axes.",
        [
          OperationSample(Reduce(kind: .product, axes: [0]), .real([4])),
          OperationSample(Reduce(kind: .product, axes: [1]), .real([2, 3])),
          OperationSample(Reduce(kind: .product, axes: [0, 2]), .real([2, 3, 3])),
          OperationSample(Reduce(kind: .product, axes: [0, 1]), .real([1, 1])),
          OperationSample(Reduce(kind: .product, axes: [0]), .real([0, 2])),
        ]),
      OperationPage(
        "reduce_maximum", "(x: T[S]) -> T[rest of S]",
        "The greatest element along some axes; the gradient of a tie goes to the first.",
        [
          OperationSample(Reduce(kind: .maximum, axes: [0]), .real([4])),
          OperationSample(Reduce(kind: .maximum, axes: [1]), .real([2, 3])),
          OperationSample(Reduce(kind: .maximum, axes: [0, 2]), .real([2, 3, 3])),
          OperationSample(Reduce(kind: .maximum, axes: [0, 1]), .real([1, 1])),
        ]),
      OperationPage(
        "reduce_minimum", "(x: T[S]) -> T[rest of S]",
        "The smallest element along some axes; the gradient of a tie goes to the first.",
        [
          OperationSample(Reduce(kind: .minimum, axes: [0]), .real([4])),
          OperationSample(Reduce(kind: .minimum, axes: [1]), .real([2, 3])),
          OperationSample(Reduce(kind: .minimum, axes: [0, 2]), .real([2, 3, 3])),
          OperationSample(Reduce(kind: .minimum, axes: [0, 1]), .real([1, 1])),
        ]),
      OperationPage(
        "reduce_any", "(x: bool[S]) -> bool[rest of S]",
        "Whether some element along some axes holds.",
        [
          OperationSample(Reduce(kind: .any, axes: [1]), .truth([3, 2])),
          OperationSample(Reduce(kind: .any, axes: [0]), .truth([0])),
        ]),
      OperationPage(
        "reduce_all", "(x: bool[S]) -> bool[rest of S]",
        "Whether all elements along some axes hold.",
        [
          OperationSample(Reduce(kind: .all, axes: [1]), .truth([3, 2])),
          OperationSample(Reduce(kind: .all, axes: [0]), .truth([0])),
        ]),
    ]
  }
}
