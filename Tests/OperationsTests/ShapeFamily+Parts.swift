import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// Families that several operations share.
extension ShapeFamily {
  /// The family as the only one.
  var alone: [ShapeFamily] { [self] }

  /// The family in `f64` alone.
  var f64Only: ShapeFamily { ShapeFamily(sizes, allReals: false, application) }

  /// An operation on one matrix.
  static func along(_ operation: @escaping @Sendable () -> any Primitive) -> ShapeFamily {
    ShapeFamily { n, m in Application(operation(), .real([n, m])) }
  }

  /// Reductions along rows, along columns, and of everything.
  static func reduce(_ kind: Reduce.Kind, _ range: ClosedRange<Double> = -2...2) -> [ShapeFamily] {
    [[0], [1], [0, 1]].map { axes in
      ShapeFamily { n, m in Application(Reduce(kind: kind, axes: axes), .real([n, m], range)) }
    } + [
      ShapeFamily { n, m in Application(Reduce(kind: kind, axes: [0, 2]), .real([n, 2, m], range)) }
    ]
  }

  /// Reductions of truth values.
  static func truths(_ kind: Reduce.Kind) -> [ShapeFamily] {
    [[0], [1]].map { axes in
      ShapeFamily { n, m in Application(Reduce(kind: kind, axes: axes), .truth([n, m])) }
    }
  }

  /// Extremes of the rows of segments.
  static func segments(_ kind: ArgExtreme.Kind) -> [ShapeFamily] {
    [
      ShapeFamily { n, m in
        Application(SegmentExtreme(kind: kind), .real([n, 2]), .positions([n], below: m + 1))
      }
    ]
  }

  /// An operation on square matrices.
  static func squares(_ operation: any Primitive) -> [ShapeFamily] {
    [
      ShapeFamily(small, allReals: false) { n, _ in Application(operation, .definite([n, n])) },
      ShapeFamily(small, allReals: false) { n, m in Application(operation, .definite([m, 2, n, n]))
      },
    ]
  }

  /// An operation on square matrices and right-hand sides.
  static func systems(_ operation: any Primitive) -> [ShapeFamily] {
    [
      ShapeFamily(small, allReals: false) { n, m in
        Application(operation, .definite([n, n]), .real([n, m]))
      },
      ShapeFamily(small, allReals: false) { n, m in
        Application(operation, .definite([m, n, n]), .real([m, n, 2]))
      },
    ]
  }

  /// An operation on matrices that are not wide.
  static func tall(_ operation: any Primitive) -> [ShapeFamily] {
    [
      ShapeFamily(small, allReals: false) { n, m in
        Application(operation, .distinct([n + m, m]))
      },
      ShapeFamily(small, allReals: false) { n, m in
        Application(operation, .distinct([2, n, n]))
      },
    ]
  }

  /// A loop over `n` rows, and one of `n` steps that slices nothing.
  static let loops = [false, true].map { isReversed in
    ShapeFamily([[0, 3], [1, 1], [2, 7], [7, 2], [129, 3]]) { n, m in
      let loop = Loop(count: n, carried: 1, sliced: 1, reversed: isReversed)
      return Application(loop, [.real([m]), .real([n, m])]) { outer, types in
        let builder = GraphBuilder(regionOf: outer)
        _ = builder.parameter("index", TensorType(.i32, bound: n))
        let h = builder.parameter("h", types[0])
        let x = builder.parameter("x", types[0])
        let next = builder.elementwise(.tanh, [builder.elementwise(.add, [h, x])])
        return [builder.finish(outputs: [next, builder.elementwise(.multiply, [h, x])])]
      }
    }
  }

  /// A choice between two functions of matrices.
  static let conditionals = [
    ShapeFamily { n, m in
      Application(Conditional(), [.truth([]), .real([n, m])]) { outer, types in
        [ScalarFunction.tanh, .exp].map { function in
          let builder = GraphBuilder(regionOf: outer)
          let x = builder.parameter("x", types[1])
          return builder.finish(outputs: [builder.elementwise(function, [x])])
        }
      }
    }
  ]

  /// Steps until a count, bounded by `n`.
  static let whiles = [
    ShapeFamily([[0, 3], [1, 1], [2, 7], [7, 2], [3, 1000]]) { n, m in
      Application(While(carried: 2, limit: n), [.real([m]), .wholes([], below: 3)]) {
        outer, types in
        let condition = GraphBuilder(regionOf: outer)
        let tested = types.map { condition.parameter("x", $0) }
        let isLess = condition.elementwise(.less, [tested[1], condition.constant(4, .i32)])
        let step = GraphBuilder(regionOf: outer)
        let values = types.map { step.parameter("x", $0) }
        let next = step.elementwise(.sin, [values[0]])
        let count = step.elementwise(.add, [values[1], step.constant(1, .i32)])
        return [condition.finish(outputs: [isLess]), step.finish(outputs: [next, count])]
      }
    }
  ]
}
