import MartletSource
import MartletSyntax

/// Which models' state each function surely writes, found from the bottom up (decision M21).
///
/// Passing a model lends its state, so a write in a method reaches whatever the caller passed. Only
/// writes that no condition, loop or lambda guards count here: `if training { … }` is settled when
/// the graph is built, as is what a binder such as `M: Model` stands for.
struct StateEffects {
  /// Whose state a function writes.
  enum Target: Hashable {
    /// The model whose method it is.
    case selfValue
    /// The argument for a parameter.
    case parameter(Int)
  }

  /// The checked program.
  let program: TypedProgram
  /// What each function writes, with a place where it does.
  private var writes: [[Target: SourceSpan]]

  /// The effects of all functions of a program.
  init(_ program: TypedProgram) {
    self.program = program
    writes = Array(repeating: [:], count: program.functions.count)
    var isSettled = false
    while !isSettled {
      isSettled = true
      for index in program.functions.indices {
        let found = targets(of: program.functions[index])
        for (target, span) in found where writes[index][target] == nil {
          writes[index][target] = span
          isSettled = false
        }
      }
    }
  }

  /// Messages for calls in scripts, procs and tests whose writes would be lost.
  var diagnostics: [Diagnostic] {
    var frames = [LendingFrame(program, program.script, parameters: [])]
    for function in program.functions where function.kind == .proc {
      frames.append(
        LendingFrame(program, function.body, parameters: function.parameters.map(\.declaration)))
    }
    for value in program.globals.compactMap(\.lazyValue) {
      let block = TypedBlock(statements: [], value: value, type: value.type, span: value.span)
      frames.append(LendingFrame(program, block, parameters: []))
    }
    frames += program.tests.map { LendingFrame(program, $0.body, parameters: []) }
    return frames.flatMap { frame in
      frame.calls.flatMap { site in lent(by: site.call).compactMap { frame.loss($0, at: site) } }
    }
  }

  /// What a function's own statements and its calls surely write.
  private func targets(of function: TypedFunction) -> [Target: SourceSpan] {
    let parameters = function.parameters.map(\.declaration)
    let frame = LendingFrame(program, function.body, parameters: parameters)
    var result: [Target: SourceSpan] = [:]
    for span in frame.ownWrites { result[.selfValue] = result[.selfValue] ?? span }
    for site in frame.calls where site.isCertain {
      for (lender, span) in lent(by: site.call) {
        switch frame.root(of: lender) {
        case .selfValue: result[.selfValue] = result[.selfValue] ?? span
        case .local(let id):
          guard let index = parameters.firstIndex(where: { $0.storage == .local(id) }) else {
            break
          }
          result[.parameter(index)] = result[.parameter(index)] ?? span
        case .global, nil: break
        }
      }
    }
    return result
  }

  /// The expressions whose state a call writes, with the place where that happens.
  private func lent(by call: TypedCall) -> [(expression: TypedExpression, span: SourceSpan)] {
    let callee: FunctionID
    var base: TypedExpression?
    switch call.target {
    case .function(let id): callee = id
    case .method(let id, let value): (callee, base) = (id, value)
    case .requirement, .model, .structure, .builtin, .value, .element: return []
    }
    guard writes.indices.contains(callee.index) else { return [] }
    return writes[callee.index].compactMap { target, span in
      switch target {
      case .selfValue: base.map { ($0, span) }
      case .parameter(let index):
        call.arguments.indices.contains(index) ? call.arguments[index].map { ($0, span) } : nil
      }
    }
  }
}
