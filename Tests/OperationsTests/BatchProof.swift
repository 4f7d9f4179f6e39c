import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms

/// What a sample yields for many lanes at once, compared with a loop over them.
struct BatchProof {
  /// The sample.
  let sample: OperationSample
  /// The input values of six lanes.
  let lanes: [[Tensor]]

  /// A proof on a sample, drawn anew for each lane.
  init(_ sample: OperationSample, _ draw: inout Draw) {
    self.sample = sample
    lanes = (0..<6).map { lane in
      sample.inputs.map { input in
        if case .key = input { return Tensor(scalar: Int64(lane * 5 - 2)) }
        return input.tensor(&draw)
      }
    }
  }

  /// The positions of the inputs.
  private var positions: Range<Int> { sample.inputs.indices }
  /// The inputs that are differentiated by.
  private var varied: [Int] { positions.filter { lanes[0][$0].elementType.isFloating } }

  /// What is found; `differentiates` says whether the derivatives are looked at, too.
  func evidence(differentiates: Bool) -> Evidence {
    var evidence = Evidence()
    var patterns = Set([positions.map { _ in true }, positions.map { _ in false }])
    for one in positions {
      patterns.insert(positions.map { $0 == one })
      patterns.insert(positions.map { $0 != one })
    }
    for pattern in patterns {
      for count in [3, 1, 0] where count == 3 || pattern.contains(true) {
        evidence.attempt("\(count) lanes \(pattern)") { evidence in
          try expectLoop(of: region(), mapped: pattern, count, &evidence)
        }
      }
    }
    evidence.attempt("map in a map") { try expectNested(&$0) }
    if differentiates, !varied.isEmpty {
      evidence.attempt("derivatives") { try expectDerivatives(&$0) }
    }
    return evidence
  }

  /// What one lane computes; with a transformation of its scalar, if one is given.
  private func region(
    _ transformed: ((GraphBuilder, ValueID, [ValueID]) throws -> [ValueID])? = nil
  ) throws -> Graph {
    let builder = GraphBuilder()
    let values = lanes[0].map { builder.parameter("x", $0.type) }
    let results = sample.add(to: builder, values)!
    guard let transformed else { return builder.finish(outputs: results) }
    let scalar = builder.weightedSum(of: results)
    return builder.finish(outputs: try transformed(builder, scalar, varied.map { values[$0] }))
  }

  /// The graph of a region for all lanes; every output has them.
  private func batched(_ region: Graph, mapped: [Bool], _ count: Int) throws -> Graph {
    let builder = GraphBuilder(sizesOf: region)
    let inputs = zip(region.parameters, mapped).map { parameter, isMapped in
      let type = region.type(of: parameter.value)
      let dims = isMapped ? [Dim(count)] + type.dims : type.dims
      return LaneValue(builder.parameter("x", type.with(dims: dims)), isMapped: isMapped)
    }
    let results = try batch(region, into: builder, inputs: inputs, count: Dim(count))
    return builder.finish(outputs: results.map { $0.spread(over: Dim(count), builder) })
  }

  /// The inputs for some lanes: stacked if mapped, those of the first lane if shared.
  private func inputs(_ mapped: [Bool], _ lanes: ArraySlice<[Tensor]>) -> [Tensor] {
    mapped.indices.map { index in
      guard mapped[index] else { return self.lanes[0][index] }
      let column = self.lanes.map { $0[index] }
      return Tensor(stacking: column)!.slice(lanes.startIndex..<lanes.endIndex)
    }
  }

  /// What a region yields lane by lane, stacked.
  private func loop(_ region: Graph, _ mapped: [Bool], _ count: Int) throws -> [Tensor] {
    let each = try lanes.map { lane in
      try Machine.reference.run(
        region, mapped.indices.map { mapped[$0] ? lane[$0] : lanes[0][$0] })
    }
    return region.outputs.indices.map { output in
      Tensor(stacking: each.map { $0[output] })!.slice(0..<count)
    }
  }

  /// Compares a region for some lanes at once with a loop.
  private func expectLoop(
    of region: Graph, mapped: [Bool], _ count: Int, _ evidence: inout Evidence
  ) throws {
    let graph = try batched(region, mapped: mapped, count)
    try graph.verify()
    let expected = try loop(region, mapped, count)
    for machine in count == 3 ? Machine.allCases : [.reference, .twoThreads] {
      let found = try machine.run(graph, inputs(mapped, lanes[..<count]))
      evidence.expect(
        found, near: expected, 1e-9, "\(machine), \(count) lanes, \(mapped)\n\(graph)")
    }
  }

  /// Compares a map in a map with two loops: with all inputs mapped by both, and with each input
  /// mapped by one of them.
  private func expectNested(_ evidence: inout Evidence) throws {
    let region = try region()
    let all = positions.map { _ in true }
    let both = try batched(batched(region, mapped: all, 2), mapped: all, 3)
    try both.verify()
    let expected = try loop(region, all, 6).map { $0.reshaped(to: [3, 2] + $0.shape.dropFirst()) }
    let stacked = inputs(all, lanes[...]).map { $0.reshaped(to: [3, 2] + $0.shape.dropFirst()) }
    for machine in Machine.allCases {
      evidence.expect(try machine.run(both, stacked), near: expected, 1e-9, "nested, \(machine)")
    }
    guard positions.count > 1 else { return }
    let inner = positions.map { $0 % 2 == 0 }
    let outer = inner.map { !$0 }
    let crossed = try batched(batched(region, mapped: inner, 2), mapped: outer, 3)
    try crossed.verify()
    let mixed = positions.map { inputs(all, lanes[..<(inner[$0] ? 2 : 3)])[$0] }
    let found = try Machine.twoThreads.run(crossed, mixed)
    for (output, tensor) in found.enumerated() {
      for (o, i) in (0..<3).flatMap({ o in (0..<2).map { (o, $0) } }) {
        let lane = positions.map { lanes[inner[$0] ? i : o][$0] }
        let alone = try Machine.reference.run(region, lane)[output]
        let entry = tensor.entry(o).entry(i)
        evidence.expect(entry, near: alone, 1e-9, "crossed maps, lane \(o), \(i)")
      }
    }
  }

  /// Compares the gradient of a map, the map of a gradient and the map of a tangent with loops.
  private func expectDerivatives(_ evidence: inout Evidence) throws {
    let gradient = try region { try differentiate($0, value: $1, withRespectTo: $2) }
    let all = positions.map { _ in true }
    let one = positions.map { $0 == varied[0] }
    try expectLoop(of: gradient, mapped: all, 3, &evidence)
    try expectLoop(of: gradient, mapped: one, 3, &evidence)
    let scalar = try region { _, scalar, _ in [scalar] }
    for mapped in [all, one] {
      try expectGradientOfMap(scalar, mapped, loop(gradient, mapped, 3), &evidence)
    }
    guard sample.hasForwardRule else { return }
    var draw = Draw(seed: 23)
    let direction = varied.map { draw.tensor(lanes[0][$0].shape) }
    let tangent = try region { try $0.tangents(of: [$1], $2, along: direction) }
    try expectLoop(of: tangent, mapped: all, 3, &evidence)
  }

  /// Compares the gradient of the sum over lanes with the gradients of the lanes: side by side for
  /// mapped inputs, added up for shared ones.
  private func expectGradientOfMap(
    _ scalar: Graph, _ mapped: [Bool], _ each: [Tensor], _ evidence: inout Evidence
  ) throws {
    let graph = try batched(scalar, mapped: mapped, 3)
    let builder = GraphBuilder(continuing: graph)
    let total = builder.reduce(.sum, graph.outputs[0], axes: [0])
    let targets = varied.map { graph.parameters[$0].value }
    let gradients = try differentiate(builder, value: total, withRespectTo: targets)
    let found = try Machine.twoThreads.run(
      builder.finish(outputs: gradients), inputs(mapped, lanes[..<3]))
    for ((index, found), each) in zip(zip(varied, found), each) {
      let expected = mapped[index] ? each : each.summedOverLanes
      evidence.expect(found, near: expected, 1e-9, "gradient of a map, \(mapped)")
    }
  }
}

extension OperationSample {
  /// Whether tangents pass through the operation.
  var hasForwardRule: Bool {
    if case .rule(_, forward: .none) = operation.derivative { return false }
    return true
  }
}

extension Tensor {
  /// The sum over the leading axis.
  fileprivate var summedOverLanes: Tensor {
    let entries = (0..<shape[0]).map { entry($0).doubles }
    let sums = entries[0].indices.map { i in entries.reduce(0) { $0 + $1[i] } }
    return Tensor(sums, shape: Array(shape.dropFirst()))
  }
}
