import MartletSource

extension Expression {
  /// The type that the expression spells, or nil if it spells none.
  ///
  /// Between brackets `Mlp[I, C]` may be an index or a type; only what the name means tells.
  public var asType: TypeSyntax? {
    switch kind {
    case .name(let text): .init(kind: .named([Name(text: text, span: span)], []), span: span)
    case .member(let base, let name):
      if case .named(let path, let brackets)? = base.asType?.kind, brackets.isEmpty {
        TypeSyntax(kind: .named(path + [name], []), span: span)
      } else {
        nil
      }
    case .subscript(let base, let items):
      if case .named(let path, let brackets)? = base.asType?.kind {
        TypeSyntax(kind: .named(path, brackets + [items]), span: span)
      } else {
        nil
      }
    case .tensorType(let type): TypeSyntax(kind: .tensor(type), span: span)
    case .group(let inner):
      inner.asType.map { TypeSyntax(kind: $0.kind, span: span) }
    case .tuple(let parts):
      Expression.types(parts).map { TypeSyntax(kind: .tuple($0), span: span) }
    case .list(let parts):
      parts.count == 1
        ? parts[0].asType.map { TypeSyntax(kind: .list($0), span: span) } : nil
    case .invalid: TypeSyntax(kind: .invalid, span: span)
    case .integer, .float, .string, .boolean, .none, .selfValue, .block, .lambda, .conditional,
      .match, .loop, .gradient, .jvp, .vjp, .recompute, .with, .call, .unary, .binary, .pipe,
      .coalesce, .range, .cast:
      nil
    }
  }

  /// The types that all of the expressions spell, or nil if one spells none.
  static func types(_ expressions: [Expression]) -> [TypeSyntax]? {
    let types = expressions.compactMap(\.asType)
    return types.count == expressions.count ? types : nil
  }
}
