import MartletElaboration
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletSource
import MartletTensors
import MartletTransforms
import MartletTyping

/// Runs scripts, procs and tests: host statements as written, runs of tensor statements as graphs.
public final class Interpreter: Host {
  /// What evaluates expressions.
  public let evaluator: Evaluator
  /// The threads that graphs run on.
  let pool: ThreadPool
  /// What host functions work with.
  public let context: HostContext
  /// What is done with each graph that is built.
  let treatment: GraphTreatment
  private var plans: [SourceSpan: BlockPlan] = [:]
  private var expressionRuns: [SourceSpan: TensorRun] = [:]
  /// What was said of graphs; each thing is said once, however often they are built.
  private var warnings: [Diagnostic] = []
  /// How often each global is mentioned in the whole program.
  private lazy var globalMentions = mentions(of: evaluator.program)

  /// An interpreter of a checked program.
  public init(
    _ program: TypedProgram, context: HostContext, pool: ThreadPool,
    treatment: GraphTreatment = GraphTreatment()
  ) throws {
    self.evaluator = try Evaluator(program)
    self.treatment = treatment
    self.pool = pool
    self.context = context
    evaluator.host = self
    context.evaluator = evaluator
  }

  /// Runs the script's statements from the first to the last.
  public func run() throws {
    let program = evaluator.program
    _ = try evaluator.execute(program.script, Frame(slotCount: program.scriptFrameSize))
  }

  /// Runs one `test` block.
  public func run(_ test: TypedTest) throws {
    _ = try evaluator.execute(test.body, Frame(slotCount: test.frameSize))
  }

  // MARK: - Host

  /// Carries out a function of the host library.
  public func call(_ name: String, _ invocation: Invocation) throws -> Value {
    try HostLibrary.call(name, invocation, in: context)
  }

  /// Runs `body` with random numbers that follow from `seed`, and goes on with those of before.
  public func seeding(_ seed: Int, _ body: () throws -> Value) throws -> Value {
    let outer = context.randomness
    context.randomness = ScriptRandomness(seed: seed)
    defer { context.randomness = outer }
    return try body()
  }

  /// Evaluates a tensor expression by building and running its graph.
  public func compute(_ expression: TypedExpression, in frame: Frame) throws -> Value {
    let run =
      expressionRuns[expression.span]
      ?? {
        let run = TensorRun(.expression(expression), outputs: [])
        expressionRuns[expression.span] = run
        return run
      }()
    return try execute(run, frame)
  }

  /// Executes a block segment by segment.
  public func execute(_ block: TypedBlock, in frame: Frame) throws -> Flow {
    let plan = plan(of: block)
    for segment in plan.segments {
      switch segment {
      case .run(let run): _ = try execute(run, frame)
      case .host(let statement):
        switch try evaluator.execute(statement, frame) {
        case .value: continue
        case .breakLoop: return .breakLoop
        case .continueLoop: return .continueLoop
        case .returned(let value): return .returned(value)
        }
      }
    }
    guard let value = block.value else { return .value(.unit) }
    return try evaluator.flow(of: value, frame)
  }

  /// The plan of a block, made when it is first executed.
  private func plan(of block: TypedBlock) -> BlockPlan {
    if let plan = plans[block.span] { return plan }
    let mentions = globalMentions
    let plan = BlockPlan(block, evaluator) { id, inside in
      (mentions[id.index] ?? 0) > inside
    }
    plans[block.span] = plan
    return plan
  }

  // MARK: - Runs

  /// Executes a run: by a graph that fits, or by a new one.
  private func execute(_ run: TensorRun, _ frame: Frame) throws -> Value {
    let key = self.context.randomness.takeKeys(run.statementCount)
    let context = evaluator.buildContext
    var computed: [SourceSpan: Value] = [:]
    var opensSizes = true
    for (index, compiled) in run.compiled.enumerated()
    where compiled.context.agrees(with: context) {
      guard var inputs = try gather(compiled, frame, key, &computed) else { continue }
      if let value = try launch(run, compiled, &inputs, frame) {
        run.use(at: index)
        return value
      }
      opensSizes = false
    }
    if opensSizes {
      if let value = try launchNew(run, frame, context, key, &computed, opensSizes: true) {
        return value
      }
    }
    guard let value = try launchNew(run, frame, context, key, &computed, opensSizes: false) else {
      throw Diagnostic.unstableCapture(at: run.span)
    }
    return value
  }

  /// Builds a graph for the values of now and runs it; nil if it demands something of the sizes
  /// that it leaves open which these do not fulfil.
  ///
  /// A graph for these sizes alone then succeeds, or says in numbers what is wrong.
  private func launchNew(
    _ run: TensorRun, _ frame: Frame, _ context: BuildContext, _ key: Int,
    _ computed: inout [SourceSpan: Value], opensSizes: Bool
  ) throws -> Value? {
    let graph = GraphContext(
      structures: evaluator.program.structures, opensSizes: opensSizes)
    let compiled: CompiledRun
    do {
      compiled = try build(run, frame, context, graph, &computed)
    } catch  where graph.hasOpenSizes {
      return nil
    }
    guard var inputs = try gather(compiled, frame, key, &computed) else {
      throw Diagnostic.unstableCapture(at: run.span)
    }
    run.add(compiled)
    for warning in graph.warnings where !warnings.contains(warning) {
      warnings.append(warning)
      treatment.warner?(warning)
    }
    if run.buildCount == TensorRun.unremarkableBuilds + 1 {
      treatment.warner?(.manyBuilds(run.buildCount, run.changingNumbers, at: run.span))
    }
    return try launch(run, compiled, &inputs, frame)
  }

  /// The inputs of a graph, if the values of now have the form that it was built for.
  private func gather(
    _ compiled: CompiledRun, _ frame: Frame, _ key: Int, _ computed: inout [SourceSpan: Value]
  ) throws -> [Tensor]? {
    guard compiled.runs == frame.runs else { return nil }
    for (symbol, size) in compiled.fixedSizes where frame.sizes[symbol]?.constant != size {
      return nil
    }
    var inputs: [Tensor] = []
    var sizes: [DimSymbol: Int] = [:]
    inputs.reserveCapacity(compiled.types.count)
    for capture in compiled.captures {
      if case .key = capture.root {
        inputs.append(Tensor(scalar: Int64(key)))
        continue
      }
      guard let value = try value(of: capture.root, frame, &computed),
        Capture.collect(
          capture.template, from: value, types: { compiled.types[$0]! }, into: &inputs,
          sizes: &sizes)
      else { return nil }
    }
    return inputs
  }

  /// What a capture's root holds now.
  private func value(
    of root: Capture.Root, _ frame: Frame, _ computed: inout [SourceSpan: Value]
  ) throws -> Value? {
    switch root {
    case .local(let id): return frame.slots[id.index]
    case .global(let id): return evaluator.globals[id.index]
    case .selfValue: return frame.selfValue
    case .key: return nil
    case .computed(let expression):
      if let value = computed[expression.span] { return value }
      let value = try evaluator.evaluate(expression, frame)
      computed[expression.span] = value
      return value
    }
  }

  /// Runs a graph and puts its results where they belong; nil if open sizes do not fit together.
  ///
  /// The inputs are its own, so that it may overwrite those that nobody else holds.
  private func launch(
    _ run: TensorRun, _ compiled: CompiledRun, _ inputs: inout [Tensor], _ frame: Frame
  ) throws -> Value? {
    let cells = takeReplaced(compiled, frame)
    let outputs: [Tensor]
    do {
      outputs = try compute(compiled, &inputs)
    } catch {
      restore(compiled, inputs, frame, cells)
      if case .sizes = error, compiled.hasOpenSizes { return nil }
      throw Diagnostic.run(error, at: compiled.span)
    }
    for write in compiled.writes {
      cells[write.capture][write.cell].value = rebuilt(write.template, compiled, outputs)
    }
    var value = Value.unit
    for result in compiled.results {
      let made = rebuilt(result.template, compiled, outputs)
      switch result.storage {
      case .local(let id): frame.slots[id.index] = made
      case .global(let id): evaluator.globals[id.index] = made
      case nil: value = made
      }
    }
    for declaration in run.declarations {
      try evaluator.noteBinding(declaration, frame, at: compiled.span)
    }
    return value
  }

  /// Runs a graph; where NaN is refused, with another reference to the inputs, which are therefore
  /// there to be traced.
  private func compute(_ compiled: CompiledRun, _ inputs: inout [Tensor]) throws(RunFault)
    -> [Tensor]
  {
    guard let graph = compiled.traced else { return try compiled.executable.run(&inputs, on: pool) }
    let kept = inputs
    let outputs = try compiled.executable.run(&inputs, on: pool)
    if outputs.contains(where: \.hasNaN) {
      try NaNTracer(on: pool).trace(graph, kept)
    }
    return outputs
  }

  /// Empties the variables and cells that the run writes anew, so that their tensors can be
  /// overwritten; returns the cells of each capture.
  private func takeReplaced(_ compiled: CompiledRun, _ frame: Frame) -> [[Cell]] {
    var cells: [[Cell]] = []
    for (index, capture) in compiled.captures.enumerated() {
      switch capture.root {
      case .local(let id):
        cells.append(capture.cells.isEmpty ? [] : frame.slots[id.index]?.cells ?? [])
        if compiled.replaced[index] { frame.slots[id.index] = .unit }
      case .global(let id):
        cells.append(capture.cells.isEmpty ? [] : evaluator.globals[id.index]?.cells ?? [])
        if compiled.replaced[index] { evaluator.globals[id.index] = .unit }
      case .selfValue: cells.append(frame.selfValue?.cells ?? [])
      case .computed, .key: cells.append([])
      }
    }
    for write in compiled.writes { cells[write.capture][write.cell].value = .unit }
    return cells
  }

  /// Puts the inputs back where `takeReplaced` took them from, after a fault.
  private func restore(
    _ compiled: CompiledRun, _ inputs: [Tensor], _ frame: Frame, _ cells: [[Cell]]
  ) {
    var byParameter: [MartletGraph.ValueID: Tensor] = [:]
    for (parameter, tensor) in zip(compiled.parameters, inputs) { byParameter[parameter] = tensor }
    for (index, capture) in compiled.captures.enumerated() {
      let written = compiled.writes.filter { $0.capture == index }
      guard compiled.replaced[index] || !written.isEmpty else { continue }
      let value = capture.template.filled { byParameter[$0] }
      for write in written where cells[index].indices.contains(write.cell) {
        cells[index][write.cell].value = value.cells[write.cell].value
      }
      guard compiled.replaced[index] else { continue }
      switch capture.root {
      case .local(let id): frame.slots[id.index] = value
      case .global(let id): evaluator.globals[id.index] = value
      case .selfValue, .computed, .key: continue
      }
    }
  }

  /// A result's value, with the graph's outputs in place of its nodes.
  private func rebuilt(_ template: Value, _ compiled: CompiledRun, _ outputs: [Tensor]) -> Value {
    evaluator.settled(template.filled { node in compiled.outputIndex[node].map { outputs[$0] } })
  }
}
