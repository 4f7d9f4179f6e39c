import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

/// A graph that is being built: emits operations, adapting dtypes and sizes as the language says.
public final class GraphContext {
  /// The nodes so far.
  public let builder = GraphBuilder()
  /// What the graph reads from outside, in the order it was met.
  public internal(set) var captures: [Capture] = []
  /// The top-level bindings as this graph sees them: captured, or bound by its own statements.
  var globals: [Int: Value] = [:]
  /// The top-level bindings that the graph's statements have bound or assigned.
  public internal(set) var assignedGlobals: Set<Int> = []
  /// What the host has computed for the graph, by the place of the expression.
  public var hostValues: [SourceSpan: Value] = [:]
  /// The sizes of the host that the graph leaves open: those that its tensors show when it runs.
  private(set) var openSizes: [DimSymbol: Int] = [:]
  /// The sizes of the host that the graph was built for, because something else than a tensor's
  /// shape depends on them.
  public internal(set) var fixedSizes: [DimSymbol: Int] = [:]
  /// What is legal in the graph and likely not meant.
  public private(set) var warnings: [Diagnostic] = []
  /// The scalar from which all keys of random numbers derive; made when first needed.
  public internal(set) var keyParameter: ValueID?

  /// The cells that have been written, with what they held before, in order.
  private(set) var writes: [(cell: Cell, before: Value)] = []

  /// Whether sizes that names stand for are left open, so that the graph is good for all of them.
  private let opensSizes: Bool

  /// The program's structs, whose fields' types say which sizes are one.
  let structures: [TypedStructure]

  /// An empty graph for code that may use the given structs.
  public init(structures: [TypedStructure], opensSizes: Bool = true) {
    self.structures = structures
    self.opensSizes = opensSizes
  }

  /// Notes that a cell is about to be written.
  func noteWrite(to cell: Cell) { writes.append((cell, cell.value)) }

  /// Takes back all writes from the given one on.
  func undoWrites(from first: Int) {
    for write in writes[first...].reversed() { write.cell.value = write.before }
    writes.removeSubrange(first...)
  }

  /// Whether some size of the host is left open.
  public var hasOpenSizes: Bool { !openSizes.isEmpty }

  /// The size that stands for `symbol` in the type of a tensor from outside: the symbol itself
  /// where the graph can be good for every size, or the number that it is now.
  ///
  /// A size of 0 is no size of a name (decision M11), and one of which two tensors disagree is none.
  func opened(_ symbol: DimSymbol, size: Int) -> Dim {
    if let known = openSizes[symbol] { return known == size ? Dim(symbol) : Dim(size) }
    guard opensSizes, size > 0, fixedSizes[symbol] == nil else { return Dim(size) }
    openSizes[symbol] = size
    builder.adopt(symbol)
    return Dim(symbol)
  }

  /// A size of a value from outside under a symbol of its own, open as `opened` has it.
  func openedAnew(named name: String, size: Int) -> Dim {
    guard opensSizes, size > 0 else { return Dim(size) }
    let symbol = builder.newSymbol(named: name)
    openSizes[symbol] = size
    return Dim(symbol)
  }

  /// Whether the graph leaves the size that the name stands for open, and it is this number now.
  func isOpen(_ symbol: DimSymbol, at size: Int?) -> Bool {
    size != nil && openSizes[symbol] == size
  }

  /// Whether the graph leaves the size that the name stands for open.
  func isOpen(_ symbol: DimSymbol) -> Bool { openSizes[symbol] != nil }

  /// Notes something that is legal and likely not meant.
  func warn(_ diagnostic: Diagnostic) {
    if !warnings.contains(diagnostic) { warnings.append(diagnostic) }
  }

  /// The type of a node.
  func type(of node: GraphNode) -> NodeType { builder.type(of: node.id) }

  /// Adds a node with one result; sizes that do not fit are the user's mistake at `span`.
  func emit(_ operation: any Operation, _ inputs: [ValueID] = [], at span: SourceSpan)
    throws -> ValueID
  {
    do {
      return try builder.tryAdd(operation, inputs, at: span)[0]
    } catch {
      throw Diagnostic.operationRefused(
        operation.name, inputs.map { builder.type(of: $0).description }, "\(error)", at: span)
    }
  }

  /// A scalar of the given dtype.
  func constant(_ value: Double, _ element: ElementType, at span: SourceSpan) throws -> ValueID {
    try emit(Constant(Tensor(scalar: value, as: element)), at: span)
  }

  /// Demands that two sizes agree: now if both are known, and whenever sizes are laid out if not.
  func unify(_ found: Dim, _ expected: Dim, otherwise diagnostic: () -> Diagnostic) throws {
    let left = builder.facts.normalised(found)
    let right = builder.facts.normalised(expected)
    if left == right { return }
    if left.constant != nil && right.constant != nil { throw diagnostic() }
    builder.require(.equal(found, expected), otherwise: diagnostic())
  }

  /// Whether two sizes are known to agree.
  func agree(_ left: Dim, _ right: Dim) -> Bool {
    builder.facts.normalised(left) == builder.facts.normalised(right)
  }

  /// The value under another dtype.
  func cast(_ value: ValueID, to element: ElementType, at span: SourceSpan) throws -> ValueID {
    if builder.type(of: value).element == element { return value }
    return try emit(Cast(element: element), [value], at: span)
  }

  /// The value spread over `dims`: trailing alignment, where a literal 1 stretches.
  func broadcast(_ value: ValueID, to dims: [Dim], at span: SourceSpan) throws -> ValueID {
    let found = builder.type(of: value).dims
    if found.count == dims.count && zip(found, dims).allSatisfy({ agree($0, $1) }) { return value }
    guard found.count <= dims.count else {
      throw Diagnostic.cannotBroadcast(from: found, to: dims, at: span)
    }
    let offset = dims.count - found.count
    var kept: [Int] = []
    for (axis, size) in found.enumerated() {
      let wanted = dims[offset + axis]
      if size.constant == 1 && wanted.constant != 1 { continue }
      try unify(size, wanted) { .cannotBroadcast(from: found, to: dims, at: span) }
      kept.append(axis)
    }
    var source = value
    if kept.count < found.count {
      source = try emit(Reshape(dims: kept.map { found[$0] }), [value], at: span)
    }
    return try emit(Broadcast(dims: dims, axes: kept.map { offset + $0 }), [source], at: span)
  }

  /// The value spread over `dims`, where input axis `i` becomes axis `axes[i]`.
  func spread(_ value: ValueID, to dims: [Dim], axes: [Int], at span: SourceSpan) throws
    -> ValueID
  {
    if axes == Array(dims.indices) { return value }
    return try emit(Broadcast(dims: dims, axes: axes), [value], at: span)
  }

  /// The shape that one of two operands must already have (decision M10).
  func commonDims(_ left: [Dim], _ right: [Dim], at span: SourceSpan) throws -> [Dim] {
    if left.count != right.count {
      return left.count > right.count ? left : right
    }
    let leftStretches = zip(left, right).contains { $0.constant == 1 && $1.constant != 1 }
    let rightStretches = zip(left, right).contains { $1.constant == 1 && $0.constant != 1 }
    if leftStretches && rightStretches {
      throw Diagnostic.cannotBroadcast(from: left, to: right, at: span)
    }
    return leftStretches ? right : left
  }

  /// An element-wise operation on values of one shape.
  func elementwise(_ function: ScalarFunction, _ inputs: [ValueID], at span: SourceSpan) throws
    -> ValueID
  {
    try emit(Elementwise(function: function), inputs, at: span)
  }

  /// The hidden scalar from which keys derive.
  func key() -> ValueID {
    if let key = keyParameter { return key }
    let key = builder.parameter("key", NodeType(.i64, []))
    keyParameter = key
    captures.append(Capture(root: .key, working: .node(GraphNode(key)), name: "key"))
    return key
  }
}
