import MartletSource
import MartletSyntax

/// A rule that finds what is legal and likely not meant in the text of a file alone.
///
/// Rules stay silent wherever the program may be right: a false alarm costs more than a miss. What
/// needs types is found by the checker on its way (`BodyChecker+Warnings.swift`).
struct Lint: Sendable {
  /// The rule: the warnings about a file.
  let warnings: @Sendable (SyntaxTree) -> [Diagnostic]

  /// All rules.
  static let all = [
    unusedImports, unusedNames, unusedFields, unchangedVariables, unreachableStatements,
    selfAssignments, activationsBeforeLosses, idleDropout,
  ]
}

extension SyntaxTree {
  /// The bodies of functions, procs, methods and tests.
  var bodies: [Block] {
    items.flatMap { item -> [Block] in
      switch item {
      case .function(let function): [function.body].compactMap { $0 }
      case .model(let model): model.methods.compactMap(\.body)
      case .test(let test): [test.body]
      case .gradient(let rule): [rule.body]
      case .importing, .structure, .enumeration, .requirements, .setting, .alias, .statement: []
      }
    }
  }

  /// Whether the file itself declares a name of the top level.
  func declares(_ name: String) -> Bool {
    items.contains { item in
      switch item {
      case .importing(let declaration): declaration.boundNames.contains { $0.text == name }
      case .function(let declaration): declaration.name.text == name
      case .model(let declaration): declaration.name.text == name
      case .structure(let declaration): declaration.name.text == name
      case .enumeration(let declaration): declaration.name.text == name
      case .requirements(let declaration): declaration.name.text == name
      case .setting(let declaration): declaration.name.text == name
      case .alias(let declaration): declaration.name.text == name
      case .gradient, .test, .statement: false
      }
    }
  }
}

extension ModelDeclaration {
  /// The model's own functions.
  var methods: [FunctionDeclaration] {
    members.compactMap { if case .function(let function) = $0 { function } else { nil } }
  }
}

extension Block {
  /// The statements of the block and of all blocks inside.
  var allStatements: [Statement] {
    var collector = StatementCollector()
    collector.walk(self)
    return collector.statements
  }
}

/// Collects all statements of a block, those of inner blocks too.
private struct StatementCollector: TreeVisitor {
  /// What was found, in the order of the text.
  var statements: [Statement] = []

  mutating func visit(_ statement: Statement) { statements.append(statement) }
}
