import MartletSource
import MartletSyntax

/// Where the names of a piece of a program are mentioned, whatever they mean there.
///
/// It knows no scopes: a name that two scopes declare counts as mentioned for both. That is what
/// keeps rules on unused names from false alarms.
struct NameMentions: TreeVisitor {
  /// The last offset at which a name is mentioned.
  private(set) var last: [String: Int] = [:]
  /// The names of fields behind a dot.
  private(set) var members: Set<String> = []
  /// The names that are assigned, whole or in part.
  private(set) var assigned: Set<String> = []
  /// The names that are called, or passed to a call or a method that may change them.
  private(set) var lent: Set<String> = []

  /// The mentions in all of a file.
  init(_ tree: SyntaxTree) { walk(tree) }

  /// The mentions in a block.
  init(_ block: Block) { walk(block) }

  /// No mentions yet.
  init() {}

  /// Whether a name is mentioned behind an offset.
  func mentions(_ name: String, after offset: Int) -> Bool {
    last[name].map { $0 >= offset } ?? false
  }

  /// Notes a name.
  private mutating func note(_ name: String, at span: SourceSpan) {
    last[name] = max(last[name] ?? 0, span.start)
  }

  mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .name(let name): note(name, at: expression.span)
    case .member(let base, let name):
      members.insert(name.text)
      // A method such as `append` may change what it is called on.
      lend(base)
    case .call(let callee, let arguments):
      lend(callee)
      for argument in arguments { lend(argument.value) }
    case .pipe(let value, let callee):
      lend(value)
      lend(callee)
    case .with(let bindings, _):
      for binding in bindings { note(binding.name.text, at: binding.name.span) }
    default: break
    }
  }

  /// Notes that a value may be changed by someone else.
  private mutating func lend(_ expression: Expression) {
    if case .name(let name) = expression.kind { lent.insert(name) }
  }

  mutating func visit(_ type: TypeSyntax) {
    if case .named(let path, _) = type.kind, let name = path.first {
      note(name.text, at: name.span)
    }
  }

  mutating func visit(_ pattern: Pattern) {
    if case .path(let path, _) = pattern.kind, let name = path.first {
      note(name.text, at: name.span)
    }
  }

  mutating func visit(_ place: Place) {
    switch place.kind {
    case .name(let name): note(name.text, at: name.span)
    case .member(_, let name): members.insert(name.text)
    case .selfValue, .subscript, .tuple, .invalid: break
    }
  }

  mutating func visit(_ statement: Statement) {
    guard case .assignment(let assignment) = statement.kind else { return }
    assigned.formUnion(assignment.place.roots)
  }
}

extension Place {
  /// The variables that an assignment to the place changes.
  var roots: [String] {
    switch kind {
    case .name(let name): [name.text]
    case .member(let base, _), .subscript(let base, _): base.roots
    case .tuple(let parts): parts.flatMap(\.roots)
    case .selfValue, .invalid: []
    }
  }
}
