import MartletSource
import MartletSyntax

/// A file or builtin module whose names can be looked up; what they mean is found when first asked.
final class Module {
  /// Where a module comes from.
  enum Origin {
    /// A Martlet file.
    case file(SourceFile)
    /// The implementation; the name qualifies its functions.
    case builtin
  }

  /// A declaration that is not looked at yet.
  enum Declaration {
    case function(FunctionDeclaration)
    case model(ModelDeclaration)
    case structure(StructDeclaration)
    case enumeration(EnumDeclaration)
    case requirements(ProtocolDeclaration)
    case setting(SettingDeclaration)
    case alias(AliasDeclaration)
    /// One of the names that a library's `let` binds.
    case constant(LetStatement, SourceSpan)
    case importing(ImportDeclaration)
  }

  /// The dotted name or the path.
  let name: String
  /// Where it comes from.
  let origin: Origin
  /// The text as a tree.
  let tree: SyntaxTree
  /// The declarations by name.
  private(set) var declarations: [String: Declaration] = [:]
  /// The `gradient` rules by the names of their functions.
  private(set) var gradientRules: [String: GradientDeclaration] = [:]
  /// The names in the order of the text, for suggestions.
  private(set) var order: [String] = []
  /// Names that were declared twice, with both places.
  private(set) var duplicates: [(Name, SourceSpan)] = []
  /// What names that were asked for mean.
  var entities: [String: Entity] = [:]
  /// Names that are being resolved, to find cycles.
  var inProgress: Set<String> = []
  /// Whether the file only declares, so that it can be imported.
  let isLibrary: Bool
  /// The first statement of a script that makes it one.
  let scriptSpan: SourceSpan?

  /// A module of the given tree.
  init(name: String, origin: Origin, tree: SyntaxTree) {
    self.name = name
    self.origin = origin
    self.tree = tree
    scriptSpan = tree.items.lazy.compactMap(Module.scriptStatement).first
    isLibrary = scriptSpan == nil
    for item in tree.items { collect(item) }
  }

  /// The span of an item that only a script can hold.
  private static func scriptStatement(_ item: Item) -> SourceSpan? {
    guard case .statement(let statement) = item else { return nil }
    if case .constant(let constant) = statement.kind, case .pattern = constant.target { return nil }
    return statement.span
  }

  /// Whether the module is the implementation's own.
  var isBuiltin: Bool {
    if case .builtin = origin { true } else { false }
  }

  /// Notes the names that an item declares.
  private func collect(_ item: Item) {
    switch item {
    case .importing(let declaration):
      for name in declaration.boundNames { add(name, .importing(declaration)) }
    case .function(let declaration): add(declaration.name, .function(declaration))
    case .model(let declaration): add(declaration.name, .model(declaration))
    case .structure(let declaration): add(declaration.name, .structure(declaration))
    case .enumeration(let declaration): add(declaration.name, .enumeration(declaration))
    case .requirements(let declaration): add(declaration.name, .requirements(declaration))
    case .setting(let declaration): add(declaration.name, .setting(declaration))
    case .alias(let declaration): add(declaration.name, .alias(declaration))
    case .gradient(let rule):
      if let first = gradientRules[rule.function.text] {
        duplicates.append((rule.function, first.function.span))
      } else {
        gradientRules[rule.function.text] = rule
      }
    case .test: break
    case .statement(let statement):
      guard isLibrary, case .constant(let constant) = statement.kind,
        case .pattern(let pattern) = constant.target
      else { return }
      for name in pattern.names { add(name, .constant(constant, statement.span), again: true) }
    }
  }

  /// Notes one name.
  private func add(_ name: Name, _ declaration: Declaration, again: Bool = false) {
    if let first = declarations[name.text], !again {
      duplicates.append((name, first.nameSpan))
      return
    }
    if declarations.updateValue(declaration, forKey: name.text) == nil { order.append(name.text) }
  }
}

extension Module.Declaration {
  /// The place of the declaration.
  var nameSpan: SourceSpan {
    switch self {
    case .function(let declaration): declaration.name.span
    case .model(let declaration): declaration.name.span
    case .structure(let declaration): declaration.name.span
    case .enumeration(let declaration): declaration.name.span
    case .requirements(let declaration): declaration.name.span
    case .setting(let declaration): declaration.name.span
    case .alias(let declaration): declaration.name.span
    case .constant(_, let span): span
    case .importing(let declaration): declaration.span
    }
  }
}

extension ImportDeclaration {
  /// The names that the import makes visible.
  var boundNames: [Name] {
    if let names { return names }
    if let alias { return [alias] }
    switch source {
    case .path(let path): return path.suffix(1)
    case .file(let text, let span):
      let last = text.split(separator: "/").last.map(String.init) ?? text
      let stem = last.hasSuffix(".mlt") ? String(last.dropLast(4)) : last
      return [Name(text: stem, span: span)]
    }
  }
}

extension Pattern {
  /// The names that the pattern binds.
  var names: [Name] {
    switch kind {
    case .wildcard, .literal, .invalid: []
    case .name(let name): [name]
    case .tuple(let parts): parts.flatMap(\.names)
    case .path(let path, let parts): parts == nil && path.count == 1 ? path : []
    }
  }
}
