import MartletGraph
import MartletShapes
import MartletTensors

extension Loop {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "loop", "(carried…, sliced: T[count, S]…, invariants…) -> (carried…, stacked…)",
        "A number of steps that hand values on, and yield others.",
        [0, 1, 4].flatMap { count in
          [false, true].map { isReversed in
            OperationSample(
              Loop(count: Dim(count), carried: 2, sliced: 1, reversed: isReversed),
              inputs: [
                .real([2, 3]), .positions([], below: 5), .real([count, 3]),
                .real([3, 3], -0.5...0.5),
              ]
            ) { builder, types in [recurrence(builder, types, count: Dim(count))] }
          }
        })
    ]
  }

  /// The body of the sample: `h = tanh(h @ w + x)` and `k = k + 1`, which yields `h ** 2`.
  private static func recurrence(_ outer: GraphBuilder, _ types: [TensorType], count: Dim)
    -> Graph
  {
    let builder = GraphBuilder(regionOf: outer)
    _ = builder.parameter("index", TensorType(.i32, bound: count))
    let h = builder.parameter("h", types[0])
    let k = builder.parameter("k", types[1].with(element: .i32))
    let x = builder.parameter("x", types[2].with(dims: Array(types[2].dims.dropFirst())))
    let w = builder.parameter("w", types[3])
    let product = builder.add(Contract(lhsContracted: [1], rhsContracted: [0]), [h, w])
    let row = builder.broadcast(x, to: types[0].dims, axes: [1])
    let next = builder.elementwise(.tanh, [builder.elementwise(.add, [product, row])])
    let square = builder.elementwise(.multiply, [h, h])
    let one = builder.constant(1, .i32)
    return builder.finish(outputs: [next, builder.elementwise(.add, [k, one]), square])
  }
}

extension Conditional {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "if", "(condition: bool[], captured…) -> (values…)",
        "What one of two regions yields, as a truth value says.",
        (0..<4).map { _ in
          OperationSample(Conditional(), inputs: [.truth([]), .real([3]), .real([3])]) {
            builder, types in
            let captured = Array(types.dropFirst())
            return [branch(.tanh, builder, captured), branch(.exp, builder, captured)]
          }
        })
    ]
  }

  /// A region of the sample: a scalar function of the first value times the second.
  private static func branch(
    _ function: ScalarFunction, _ outer: GraphBuilder, _ types: [TensorType]
  ) -> Graph {
    let builder = GraphBuilder(regionOf: outer)
    let values = types.map { builder.parameter("x", $0) }
    let image = builder.elementwise(function, [values[0]])
    return builder.finish(outputs: [builder.elementwise(.multiply, [image, values[1]])])
  }
}

extension While {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "while", "(carried…, invariants…) -> (carried…)",
        "Steps as long as a condition holds.",
        [0, 1, 5].map { limit in
          OperationSample(
            While(carried: 2, limit: Dim(limit)),
            inputs: [.real([3]), .positions([], below: 3), .real([3])]
          ) { builder, types in [below(3, builder, types), step(builder, types)] }
        })
    ]
  }

  /// The condition of the sample: the second value is below a limit.
  private static func below(_ limit: Double, _ outer: GraphBuilder, _ types: [TensorType])
    -> Graph
  {
    let builder = GraphBuilder(regionOf: outer)
    let values = parameters(builder, types)
    let condition = builder.elementwise(.less, [values[1], builder.constant(limit, .i32)])
    return builder.finish(outputs: [condition])
  }

  /// The step of the sample: `x = sin(x) + a` and `k = k + 1`.
  private static func step(_ outer: GraphBuilder, _ types: [TensorType]) -> Graph {
    let builder = GraphBuilder(regionOf: outer)
    let values = parameters(builder, types)
    let image = builder.elementwise(.sin, [values[0]])
    let next = builder.elementwise(.add, [image, values[2]])
    let count = builder.elementwise(.add, [values[1], builder.constant(1, .i32)])
    return builder.finish(outputs: [next, count])
  }

  /// The parameters of the sample's regions; the count has no bound.
  private static func parameters(_ builder: GraphBuilder, _ types: [TensorType]) -> [ValueID] {
    types.map { builder.parameter("x", TensorType($0.element, $0.dims)) }
  }
}
