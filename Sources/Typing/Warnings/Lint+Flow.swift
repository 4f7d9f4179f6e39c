import MartletSource
import MartletSyntax

extension Lint {
  /// Statements behind one that leaves their block.
  static let unreachableStatements = Lint { tree in
    var finder = UnreachableFinder()
    finder.walk(tree)
    return finder.warnings
  }

  /// Assignments of a place to itself.
  static let selfAssignments = Lint { tree in
    var finder = SelfAssignmentFinder()
    finder.walk(tree)
    return finder.warnings
  }
}

/// Finds statements that control never reaches.
private struct UnreachableFinder: TreeVisitor {
  /// What was found.
  var warnings: [Diagnostic] = []

  mutating func visit(_ block: Block) {
    for (statement, next) in zip(block.statements, block.statements.dropFirst())
    where statement.leaves {
      warnings.append(.unreachable(after: statement.span, at: next.span))
      return
    }
  }
}

/// Finds `x = x`.
private struct SelfAssignmentFinder: TreeVisitor {
  /// What was found.
  var warnings: [Diagnostic] = []

  mutating func visit(_ statement: Statement) {
    guard case .assignment(let assignment) = statement.kind, assignment.operation == nil,
      let path = assignment.place.path, path == assignment.value.path
    else { return }
    warnings.append(.selfAssignment(path.joined(separator: "."), at: statement.span))
  }
}

extension Statement {
  /// Whether what stands behind it in its block is never reached.
  fileprivate var leaves: Bool {
    switch kind {
    case .breakLoop, .continueLoop, .returnValue: true
    case .constant, .variable, .assignment, .whileLoop, .expression: false
    }
  }
}

extension Place {
  /// The words of a place without brackets: `net.scale`; nil of others.
  fileprivate var path: [String]? {
    switch kind {
    case .name(let name): [name.text]
    case .selfValue: ["self"]
    case .member(let base, let name): base.path.map { $0 + [name.text] }
    case .subscript, .tuple, .invalid: nil
    }
  }
}

extension Expression {
  /// The words of a name or field: `net.scale`; nil of others.
  fileprivate var path: [String]? {
    switch kind {
    case .name(let name): [name]
    case .selfValue: ["self"]
    case .member(let base, let name): base.path.map { $0 + [name.text] }
    default: nil
    }
  }
}
