import MartletSource
import MartletSyntax

/// The calls of one body, and which of its bindings lend their state to them.
struct LendingFrame {
  /// A call, and whether it happens whenever the body runs.
  struct Site {
    /// The call.
    let call: TypedCall
    /// Its place.
    let span: SourceSpan
    /// Whether no condition, loop or lambda is around it.
    let isCertain: Bool
  }

  /// The program that the body belongs to.
  private let program: TypedProgram
  /// The calls, in the order of the text.
  private(set) var calls: [Site] = []
  /// The places where the body surely assigns a `state` of its own model.
  private(set) var ownWrites: [SourceSpan] = []
  /// The parameters among the bindings.
  private var parameters: Set<LocalID> = []
  /// The bindings of the frame.
  private var declarations: [LocalID: LocalDeclaration] = [:]
  /// How many blocks that are built as graphs are around what is scanned.
  private var graphBlocks = 0
  /// The bindings inside of such blocks: their state is meant to end with the block.
  private var passing: Set<LocalID> = []
  /// Loop variables, which lend what the elements of their source lend; nil for copies.
  private var aliases: [LocalID: Root?] = [:]

  /// The frame of a body with the given parameters.
  init(_ program: TypedProgram, _ body: TypedBlock, parameters: [LocalDeclaration]) {
    self.program = program
    note(parameters)
    self.parameters = Set(declarations.keys)
    scan(body, isCertain: true)
  }

  /// Whose state an expression lends; nil if it is a copy or made anew.
  func root(of expression: TypedExpression) -> Root? {
    switch expression.kind {
    case .selfValue: .selfValue
    case .global(let id): .global(id)
    case .local(let id): if let alias = aliases[id] { alias } else { .local(id) }
    case .field(let base, _), .index(let base, _), .cast(let base, _): root(of: base)
    default: nil
    }
  }

  /// The message for a write that nobody would see; nil if the owner keeps it.
  func loss(_ lent: (expression: TypedExpression, span: SourceSpan), at site: Site) -> Diagnostic? {
    switch root(of: lent.expression) {
    case .local(let id):
      guard let owner = declarations[id], !owner.isVariable, !passing.contains(id) else {
        return nil
      }
      return .stateWouldBeLost(
        owner.name, isParameter: parameters.contains(id), declared: owner.span,
        written: lent.span, at: lent.expression.span)
    case .global(let id):
      let owner = program.globals[id.index]
      return owner.isVariable
        ? nil
        : .stateWouldBeLost(
          owner.name, isParameter: false, declared: owner.span, written: lent.span,
          at: lent.expression.span)
    case .selfValue, nil: return nil
    }
  }

  /// Notes bindings of the frame.
  private mutating func note(_ bindings: [LocalDeclaration]) {
    for declaration in bindings {
      guard case .local(let id) = declaration.storage else { continue }
      declarations[id] = declaration
      if graphBlocks > 0 { passing.insert(id) }
    }
  }

  /// Collects what a block's statements and value do.
  private mutating func scan(_ block: TypedBlock, isCertain: Bool) {
    for statement in block.statements {
      note(statement.declarations)
      switch statement.kind {
      case .bind(_, let value), .expression(let value): scan(value, isCertain: isCertain)
      case .equation(_, let equation): scan(equation.body, isCertain: isCertain)
      case .assign(let places, _, let value):
        scan(value, isCertain: isCertain)
        if isCertain, places.contains(where: isState) { ownWrites.append(statement.span) }
      case .whileLoop(let condition, _, let body):
        scan(condition, isCertain: isCertain)
        scan(body, isCertain: false)
      case .returnValue(let value): if let value { scan(value, isCertain: isCertain) }
      case .breakLoop, .continueLoop: break
      }
    }
    if let value = block.value { scan(value, isCertain: isCertain) }
  }

  /// Whether a place is a `state` of the model around; a function can assign no other field of it.
  private func isState(_ place: TypedPlace) -> Bool {
    if case .selfValue = place.root { true } else { false }
  }

  /// Collects what an expression does.
  private mutating func scan(_ expression: TypedExpression, isCertain: Bool) {
    var inner: [(block: TypedBlock, isCertain: Bool)] = []
    var graphs: [TypedBlock] = []
    var parts: [(expression: TypedExpression, isCertain: Bool)] = []
    var found: [Site] = []
    var loops: [TypedLoop] = []
    var bound: [LocalDeclaration] = []
    var present: [(declaration: LocalDeclaration, source: TypedExpression)] = []
    expression.walk { part in
      switch part.kind {
      case .block(let block): inner.append((block, isCertain))
      case .recompute(let block): graphs.append(block)
      case .with(let bindings, let block):
        parts += bindings.map { ($0.value, isCertain) }
        inner.append((block, isCertain))
      case .gradient(let gradient): graphs.append(gradient.body)
      case .conditional(let condition, let first, let second):
        parts.append((condition, isCertain))
        inner += ([first] + (second.map { [$0] } ?? [])).map { ($0, false) }
      case .optionalBinding(let declaration, let value, let first, let second):
        bound.append(declaration)
        present.append((declaration, value))
        parts.append((value, isCertain))
        inner += ([first] + (second.map { [$0] } ?? [])).map { ($0, false) }
      case .match(let subject, let arms):
        parts.append((subject, isCertain))
        inner += arms.map { ($0.body, false) }
      case .loop(let loop): loops.append(loop)
      case .lambda(let lambda):
        bound += lambda.parameters.flatMap(\.declarations)
        parts.append((lambda.body, false))
      case .call(let call):
        found.append(Site(call: call, span: part.span, isCertain: isCertain))
        return true
      default: return true
      }
      return false
    }
    calls += found
    note(bound)
    // What is there lends itself, as an element of a loop does.
    for (declaration, source) in present { alias(.binding(declaration), to: source) }
    for part in parts { scan(part.expression, isCertain: part.isCertain) }
    for loop in loops { scan(loop, isCertain: isCertain) }
    for block in inner { scan(block.block, isCertain: block.isCertain) }
    for block in graphs { scan(graph: block, isCertain: isCertain) }
  }

  /// Collects what a block does that is built as a graph; its own bindings need not last.
  private mutating func scan(graph block: TypedBlock, isCertain: Bool) {
    graphBlocks += 1
    defer { graphBlocks -= 1 }
    scan(block, isCertain: isCertain)
  }

  /// Collects what a loop does; its variables lend what its sources lend.
  private mutating func scan(_ loop: TypedLoop, isCertain: Bool) {
    for (pattern, source) in loop.clauses {
      scan(source, isCertain: isCertain)
      note(pattern.declarations)
      alias(pattern, to: source)
    }
    if loop.kind == .parallel {
      scan(graph: loop.body, isCertain: false)
    } else {
      scan(loop.body, isCertain: false)
    }
  }

  /// Notes what a loop's variables lend.
  private mutating func alias(_ pattern: TypedPattern, to source: TypedExpression) {
    switch pattern {
    case .wildcard: break
    case .binding(let declaration):
      if case .local(let id) = declaration.storage { aliases[id] = .some(root(of: source)) }
    case .tuple(let parts):
      for (index, part) in parts.enumerated() {
        alias(part, to: self.part(index, of: source))
      }
    }
  }

  /// What a part of each element of a source comes from, for `enumerate` and `zip`.
  private func part(_ index: Int, of source: TypedExpression) -> TypedExpression {
    guard case .call(let call) = source.kind, case .builtin(let name) = call.target else {
      return source
    }
    let position = name == "enumerate" ? index - 1 : index
    guard ["enumerate", "zip"].contains(name), call.arguments.indices.contains(position) else {
      return source
    }
    return call.arguments[position] ?? source
  }
}
