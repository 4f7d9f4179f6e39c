import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

/// Runs a graph node after node, each by the engine, until one makes NaN of what has none.
///
/// It is for finding out what went wrong: everything is kept, and nothing is fused.
public final class NaNTracer {
  /// The threads.
  private let pool: ThreadPool
  /// The nodes that are ready to run, by their results in each region.
  private var executables: [Key: Executable] = [:]
  /// The regions that have been entered, outermost first, by what runs them and its place.
  private var path: [Int] = []
  /// The steps of the loops around.
  private var steps: [Int] = []

  /// A node's place in the graph.
  private struct Key: Hashable {
    /// The nodes and regions around.
    let path: [Int]
    /// The node.
    let node: Int
  }

  /// A value, and what made it infinite if it is.
  private struct Traced {
    /// The value.
    let tensor: Tensor
    /// Where an infinity in it was made.
    var infinity: SourceSpan?
  }

  /// A tracer that computes on the given threads.
  public init(on pool: ThreadPool) { self.pool = pool }

  /// Runs a graph that yields NaN; throws `RunFault.notANumber` for the first node that makes it,
  /// or for the first input that has it if no node does.
  public func trace(_ graph: Graph, _ inputs: [Tensor]) throws(RunFault) {
    let sizes: Sizes
    do {
      sizes = try graph.sizes(shapes: inputs.map(\.shape), bounds: inputs.map(\.bound))
    } catch {
      throw .sizes(error)
    }
    _ = try outputs(of: graph, inputs, sizes)
    for (parameter, input) in zip(graph.parameters, inputs) where input.hasNaN {
      var given = NaNTracer.place(in: input, of: graph.type(of: parameter.value))
      given.input = parameter.name
      throw .notANumber(given)
    }
  }

  /// The outputs of a region.
  private func outputs(of region: Graph, _ inputs: [Tensor], _ sizes: Sizes) throws(RunFault)
    -> [Tensor]
  {
    var values: [ValueID: Traced] = [:]
    for (parameter, input) in zip(region.parameters, inputs) {
      values[parameter.value] = Traced(tensor: input)
    }
    for (index, node) in region.nodes.enumerated() {
      let operands = node.inputs.map { values[$0]! }
      let results = try results(of: node, index, operands.map(\.tensor), region, sizes)
      let isClean = operands.allSatisfy { !$0.tensor.hasNaN }
      for (value, tensor) in zip(node.results, results) {
        if isClean, tensor.hasNaN {
          throw .notANumber(found(tensor, node, operands, region.type(of: value)))
        }
        let source = operands.compactMap(\.infinity).first ?? node.span
        values[value] = Traced(tensor: tensor, infinity: tensor.hasInfinity ? source : nil)
      }
    }
    return region.outputs.map { values[$0]!.tensor }
  }

  /// The results of a node.
  private func results(
    of node: Node, _ index: Int, _ inputs: [Tensor], _ region: Graph, _ sizes: Sizes
  ) throws(RunFault) -> [Tensor] {
    if let control = node.operation as? any ControlPrimitive {
      return try evaluate(control, node, index, inputs, sizes)
    }
    let key = Key(path: path, node: index)
    let executable =
      executables[key] ?? Executable(NaNTracer.graph(of: node, in: region), in: sizes)
    executables[key] = executable
    var inputs = inputs
    return try executable.run(&inputs, on: pool)
  }

  /// The results of a node with regions, whose nodes are traced like the others.
  private func evaluate(
    _ control: any ControlPrimitive, _ node: Node, _ index: Int, _ inputs: [Tensor], _ sizes: Sizes
  ) throws(RunFault) -> [Tensor] {
    let isLoop = control is Loop || control is While
    path.append(index)
    if isLoop { steps.append(0) }
    defer {
      path.removeLast()
      if isLoop { steps.removeLast() }
    }
    let isTrue = control is Conditional && inputs[0].ints[0] != 0
    var runs = 0
    return try control.evaluate(inputs, regions: node.regions, sizes: sizes) {
      [self] (region, inputs, sizes) throws(RunFault) in
      if control is Loop { steps[steps.count - 1] = inputs[0].ints[0] }
      // Of a while loop the condition and the body run by turns.
      if control is While { steps[steps.count - 1] = runs / 2 }
      runs += 1
      path.append(control is While ? runs % 2 : isTrue ? 1 : 0)
      defer { path.removeLast() }
      return try outputs(of: region, inputs, sizes)
    }
  }

  /// A graph of one node.
  private static func graph(of node: Node, in region: Graph) -> Graph {
    let types = (node.inputs + node.results).map(region.type(of:))
    let values = types.indices.map(ValueID.init(index:))
    let inputs = values.prefix(node.inputs.count)
    let results = Array(values.dropFirst(node.inputs.count))
    let single = Node(node.operation, Array(inputs), results: results, span: node.span)
    return Graph(
      symbols: region.symbols, parameters: inputs.map { .init(name: "\($0)", value: $0) },
      nodes: [single], types: types, outputs: results, facts: region.facts)
  }

  /// What there is to say of NaN that a node makes.
  private func found(_ tensor: Tensor, _ node: Node, _ operands: [Traced], _ type: TensorType)
    -> FirstNaN
  {
    var result = NaNTracer.place(in: tensor, of: type)
    (result.operation, result.span, result.steps) = (node.operation.name, node.span, steps)
    if node.operation is Elementwise, let place = tensor.doubles.firstIndex(where: \.isNaN) {
      result.operands = operands.map { $0.tensor.doubles[place] }
    }
    let isInfinite = result.operands.isEmpty || result.operands.contains(where: \.isInfinite)
    if isInfinite, let source = operands.first(where: { $0.tensor.hasInfinity }) {
      result.isOfInfinity = true
      result.infinity = source.infinity
    }
    return result
  }

  /// Where in a tensor NaN is.
  private static func place(in tensor: Tensor, of type: TensorType) -> FirstNaN {
    let places = tensor.doubles.enumerated().filter(\.element.isNaN).map(\.offset)
    let positions = places.map(tensor.position(of:))
    let extents = tensor.shape.indices.map { axis in
      let found = Set(positions.map { $0[axis] })
      return FirstNaN.Extent(first: found.min() ?? 0, count: found.count)
    }
    return FirstNaN(
      type: type, shape: tensor.shape, count: places.count, position: positions[0],
      extents: extents)
  }
}

extension Tensor {
  /// Whether an element is NaN.
  public var hasNaN: Bool { contains(\.isNaN, \.isNaN) }

  /// Whether an element is an infinity.
  var hasInfinity: Bool { contains(\.isInfinite, \.isInfinite) }

  /// Whether an element is of a kind, which is asked in its own precision.
  private func contains(_ single: (Float) -> Bool, _ double: (Double) -> Bool) -> Bool {
    switch elementType {
    case .f32: withElements(of: Float.self) { $0.contains(where: single) }
    case .f64: withElements(of: Double.self) { $0.contains(where: double) }
    case .f16, .bf16: doubles.contains(where: double)
    case .i8, .u8, .i32, .i64, .bool: false
    }
  }

  /// The position, axis by axis, of an element that is counted row by row.
  fileprivate func position(of element: Int) -> [Int] {
    var rest = element
    let places = shape.reversed().map { size in
      defer { rest /= size }
      return rest % size
    }
    return places.reversed()
  }
}
