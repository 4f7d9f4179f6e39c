import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms

/// Random graphs of all operations of the catalogue, in loops, conditionals and maps in each other.
///
/// An operation is applied as in a sample of its page. Its inputs are made from values of any sizes:
/// elements are picked, and moved into the range for which the operation is defined and smooth.
package struct CatalogueGraph {
  /// What chooses.
  var draw: Draw

  /// The graph of a seed.
  package init(seed: Int) { draw = Draw(seed: seed) }

  /// The samples that are used: operations of `f64` numbers that have derivatives of both kinds.
  static let samples: [OperationSample] = Catalog.pages.flatMap(\.samples).filter { sample in
    switch sample.operation {
    // What the first two mean depends on a derivative around them; the third stops one.
    case is Upstream, is CustomRule, is StopGradient: return false
    default: break
    }
    switch sample.operation.derivative {
    case .none, .rule(_, forward: .none): return false
    case .zero, .rule, .regions: return true
    }
  }

  /// Adds some operations; returns a vector of three of what they yield, and of what is given.
  package mutating func value(
    _ builder: GraphBuilder, _ given: [ValueID], steps: Int, depth: Int
  ) -> ValueID {
    var values = given
    for _ in 0..<steps { values += node(builder, values, depth: depth) }
    let parts = values.suffix(3).map { value in
      builder.elementwise(.sin, [fitted(value, [3], builder)])
    }
    return parts.dropFirst().reduce(parts[0]) { builder.elementwise(.add, [$0, $1]) }
  }

  /// Adds an operation or a region; returns what it yields, as `f64` numbers.
  private mutating func node(_ builder: GraphBuilder, _ values: [ValueID], depth: Int) -> [ValueID]
  {
    switch draw.next(below: depth > 0 ? 16 : 10) {
    case 0: return [builder.elementwise(.add, pair(builder, values))]
    case 1: return [builder.elementwise(.multiply, pair(builder, values))]
    case 2: return [builder.elementwise(.tanh, [some(values)])]
    case 10, 11: return loop(builder, values, depth: depth - 1)
    case 12: return conditional(builder, values, depth: depth - 1)
    case 13: return whileLoop(builder, values, depth: depth - 1)
    case 14: return map(builder, values, depth: depth - 1)
    case 15:
      let place = UInt64(1 + draw.next(below: 1 << 20))
      return builder.recomputing(at: [place]) {
        [value(builder, values.suffix(4), steps: 3, depth: depth - 1)]
      }
    default: return sample(builder, values)
    }
  }

  /// One of some values.
  private mutating func some(_ values: [ValueID]) -> ValueID {
    values[draw.next(below: values.count)]
  }

  /// Two values, the second with the sizes of the first.
  private mutating func pair(_ builder: GraphBuilder, _ values: [ValueID]) -> [ValueID] {
    let first = some(values)
    let shape = builder.type(of: first).dims.map { $0.constant! }
    return [first, fitted(some(values), shape, builder)]
  }

  /// Applies an operation as one of its samples does.
  private mutating func sample(_ builder: GraphBuilder, _ values: [ValueID]) -> [ValueID] {
    let sample = Self.samples[draw.next(below: Self.samples.count)]
    let inputs = sample.inputs.map { input($0, builder, values) }
    guard let results = results(of: sample, builder, inputs) else { return [] }
    return results.map { result in
      let number = builder.cast(result, to: .f64)
      // Whatever is large would drown what is computed from it later.
      return builder.elementwise(.tanh, [number])
    }
  }

  /// What a sample's operation yields; normal numbers are as precise as all others.
  private func results(of sample: OperationSample, _ builder: GraphBuilder, _ inputs: [ValueID])
    -> [ValueID]?
  {
    guard let normal = sample.operation as? RandomNormal else {
      return sample.add(to: builder, inputs)
    }
    return [
      builder.add(RandomNormal(place: normal.place, element: .f64, dims: normal.dims), inputs)
    ]
  }

  /// An input of a sample, from one of some values.
  private mutating func input(
    _ input: OperationSample.Input, _ builder: GraphBuilder, _ values: [ValueID]
  ) -> ValueID {
    switch input {
    case .real(let shape, let range):
      return moved(fitted(some(values), shape, builder), into: range, builder)
    case .definite(let shape): return matrix(shape, builder, values) { _ in 4 }
    case .distinct(let shape): return matrix(shape, builder, values) { Double(3 * $0 + 4) }
    case .positions(let shape, let limit):
      return builder.add(Constant(draw.positions(shape, below: limit)))
    case .truth(let shape):
      let zero = builder.filled(0, TensorType(.f64, shape.map { Dim($0) }))
      return builder.elementwise(.less, [zero, fitted(some(values), shape, builder)])
    case .key, .keys: return builder.add(Constant(input.tensor(&draw, .f64)))
    }
  }

  /// Matrices of small numbers, to whose diagonals others are added.
  private mutating func matrix(
    _ shape: [Int], _ builder: GraphBuilder, _ values: [ValueID], _ diagonal: (Int) -> Double
  ) -> ValueID {
    let small = moved(fitted(some(values), shape, builder), into: -1...1, builder)
    let addend = Tensor(zeros: .f64, shape: shape).withDiagonal(diagonal)
    return builder.elementwise(.add, [small, builder.add(Constant(addend))])
  }

  /// A value in a range.
  private func moved(_ value: ValueID, into range: ClosedRange<Double>, _ builder: GraphBuilder)
    -> ValueID
  {
    let type = builder.type(of: value)
    let width = builder.filled(range.upperBound - range.lowerBound, type)
    let part = builder.elementwise(.sigmoid, [builder.elementwise(.add, [value, value])])
    let scaled = builder.elementwise(.multiply, [part, width])
    return builder.elementwise(.add, [scaled, builder.filled(range.lowerBound, type)])
  }

  /// Elements of a value, in other sizes.
  func fitted(_ value: ValueID, _ shape: [Int], _ builder: GraphBuilder) -> ValueID {
    let dims = builder.type(of: value).dims.map { $0.constant! }
    if dims == shape { return value }
    let count = dims.reduce(1, *)
    guard count > 0 else { return builder.filled(0.3, TensorType(.f64, shape.map { Dim($0) })) }
    let positions = (0..<shape.reduce(1, *)).map { Int32(($0 * 5 + 1) % count) }
    let flat = builder.reshape(value, [Dim(count)])
    let index = builder.add(Constant(Tensor(positions, shape: shape, bound: count)))
    return builder.add(Gather(axes: [0]), [flat, index])
  }
}

/// Regions.
extension CatalogueGraph {
  /// A loop of few steps in either direction.
  private mutating func loop(_ builder: GraphBuilder, _ values: [ValueID], depth: Int) -> [ValueID]
  {
    let count = draw.next(below: 5)
    let carried = [fitted(some(values), [3], builder), fitted(some(values), [2, 2], builder)]
    let sliced = fitted(some(values), [count, 2], builder)
    let results = builder.loop(
      count: Dim(count), carried: carried, sliced: [sliced], invariants: [some(values)],
      reversed: draw.next(below: 2) == 0
    ) { body in
      let number = body.builder.cast(body.index, to: .f64)
      let given = body.carried + body.slices + body.invariants + [number]
      let next = value(body.builder, given, steps: 3, depth: depth)
      let other = fitted(next, [2, 2], body.builder)
      let mixed = body.builder.elementwise(.multiply, [other, body.carried[1]])
      return ([body.builder.elementwise(.tanh, [next]), mixed], [next, number])
    }
    return results.carried + results.stacked
  }

  /// One of two values.
  private mutating func conditional(_ builder: GraphBuilder, _ values: [ValueID], depth: Int)
    -> [ValueID]
  {
    let number = fitted(some(values), [], builder)
    let isBig = builder.elementwise(.less, [builder.constant(0.05, .f64), number])
    let captured = Array(values.suffix(3))
    return builder.conditional(isBig, captured) { then, values in
      [value(then, values, steps: 2, depth: depth)]
    } else: { otherwise, values in
      [value(otherwise, values, steps: 3, depth: depth)]
    }
  }

  /// As many steps as a count that is carried and a limit allow.
  private mutating func whileLoop(_ builder: GraphBuilder, _ values: [ValueID], depth: Int)
    -> [ValueID]
  {
    let limit = Dim(draw.next(below: 4))
    let start = fitted(some(values), [3], builder)
    let results = builder.whileLoop(
      carried: [builder.constant(0, .i32), start], invariants: [some(values)], limit: limit
    ) { test, values in
      test.elementwise(.less, [values[0], test.constant(2, .i32)])
    } body: { step, values in
      let next = value(step, Array(values.dropFirst()), steps: 2, depth: depth)
      return [
        step.elementwise(.add, [values[0], step.constant(1, .i32)]),
        step.elementwise(.tanh, [next]),
      ]
    }
    return [results[1]]
  }

  /// What is computed for both lanes of a value, with another one that they share.
  private mutating func map(_ builder: GraphBuilder, _ values: [ValueID], depth: Int) -> [ValueID] {
    let lanes = fitted(some(values), [2, 3], builder)
    let shared = some(values)
    let inner = GraphBuilder(regionOf: builder)
    let lane = inner.parameter("lane", TensorType(.f64, [3]))
    let same = inner.parameter("shared", builder.type(of: shared))
    let region = inner.finish(outputs: [value(inner, [lane, same], steps: 3, depth: depth)])
    let inputs = [LaneValue(lanes, isMapped: true), LaneValue(shared, isMapped: false)]
    let results = try? batch(region, into: builder, inputs: inputs, count: 2)
    return results.map { $0.map { $0.spread(over: 2, builder) } } ?? []
  }
}
