import MartletSource
import MartletSyntax

extension Lint {
  /// Imports whose names the file does not mention.
  static let unusedImports = Lint { tree in
    let mentions = NameMentions(tree)
    return tree.imports.flatMap { declaration in
      declaration.boundNames.filter { !mentions.mentions($0.text, after: declaration.span.end) }
        .map { .unusedImport($0.text, at: declaration.names == nil ? declaration.span : $0.span) }
    }
  }

  /// Names of a `let`, a `var` or an equation that nothing reads behind it.
  static let unusedNames = Lint { tree in
    let inBodies = tree.bodies.flatMap { unused(in: $0, mentions: NameMentions($0)) }
    guard !tree.isLibrary else { return inBodies }
    return inBodies + unused(in: tree.script, mentions: NameMentions(tree))
  }

  /// The unused names of a block, given what is mentioned where they can be.
  private static func unused(in block: Block, mentions: NameMentions) -> [Diagnostic] {
    block.allStatements.flatMap { statement in
      statement.declaredNames.filter {
        !$0.text.hasPrefix("_") && !mentions.mentions($0.text, after: statement.span.end)
      }.map { .unusedName($0.text, at: $0.span) }
    }
  }

  /// Parameters and state of models that nothing mentions.
  static let unusedFields = Lint { tree in
    var outside = NameMentions()
    outside.walk(tree)
    return tree.items.flatMap { item -> [Diagnostic] in
      guard case .model(let model) = item, !model.methods.isEmpty else { return [] }
      var mentions = NameMentions()
      mentions.walk(model)
      return model.members.compactMap { member in
        guard case .tensor(let field) = member, mentions.last[field.name.text] == nil,
          !outside.members.contains(field.name.text)
        else { return nil }
        return .unusedField(
          field.name.text, field.role.rawValue, of: model.name.text, at: field.name.span)
      }
    }
  }

  /// Variables that nothing changes.
  static let unchangedVariables = Lint { tree in
    let inBodies = tree.bodies.flatMap { unchanged(in: $0, mentions: NameMentions($0)) }
    return inBodies + unchanged(in: tree.script, mentions: NameMentions(tree))
  }

  /// The variables of a block that nothing changes, given what is mentioned where it can be.
  private static func unchanged(in block: Block, mentions: NameMentions) -> [Diagnostic] {
    block.allStatements.flatMap { statement -> [Diagnostic] in
      guard case .variable(let variable) = statement.kind,
        // An unused variable has its own warning.
        variable.pattern.names.allSatisfy({ mentions.mentions($0.text, after: statement.span.end) })
      else { return [] }
      let names = variable.pattern.names
      guard names.allSatisfy({ !mentions.assigned.contains($0.text) }),
        names.allSatisfy({ !mentions.lent.contains($0.text) }), let name = names.first
      else { return [] }
      return [.unchangedVariable(name.text, at: name.span)]
    }
  }
}

extension SyntaxTree {
  /// Whether the file only declares.
  var isLibrary: Bool { Module(name: "", origin: .builtin, tree: self).isLibrary }
}

extension Statement {
  /// The names that the statement declares for those behind it.
  fileprivate var declaredNames: [Name] {
    switch kind {
    case .constant(let constant):
      switch constant.target {
      case .pattern(let pattern): pattern.names
      case .equation(let name, _): [name]
      }
    case .variable(let variable): variable.pattern.names
    case .assignment, .whileLoop, .breakLoop, .continueLoop, .returnValue, .expression: []
    }
  }
}
