import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import MartletTransforms

/// An operation in a graph of symbolic sizes that is planned once, compared at many sizes with the
/// reference kernels in a graph of known sizes; its gradient likewise.
struct ShapeProof {
  /// The family.
  let family: ShapeFamily

  /// How the inputs reach the operation.
  enum View: CaseIterable {
    /// As they are.
    case whole
    /// With their axes turned around.
    case transposed
    /// Every second element of the last axis of something greater.
    case strided
    /// Through two axes in front, as the lanes of a map in a map.
    case lanes
  }

  /// A graph with what is needed to run it.
  private struct Built {
    /// The graph; two unused parameters in front have the sizes.
    let graph: Graph
    /// The inputs' types.
    let inputs: [ShapeFamily.Input]
  }

  /// What is found, with gradients if the operation has them.
  func evidence(differentiates: Bool) -> Evidence {
    var evidence = Evidence()
    for element in family.isForAllReals ? [ElementType.f64, .f32] : [.f64] {
      // In f32 what differs is the kernels, not how elements are reached.
      for view in element == .f64 ? View.allCases : [.whole, .strided] {
        evidence.attempt("\(view), \(element)") { evidence in
          try expectAgreement(view, element, differentiates, &evidence)
        }
      }
    }
    return evidence
  }

  /// Compares one plan of symbolic sizes with graphs of known ones.
  private func expectAgreement(
    _ view: View, _ element: ElementType, _ differentiates: Bool, _ evidence: inout Evidence
  ) throws {
    let builder = GraphBuilder()
    let dims = ["N", "M"].map { Dim(builder.newSymbol(named: $0)) }
    let symbolic = try graph(builder, dims, view, element, differentiates)
    try symbolic.graph.verify()
    let plans = [
      (Executable(symbolic.graph), ThreadPool(threads: 1)),
      (Executable(optimised(symbolic.graph)), ThreadPool(threads: 2)),
    ]
    let tolerance = element == .f64 ? 1e-9 : 1e-4
    for size in view == .lanes ? Array(family.sizes.prefix(5)) : family.sizes {
      let known = try graph(
        GraphBuilder(), size.map { Dim($0) }, .whole, element, differentiates)
      var draw = Draw(seed: UInt64(size[0] * 31 + size[1]))
      let lanes = (0..<(view == .lanes ? 6 : 1)).map { _ in
        known.inputs.map { $0.tensor(element, &draw) }
      }
      let carriers = size.map { Tensor(zeros: .bool, shape: [$0]) }
      let each = try lanes.map { try Machine.reference.run(known.graph, carriers + $0) }
      let expected = view == .lanes ? Self.stacked(each) : each[0]
      let inputs = view == .lanes ? Self.stacked(lanes) : lanes[0].map(view.prepared)
      for (plan, pool) in plans {
        var arguments = carriers + inputs
        let found = try plan.run(&arguments, on: pool)
        evidence.expect(found.count == expected.count, "\(found.count) results")
        for (a, b) in zip(found, expected) {
          evidence.expect(
            a, near: b, tolerance, scale: Self.scale(of: b), "\(size), \(view), \(element)")
        }
      }
    }
  }

  /// What errors of a tensor's elements are in proportion to where terms cancel: sums are made in
  /// another order by each processor's kernels, so that a small one is as wrong as the great ones.
  private static func scale(of tensor: Tensor) -> Double {
    guard tensor.elementType == .f32 else { return 1 }
    return max(1, 0.1 * (tensor.doubles.lazy.map(abs).filter(\.isFinite).max() ?? 0))
  }

  /// The tensors of six lanes in three rows of two.
  private static func stacked(_ lanes: [[Tensor]]) -> [Tensor] {
    lanes[0].indices.map { index in
      let all = Tensor(stacking: lanes.map { $0[index] })!
      return all.reshaped(to: [3, 2] + all.shape.dropFirst())
    }
  }

  /// The graph of the family at sizes, with the gradient of the sum of the squares of its results.
  private func graph(
    _ builder: GraphBuilder, _ dims: [Dim], _ view: View, _ element: ElementType,
    _ differentiates: Bool
  ) throws -> Built {
    let carriers = dims.map { builder.parameter("size", TensorType(.bool, [$0])) }
    let application = family.application(dims[0], dims[1])
    let types = application.inputs.map { $0.type(element) }
    if view == .lanes {
      let region = GraphBuilder(regionOf: builder)
      let values = types.map { region.parameter("x", $0) }
      let lane = region.finish(
        outputs: try results(application, region, values, differentiates))
      return Built(graph: try lanes(builder, lane, carriers), inputs: application.inputs)
    }
    let values = types.map { view.value(of: $0, builder) }
    let outputs = try results(application, builder, values, differentiates)
    return Built(graph: builder.finish(outputs: outputs), inputs: application.inputs)
  }

  /// The graph of a lane carried out by a map in a map, of three and two lanes; no input is shared.
  private func lanes(_ builder: GraphBuilder, _ lane: Graph, _ carriers: [ValueID]) throws -> Graph
  {
    let inner = GraphBuilder(regionOf: builder)
    let values = lane.parameters.map { parameter in
      let type = lane.type(of: parameter.value)
      return LaneValue(inner.parameter("x", type.with(dims: [2] + type.dims)), isMapped: true)
    }
    let once = try batch(lane, into: inner, inputs: values, count: 2)
      .map { $0.spread(over: 2, inner) }
    let middle = inner.finish(outputs: once)
    let inputs = middle.parameters.map { parameter in
      let type = middle.type(of: parameter.value)
      return LaneValue(builder.parameter("x", type.with(dims: [3] + type.dims)), isMapped: true)
    }
    let twice = try batch(middle, into: builder, inputs: inputs, count: 3)
    return builder.finish(outputs: twice.map { $0.spread(over: 3, builder) })
  }

  /// The operation's results and, if they are real, the gradients for the real inputs.
  private func results(
    _ application: ShapeFamily.Application, _ builder: GraphBuilder, _ values: [ValueID],
    _ differentiates: Bool
  ) throws -> [ValueID] {
    let regions = application.regions(builder, values.map(builder.type(of:)))
    let results = try builder.tryAdd(application.operation, values, regions: regions)
    let targets = values.filter { builder.type(of: $0).element.isFloating }
    let reals = results.filter { builder.type(of: $0).element.isFloating }
    guard differentiates, !targets.isEmpty, !reals.isEmpty else { return results }
    let seeds = reals.map { GradientSeed($0, $0) }
    let found = try gradients(builder, of: seeds, withRespectTo: targets)
    return results + zip(found, targets).map { $0 ?? builder.filled(0, builder.type(of: $1)) }
  }
}

extension ShapeProof.View {
  /// The input that the operation gets, from a parameter as `prepared` makes it.
  func value(of type: TensorType, _ builder: GraphBuilder) -> ValueID {
    let rank = type.rank
    switch self {
    case .whole, .lanes: return builder.parameter("x", type)
    case .transposed:
      let turned = builder.parameter("x", type.with(dims: type.dims.reversed()))
      return builder.transpose(turned, (0..<rank).reversed())
    case .strided:
      guard rank > 0 else { return builder.parameter("x", type) }
      var dims = type.dims
      dims[rank - 1] = dims[rank - 1] * 2 + 1
      let whole = builder.parameter("x", type.with(dims: dims))
      let steps = (0..<rank).map { $0 == rank - 1 ? 2 : 1 }
      let starts = (0..<rank).map { Dim($0 == rank - 1 ? 1 : 0) }
      let part = builder.add(Slice(starts: starts, limits: dims, steps: steps), [whole])
      return builder.assume(part, type)
    }
  }

  /// The parameter for an input of the given elements.
  func prepared(_ tensor: Tensor) -> Tensor {
    var result = rearranged(tensor)
    // What fills the gaps is 0, a position like others.
    result.bound = tensor.bound
    return result
  }

  /// The elements in their places.
  private func rearranged(_ tensor: Tensor) -> Tensor {
    let rank = tensor.rank
    switch self {
    case .whole, .lanes: return tensor
    case .transposed:
      return try! run(Transpose(permutation: (0..<rank).reversed()), tensor)
    case .strided:
      guard rank > 0 else { return tensor }
      var low = [Dim](repeating: 0, count: rank)
      low[rank - 1] = 1
      // A gap between neighbours, and one more in front and behind.
      guard tensor.shape[rank - 1] > 0 else {
        return try! run(Pad(low: low, high: low.map { _ in 0 }), tensor)
      }
      let interior = (0..<rank).map { $0 == rank - 1 ? 1 : 0 }
      return try! run(Pad(low: low, high: low, interior: interior), tensor)
    }
  }
}
