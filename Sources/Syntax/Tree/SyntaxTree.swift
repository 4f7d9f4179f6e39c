import MartletSource

/// What a file says, before any name is resolved.
///
/// Every node knows its span. A part that could not be parsed is an `.invalid` node; the parser
/// has reported it, so later stages say nothing about it.
public struct SyntaxTree: Sendable {
  /// What stands at the top level, in the order of the text.
  public var items: [Item]
  /// The whole file.
  public var span: SourceSpan

  /// The imports, in the order of the text.
  public var imports: [ImportDeclaration] {
    items.compactMap { if case .importing(let declaration) = $0 { declaration } else { nil } }
  }

  /// The statements of the top level, as a block.
  public var script: Block {
    let statements = items.compactMap { item in
      if case .statement(let statement) = item { statement } else { nil }
    }
    return Block(statements: statements, span: span)
  }
}
