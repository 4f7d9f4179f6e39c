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
}
