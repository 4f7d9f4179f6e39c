import MartletShapes
import MartletSource
import MartletSyntax

/// The check of one frame: a function's signature and body, a constructor, a script or a test.
final class BodyChecker {
  /// What kind of code the frame holds.
  enum Kind {
    /// Pure: built into a graph.
    case function
    /// Run as written.
    case procedure, script, test
    /// The initialisers of a model: run as written, but pure.
    case constructor
    /// The value of a library's `let`.
    case constant
  }

  /// The whole check.
  let program: ProgramChecker
  /// The file.
  let module: Module
  /// What kind of code it is.
  let kind: Kind
  /// The model whose method or constructor it is.
  let model: ModelEntry?

  /// The names in scope, innermost last.
  var scopes: [Scope] = [Scope()]
  /// The binders of calls around whose values are still to be found.
  var openBinders: Set<BinderSymbol> = []
  /// What is known of sizes.
  var facts = DimFacts()
  /// The slots that are handed out.
  var frameSize = 0
  /// Opaque sizes that wait for the expression they belong to.
  var definitions: [SizeDefinition] = []
  /// The equation around, if any.
  var equation: EquationState?
  /// The type that `return` must give; nil where there is nothing to return from.
  var resultType: Type?
  /// The type's place.
  var resultSpan: SourceSpan?
  /// How many loops of a proc are around.
  var loopDepth = 0
  /// The values that were mentioned since someone last asked.
  var mentioned: Set<Root> = []
  /// What the value of each `let` mentioned, with its place, for messages on gradients.
  var sources: [LocalID: (roots: Set<Root>, span: SourceSpan)] = [:]
  /// What the equation that was checked last mentioned.
  var sourcesOfEquation: Set<Root> = []
  /// The types whose facts are noted already.
  var notedTypes: Set<ModelType> = []
  /// Sizes that are only known when built or run, so that claims about them are checked then.
  var looseSymbols: Set<DimSymbol> = []
  /// The ends of ranges that were checked, for the sizes of loop variables.
  var rangeEnds: [SourceSpan: (lower: Dim?, upper: Dim)] = [:]
  /// The sizes that the lengths of lists are.
  var counts: [LocalID: Dim] = [:]
  /// Sizes that come from the shapes of arguments, so that they are not known while building.
  var shapeSymbols: Set<DimSymbol> = []
  /// Whether sizes may be only known when built; not so in a `fn`'s signature.
  var allowsOpaqueSizes = true

  /// A check of an empty frame.
  init(program: ProgramChecker, module: Module, kind: Kind, model: ModelEntry? = nil) {
    self.program = program
    self.module = module
    self.kind = kind
    self.model = model
  }

  /// Whether tensors are nodes of a graph here, so that only known values drive the code.
  var isBuilding: Bool { kind == .function }

  /// Whether host functions can be called.
  var isHost: Bool {
    switch kind {
    case .procedure, .script, .test, .constant: true
    case .function, .constructor: false
    }
  }

  /// Adds a message.
  func report(_ diagnostic: Diagnostic) { program.report(diagnostic) }

  /// Adds a message and yields what stands for the wrong expression.
  func fail(_ diagnostic: Diagnostic) -> Operand {
    program.report(diagnostic)
    return .error(at: diagnostic.span)
  }

  /// A slot that no other binding of the frame has.
  func freshLocal() -> LocalID {
    defer { frameSize += 1 }
    return LocalID(index: frameSize)
  }

  /// A symbol for a size that is born in the innermost scope.
  func freshSymbol(_ name: String, at span: SourceSpan, _ story: String) -> DimSymbol {
    let symbol = program.freshSymbol(name, at: span, story)
    scopes[scopes.count - 1].symbols.insert(symbol)
    if isHost { looseSymbols.insert(symbol) }
    return symbol
  }

  /// A run of dims that is born in the innermost scope.
  func freshRun(_ name: String) -> DimRun {
    let run = DimRun(id: program.freshNumber(), name: name)
    scopes[scopes.count - 1].runs.insert(run)
    return run
  }

  /// Runs `body` in a scope of its own; symbols born inside are forgotten in the type it yields.
  func inScope(barrier: Scope.Barrier? = nil, _ body: () -> Operand) -> Operand {
    let outer = (facts, notedTypes)
    scopes.append(Scope(barrier: barrier))
    let result = body()
    let scope = scopes.removeLast()
    (facts, notedTypes) = outer
    return forgetting(scope.symbols, runs: scope.runs, in: result)
  }

  /// Runs `body` in a scope of its own; symbols born inside are forgotten in the block's type.
  func blockInScope(
    barrier: Scope.Barrier? = nil, repetition: Scope.Repetition? = nil, _ body: () -> TypedBlock
  ) -> TypedBlock {
    let outer = (facts, notedTypes)
    scopes.append(Scope(barrier: barrier, repetition: repetition))
    var result = body()
    let scope = scopes.removeLast()
    (facts, notedTypes) = outer
    result.type = result.type.forgetting(scope.symbols, runs: scope.runs)
    return result
  }

  /// An operand whose type and size do not mention the given symbols and runs.
  func forgetting(
    _ symbols: Set<DimSymbol>, runs: Set<DimRun> = [], in operand: Operand
  ) -> Operand {
    if symbols.isEmpty && runs.isEmpty { return operand }
    var result = operand.with(type: operand.type.forgetting(symbols, runs: runs))
    if let size = result.size, !size.symbols.isDisjoint(with: symbols) { result.size = nil }
    return result
  }

  /// Binds a name in the innermost scope.
  func bind(_ name: String, _ binding: Binding) {
    scopes[scopes.count - 1].names[name] = binding
  }
}
