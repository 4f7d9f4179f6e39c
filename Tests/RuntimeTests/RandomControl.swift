import GraphSupport
import MartletGraph
import MartletOperations
import MartletShapes

/// Random graphs of loops, conditionals and while loops, in each other, on vectors of size N.
struct RandomControl {
  /// What chooses.
  var draw: Draw

  /// A value of smooth operations on some vectors, up to `depth` regions deep.
  mutating func value(_ builder: GraphBuilder, _ given: [ValueID], depth: Int) -> ValueID {
    var values = given
    for _ in 0..<3 + draw.next(below: 3) {
      let a = values[draw.next(below: values.count)]
      let b = values[draw.next(below: values.count)]
      values.append(node(builder, a, b, depth: depth))
    }
    return values.suffix(2).dropFirst().reduce(values[values.count - 2]) {
      builder.elementwise(.add, [$0, $1])
    }
  }

  /// A random operation on two vectors.
  private mutating func node(_ builder: GraphBuilder, _ a: ValueID, _ b: ValueID, depth: Int)
    -> ValueID
  {
    switch draw.next(below: depth > 0 ? 8 : 4) {
    case 0: return builder.elementwise(.tanh, [a])
    case 1: return builder.elementwise(.sin, [builder.elementwise(.multiply, [a, b])])
    case 2: return builder.elementwise(.add, [a, builder.filled(0.5, builder.type(of: a))])
    case 3:
      let mean = builder.mean(b, axes: [0])
      let spread = builder.broadcast(mean, to: builder.type(of: a).dims, axes: [])
      return builder.elementwise(.multiply, [builder.elementwise(.tanh, [a]), spread])
    case 4, 5: return loop(builder, a, b, depth: depth - 1)
    case 6: return conditional(builder, a, b, depth: depth - 1)
    default: return whileLoop(builder, a, b, depth: depth - 1)
    }
  }

  /// A loop over the entries of a product of two vectors, or of a fixed number of steps.
  private mutating func loop(_ builder: GraphBuilder, _ a: ValueID, _ b: ValueID, depth: Int)
    -> ValueID
  {
    let dims = builder.type(of: a).dims
    let isReversed = draw.next(below: 2) == 0
    let outer = builder.add(Contract(lhsContracted: [], rhsContracted: []), [a, b])
    let (final, stacked) = builder.loop(
      count: dims[0], carried: [a, b], sliced: [outer], invariants: [a, b], reversed: isReversed
    ) { body in
      let given = body.carried + body.slices + body.invariants
      let next = value(body.builder, given, depth: depth)
      let other = draw.next(below: 2) == 0 ? body.carried[0] : body.carried[1]
      let smaller = body.builder.elementwise(.tanh, [next])
      return ([other, smaller], [body.builder.mean(next, axes: [0]), smaller])
    }
    switch draw.next(below: 4) {
    case 0: return final[0]
    case 1: return final[1]
    case 2: return stacked[0]
    default: return builder.reduce(.sum, stacked[1], axes: [0])
    }
  }

  /// One of two values, as the mean of a vector says.
  private mutating func conditional(
    _ builder: GraphBuilder, _ a: ValueID, _ b: ValueID, depth: Int
  ) -> ValueID {
    let mean = builder.mean(a, axes: [0])
    let isBig = builder.elementwise(.less, [builder.constant(0.05, .f64), mean])
    return builder.conditional(isBig, [a, b]) { then, values in
      [value(then, values, depth: depth)]
    } else: { otherwise, values in
      [value(otherwise, values, depth: depth)]
    }[0]
  }

  /// Some steps, as many as a count that is carried and a limit allow.
  private mutating func whileLoop(
    _ builder: GraphBuilder, _ a: ValueID, _ b: ValueID, depth: Int
  ) -> ValueID {
    let limit = Dim(1 + draw.next(below: 3))
    let zero = builder.constant(0, .i32)
    return builder.whileLoop(carried: [zero, a], invariants: [b], limit: limit) { test, values in
      test.elementwise(.less, [values[0], test.constant(2, .i32)])
    } body: { step, values in
      let next = value(step, Array(values.dropFirst()), depth: depth)
      return [
        step.elementwise(.add, [values[0], step.constant(1, .i32)]),
        step.elementwise(.tanh, [next]),
      ]
    }[1]
  }
}
