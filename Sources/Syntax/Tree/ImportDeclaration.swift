import MartletSource

/// `import optim.{Adam, cosine}`, `import data.csv as csv` or `import "./layers"`.
public struct ImportDeclaration: Sendable {
  /// Where the library is looked for.
  public enum Source: Sendable {
    /// A dotted path, never empty.
    case path([Name])
    /// A file, relative to the importing one.
    case file(String, SourceSpan)
  }

  /// Which library.
  public var source: Source
  /// The names between the braces; nil without braces.
  public var names: [Name]?
  /// The name after `as`.
  public var alias: Name?
  /// The whole declaration.
  public var span: SourceSpan
}
