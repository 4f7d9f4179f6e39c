import MartletSource

/// Finds the tests that need a script to have run: those that reach one of its variables, by
/// themselves or through what they call.
struct ScriptReach {
  /// The program.
  private let program: TypedProgram

  /// A look at the given program.
  init(_ program: TypedProgram) { self.program = program }

  /// One message a test and variable.
  var diagnostics: [Diagnostic] {
    program.tests.flatMap { test in
      reached(from: test.body).sorted { $0.index < $1.index }.map { id in
        let global = program.globals[id.index]
        return .scriptVariableInTest(global.name, declared: global.span, at: test.span)
      }
    }
  }

  /// The variables of the script that a block reaches.
  private func reached(from block: TypedBlock) -> Set<GlobalID> {
    var variables: Set<GlobalID> = []
    var seen: Set<FunctionID> = []
    var waiting: [FunctionID] = []
    var models: Set<ModelID> = []
    func look(_ expression: TypedExpression) -> Bool {
      switch expression.kind {
      case .global(let id) where program.globals[id.index].lazyValue == nil: variables.insert(id)
      case .function(.function(let id)), .function(.method(let id, _)): waiting.append(id)
      case .function(.model(let id)): build(id)
      case .call(let call):
        switch call.target {
        case .function(let id), .method(let id, _): waiting.append(id)
        case .model(let id): build(id)
        default: break
        }
      default: break
      }
      return true
    }
    func build(_ id: ModelID) {
      guard models.insert(id).inserted else { return }
      for field in program.models[id.index].fields { field.initialiser?.walk(look) }
    }
    block.walk(look)
    while let id = waiting.popLast() {
      if seen.insert(id).inserted { program.functions[id.index].body.walk(look) }
    }
    return variables
  }
}
