import MartletSource

/// Something at the top level of a file.
public enum Item: Sendable {
  /// `import …`.
  case importing(ImportDeclaration)
  /// `fn …`, `export fn …` or `proc …`.
  case function(FunctionDeclaration)
  /// `model …`.
  case model(ModelDeclaration)
  /// `struct …`.
  case structure(StructDeclaration)
  /// `enum …`.
  case enumeration(EnumDeclaration)
  /// `protocol …`.
  case requirements(ProtocolDeclaration)
  /// `gradient …`.
  case gradient(GradientDeclaration)
  /// `test …`.
  case test(TestDeclaration)
  /// `setting …`.
  case setting(SettingDeclaration)
  /// `type …`.
  case alias(AliasDeclaration)
  /// What a script does, and the `let`s of a library.
  case statement(Statement)

  /// The text of the item, without its documentation.
  public var span: SourceSpan {
    switch self {
    case .importing(let declaration): declaration.span
    case .function(let declaration): declaration.span
    case .model(let declaration): declaration.span
    case .structure(let declaration): declaration.span
    case .enumeration(let declaration): declaration.span
    case .requirements(let declaration): declaration.span
    case .gradient(let declaration): declaration.span
    case .test(let declaration): declaration.span
    case .setting(let declaration): declaration.span
    case .alias(let declaration): declaration.span
    case .statement(let statement): statement.span
    }
  }
}
