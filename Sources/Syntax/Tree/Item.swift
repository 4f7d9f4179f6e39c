import MartletSource

/// Something at the top level of a file.
public enum Item: Sendable {
  case importing(ImportDeclaration)
  case function(FunctionDeclaration)
  case model(ModelDeclaration)
  case structure(StructDeclaration)
  case enumeration(EnumDeclaration)
  case requirements(ProtocolDeclaration)
  case gradient(GradientDeclaration)
  case test(TestDeclaration)
  case setting(SettingDeclaration)
  case alias(AliasDeclaration)
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
