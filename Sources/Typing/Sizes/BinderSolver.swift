import MartletShapes
import MartletSource

/// Finds the values of binders by laying declared types over actual ones.
///
/// Only what stands bare is solved: a whole dim, the bound of a range type, a type argument. What is
/// solved once is not solved again; the caller checks the types afterwards.
struct BinderSolver {
  /// The values that were found.
  var solution = Substitution()
  /// The binders that have no value yet.
  private(set) var open: Set<BinderSymbol>
  /// The places that gave the values of dims.
  private(set) var births: [DimSymbol: Source] = [:]
  /// What the values that are being matched come from.
  var source: Source?
  /// Type binders that empty lists and `None` were laid over, which leave them to other values.
  private var emptied: [TypeVariable] = []

  /// What gave a binder its value.
  enum Source {
    /// An argument of the call.
    case argument(Operand)
    /// The square brackets of the call.
    case brackets(SourceSpan)

    /// Its place.
    var span: SourceSpan {
      switch self {
      case .argument(let operand): operand.span
      case .brackets(let span): span
      }
    }
  }

  /// What a type is as a value of a protocol, if it conforms.
  private let conformance: (Type, ProtocolID) -> ProtocolType?

  /// A solver for the given binders.
  init(
    binders: [BinderSymbol],
    conformance: @escaping (Type, ProtocolID) -> ProtocolType? = { _, _ in nil }
  ) {
    open = Set(binders)
    self.conformance = conformance
  }

  /// Whether the shape of a tensor type has binders without a value.
  func leavesOpen(_ type: Type) -> Bool {
    guard case .tensor(let tensor) = type else { return false }
    return tensor.items.contains { item in
      switch item {
      case .dim(let dim): dim.symbols.contains { open.contains(.dim($0)) }
      case .run(let run): open.contains(.run(run))
      case .unknown: false
      }
    }
  }

  /// Gives a binder a value unless it has one.
  mutating func solve(_ symbol: DimSymbol, as dim: Dim) {
    guard open.remove(.dim(symbol)) != nil else { return }
    solution.dims[symbol] = dim
    solution.unknown.remove(symbol)
    births[symbol] = source
  }

  /// Notes that a binder is only known when built, unless it gets a value later.
  mutating func solveAsUnknown(_ symbol: DimSymbol) {
    if open.contains(.dim(symbol)) { solution.unknown.insert(symbol) }
  }

  /// Gives a run a value unless it has one.
  mutating func solve(_ run: DimRun, as items: [TensorType.Item]) {
    guard open.remove(.run(run)) != nil else { return }
    solution.runs[run] = items
    solution.unknownRuns.remove(run)
  }

  /// Notes that a run is only known when built.
  mutating func solveAsUnknown(_ run: DimRun) {
    if open.contains(.run(run)) { solution.unknownRuns.insert(run) }
  }

  /// Gives a type binder a value unless it has one.
  mutating func solve(_ variable: TypeVariable, as type: Type) {
    guard open.remove(.type(variable)) != nil else { return }
    solution.types[variable] = type
    if case .value(let constraint) = variable.constraint { match(constraint, type.seenThrough) }
  }

  /// Lets the type binders that only empty lists and `None` were laid over stand for these.
  mutating func settleEmptied() {
    for variable in emptied { solve(variable, as: .none) }
  }

  /// Lays a declared type over an actual one.
  mutating func match(_ pattern: Type, _ actual: Type) {
    if actual.isError { return }
    switch (pattern, actual) {
    case (.variable(let variable), .none): emptied.append(variable)
    case (.variable(let variable), _):
      if open.contains(.type(variable)) { solve(variable, as: actual) }
    case (.optional(let inner), .optional(let found)): match(inner, found)
    case (.optional(let inner), _): match(inner, actual)
    case (.tensor(let inner), .tensor(let found)): match(inner, found)
    case (.tensor(let inner), .int), (.tensor(let inner), .float), (.tensor(let inner), .bool):
      for case .run(let run) in inner.items { solve(run, as: []) }
    case (.list(let inner), .list(let found)): match(inner, found)
    case (.stream(let inner), .stream(let found)): match(inner, found)
    case (.stack(let inner, let count), .stack(let found, let other)):
      match(inner, found)
      match(count, other)
    case (.tuple(let inner), .tuple(let found)) where inner.count == found.count:
      for (part, other) in zip(inner, found) { match(part, other) }
    case (.model(let inner), _):
      guard case .model(let found) = actual.seenThrough, found.model == inner.model else { return }
      match(inner.sizes, found.sizes)
      match(inner.runs, found.runs)
      for (variable, type) in inner.types {
        if let value = found.types[variable] { match(type, value) }
      }
    case (.structure(let inner), .structure(let found)) where inner.structure == found.structure:
      match(inner.sizes, found.sizes)
      match(inner.runs, found.runs)
      for (variable, type) in inner.types {
        if let value = found.types[variable] { match(type, value) }
      }
    case (.conforming(let inner), _):
      guard let found = conformance(actual.seenThrough, inner.declaration) else { return }
      match(inner.sizes, found.sizes)
      for (variable, type) in inner.types {
        if let value = found.types[variable] { match(type, value) }
      }
    case (.gradient(let inner), _):
      if let of = actual.gradientOf { match(inner, of) }
    case (.function(let inner), .function(let found))
    where inner.parameters.count == found.parameters.count:
      for (part, other) in zip(inner.parameters, found.parameters) { match(part, other) }
      match(inner.result, found.result)
    default: break
    }
  }

  /// Lays the sizes of a declared model or struct over actual ones.
  private mutating func match(_ pattern: [DimSymbol: Dim], _ actual: [DimSymbol: Dim]) {
    for (symbol, dim) in pattern.sorted(by: { $0.key < $1.key }) {
      guard let binder = dim.symbol else { continue }
      if let value = actual[symbol] {
        solve(binder, as: value)
      } else {
        solveAsUnknown(binder)
      }
    }
  }

  /// Lays the runs of a declared model or struct over actual ones.
  private mutating func match(
    _ pattern: [DimRun: [TensorType.Item]], _ actual: [DimRun: [TensorType.Item]]
  ) {
    for (run, items) in pattern.sorted(by: { $0.key.id < $1.key.id }) {
      if let found = actual[run] {
        match(items, found)
      } else {
        for case .run(let symbol) in items { solveAsUnknown(symbol) }
      }
    }
  }

  /// Lays a declared tensor type over an actual one.
  private mutating func match(_ pattern: TensorType, _ actual: TensorType) {
    if case .variable(let variable) = pattern.element {
      solve(variable, as: .tensor(TensorType(element: actual.element, items: [])))
    }
    match(pattern.items, actual.items)
    if case .below(let bound) = pattern.bound, let symbol = bound.symbol {
      switch actual.bound {
      case .below(let value): solve(symbol, as: value)
      case .unknown: solveAsUnknown(symbol)
      case .none: break
      }
    }
  }

  /// Lays a declared shape over an actual one.
  private mutating func match(_ pattern: [TensorType.Item], _ actual: [TensorType.Item]) {
    let run = pattern.firstIndex { if case .run = $0 { true } else { false } }
    if let run, case .run(let symbol) = pattern[run] {
      let behind = pattern.count - run - 1
      let end = actual.count - behind
      guard end >= run else { return }
      for axis in 0..<run { match(pattern[axis], actual[axis]) }
      for axis in 0..<behind { match(pattern[run + 1 + axis], actual[end + axis]) }
      solve(symbol, as: Array(actual[run..<end]))
    } else if pattern.count == actual.count {
      for (item, other) in zip(pattern, actual) { match(item, other) }
    }
  }

  /// Lays a declared item over an actual one.
  private mutating func match(_ pattern: TensorType.Item, _ actual: TensorType.Item) {
    guard case .dim(let dim) = pattern, let symbol = dim.symbol else { return }
    switch actual {
    case .dim(let value): solve(symbol, as: value)
    case .unknown: solveAsUnknown(symbol)
    case .run: break
    }
  }
}
