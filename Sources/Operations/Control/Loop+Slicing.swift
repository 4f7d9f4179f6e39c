import MartletGraph
import MartletShapes

/// A loop that is about to be added to a graph.
public struct PlannedLoop {
  /// The operation.
  public let operation: Loop
  /// What it is applied to.
  public let inputs: [ValueID]
  /// Its body.
  public let body: Graph

  /// A loop of the given parts.
  public init(_ operation: Loop, _ inputs: [ValueID], body: Graph) {
    self.operation = operation
    self.inputs = inputs
    self.body = body
  }

  /// The loop with entries handed to each step of what it picks from invariants by its index.
  ///
  /// The gradient of an entry is an entry. That of what is picked would be added, in every step, to
  /// a sum of the invariant's size. Slices and transpositions are added to the builder.
  public func slicingPicks(_ builder: GraphBuilder) -> PlannedLoop {
    let picks = Picks(operation, body, builder.facts)
    guard !picks.sources.isEmpty else { return self }
    let ends = operation.carried + operation.sliced
    let slices = picks.sources.map { source in
      let whole = inputs[source.input]
      let axes = Array(builder.type(of: whole).dims.indices)
      let value = builder.slice(
        whole, axis: source.axis, from: source.offset, to: source.offset + operation.count)
      return builder.transpose(value, [source.axis] + axes.filter { $0 != source.axis })
    }
    let loop = Loop(
      count: operation.count, carried: operation.carried,
      sliced: operation.sliced + slices.count, reversed: operation.isReversed)
    return PlannedLoop(
      loop, inputs[..<ends] + slices + inputs[ends...], body: picks.body(at: ends + 1))
  }
}

/// Where a loop's body picks entries of invariants by the loop's index, or a fixed distance from it.
private struct Picks {
  /// What is picked from.
  struct Source: Hashable {
    /// The input of the loop.
    var input: Int
    /// The axis along which it is picked.
    var axis: Int
    /// What is picked in step 0.
    var offset: Dim
  }

  /// The body.
  private let region: Graph
  /// What is picked from, each once.
  private(set) var sources: [Source] = []
  /// What each node picks from, by the node's position.
  private var sourceOfNode: [Int: Source] = [:]

  /// Finds the picks of a body.
  init(_ loop: Loop, _ body: Graph, _ facts: DimFacts) {
    region = body
    let invariants = Dictionary(
      body.parameters.enumerated().dropFirst(1 + loop.carried + loop.sliced)
        .map { ($1.value, $0 - 1) },
      uniquingKeysWith: { first, _ in first })
    var offsets = [body.parameters[0].value: Dim(0)]
    var numbers: [ValueID: Dim] = [:]
    for (position, node) in body.nodes.enumerated() {
      if let number = node.number { numbers[node.results[0]] = number }
      if let offset = node.offset(offsets, numbers) { offsets[node.results[0]] = offset }
      guard let gather = node.operation as? Gather, gather.axes.count == 1,
        let input = invariants[node.inputs[0]], let offset = offsets[node.inputs[1]],
        facts.isProved(.atLeast(offset, 0)),
        facts.isProved(
          .atLeast(body.type(of: node.inputs[0]).dims[gather.axes[0]], offset + loop.count))
      else { continue }
      let source = Source(input: input, axis: gather.axes[0], offset: offset)
      if !sources.contains(source) { sources.append(source) }
      sourceOfNode[position] = source
    }
  }

  /// The body with a parameter for each source, from the given position on, in place of the picks.
  func body(at place: Int) -> Graph {
    let builder = GraphBuilder(sizesOf: region)
    var values: [ValueID: ValueID] = [:]
    var slices: [Source: ValueID] = [:]
    for (position, parameter) in region.parameters.enumerated() {
      if position == place { addSlices(to: builder, &slices) }
      values[parameter.value] = builder.parameter(parameter.name, region.type(of: parameter.value))
    }
    for (position, node) in region.nodes.enumerated() {
      if let source = sourceOfNode[position] {
        values[node.results[0]] = slices[source]
        continue
      }
      let copies = builder.addCopy(
        of: node, node.inputs.map { values[$0]! }, types: node.results.map(region.type(of:)))
      for (result, copy) in zip(node.results, copies) { values[result] = copy }
    }
    return builder.finish(outputs: region.outputs.map { values[$0]! })
  }

  /// Adds the parameters of the entries.
  private func addSlices(to builder: GraphBuilder, _ slices: inout [Source: ValueID]) {
    for source in sources {
      let type = region.type(of: region.parameters[source.input + 1].value)
      var dims = type.dims
      dims.remove(at: source.axis)
      slices[source] = builder.parameter("entry", type.with(dims: dims))
    }
  }
}

extension Node {
  /// The whole number that the node makes, if it is known or a size.
  fileprivate var number: Dim? {
    switch operation {
    case let size as SizeValue: size.dim
    case let constant as Constant
    where constant.tensor.shape.isEmpty && constant.tensor.elementType.isInteger:
      Dim(constant.tensor.scalarInt)
    default: nil
    }
  }

  /// How far the result lies from the loop's index, if that is the same in every step.
  fileprivate func offset(_ offsets: [ValueID: Dim], _ numbers: [ValueID: Dim]) -> Dim? {
    switch operation {
    case is Assume, is CheckBound, is Identity: return offsets[inputs[0]]
    case let sum as Elementwise where sum.function == .add:
      for (index, number) in [(0, 1), (1, 0)] {
        if let offset = offsets[inputs[index]], let distance = numbers[inputs[number]] {
          return offset + distance
        }
      }
      return nil
    case let difference as Elementwise where difference.function == .subtract:
      guard let offset = offsets[inputs[0]], let distance = numbers[inputs[1]] else { return nil }
      return offset - distance
    default: return nil
    }
  }
}
