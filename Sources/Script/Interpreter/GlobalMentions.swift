import MartletElaboration
import MartletTyping

/// How often each top-level binding is mentioned anywhere in a program, by index.
func mentions(of program: TypedProgram) -> [Int: Int] {
  var counts: [Int: Int] = [:]
  let visit = { (expression: TypedExpression) -> Bool in
    if case .global(let id) = expression.kind { counts[id.index, default: 0] += 1 }
    return true
  }
  program.script.walk(visit)
  for function in program.functions { function.body.walk(visit) }
  for model in program.models {
    for field in model.fields {
      field.initialiser?.walk(visit)
      field.taken?.value.walk(visit)
    }
  }
  for global in program.globals { global.lazyValue?.walk(visit) }
  for test in program.tests { test.body.walk(visit) }
  return counts
}
