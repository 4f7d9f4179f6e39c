import MartletSource

extension Parser {
  /// `model = "model" name [ binders ] [ parameters ] [ ":" type , … ] [ facts ]
  /// "{" { member } "}"`.
  mutating func model(_ documentation: String?) throws(Abandon) -> ModelDeclaration {
    let start = take().span
    let name = try name("the model")
    let binders = at(.openBracket) ? try binders() : []
    let parameters = at(.openParenthesis) ? try parameters() : []
    var conformances: [TypeSyntax] = []
    if discard(.colon) {
      repeat { conformances.append(try type()) } while discard(.comma)
    }
    let facts = try facts()
    let members = try lines("for the model's fields and methods", commas: false) {
      (parser) throws(Abandon) in try parser.member()
    }
    return ModelDeclaration(
      documentation: documentation, name: name, binders: binders, parameters: parameters,
      conformances: conformances, facts: facts, members: members, span: span(from: start))
  }

  /// `member = ( "param" | "state" ) name [ ":" type ] "=" expression | [ "frozen" ] let | fn`.
  private mutating func member() throws(Abandon) -> Member {
    let start = current.span
    let documentation = current.documentation
    switch current.kind {
    case .keyword(.fn): return .function(try method(documentation))
    case .keyword(.let):
      let statement = try letStatement(documentation, inModel: true)
      return .constant(statement, isFrozen: false, span: span(from: start))
    case .identifier("frozen") where peek().kind == .keyword(.let):
      take()
      let statement = try letStatement(documentation)
      return .constant(statement, isFrozen: true, span: span(from: start))
    case .identifier("param"): return .tensor(try tensorField(.param, documentation))
    case .identifier("state"): return .tensor(try tensorField(.state, documentation))
    case .identifier where peek().kind == .symbol(.colon):
      return .constant(try fieldWithoutValue(), isFrozen: false, span: span(from: start))
    case .identifier, .keyword, .elementType, .integer, .float, .string, .symbol, .newline, .end,
      .invalid:
      throw fail(.expectedMember(found: current))
    }
  }

  /// `name ":" type`, as a struct has it: read as a field of that name, and refused.
  private mutating func fieldWithoutValue() throws(Abandon) -> LetStatement {
    let name = try name("the field")
    take()
    let type = try type()
    report(.fieldWithoutValue(.expectedMember, name.text, file.text(in: type.span), at: name.span))
    if discard(.assign) { _ = try expression() }
    return LetStatement(
      documentation: nil, target: .pattern(Pattern(kind: .name(name), span: name.span)),
      type: nil, value: Expression(kind: .invalid, span: type.span))
  }

  /// `name [ ":" type ] "=" expression` behind `param` or `state`.
  private mutating func tensorField(_ role: TensorField.Role, _ documentation: String?)
    throws(Abandon) -> TensorField
  {
    let start = take().span
    let name = try name("the field")
    let type = discard(.colon) ? try type() : nil
    try expect(.assign, "before what the field starts as")
    let value = try expression()
    return TensorField(
      documentation: documentation, role: role, name: name, type: type, value: value,
      span: span(from: start))
  }

  /// `struct = "struct" name [ binders ] [ facts ] "{" { name ":" type } "}"`.
  mutating func structure(_ documentation: String?) throws(Abandon) -> StructDeclaration {
    let start = take().span
    let name = try name("the struct")
    let binders = at(.openBracket) ? try binders() : []
    let facts = try facts()
    let fields = try lines("for the struct's fields", commas: true) {
      (parser) throws(Abandon) in try parser.field()
    }
    return StructDeclaration(
      documentation: documentation, name: name, binders: binders, facts: facts, fields: fields,
      span: span(from: start))
  }

  /// `name ":" type` in a struct.
  private mutating func field() throws(Abandon) -> StructDeclaration.Field {
    let documentation = current.documentation
    let name = try name("the field")
    try expect(.colon, "before the field's type")
    return StructDeclaration.Field(documentation: documentation, name: name, type: try type())
  }

  /// `enum = "enum" name "{" { name [ "," ] } "}"`.
  mutating func enumeration(_ documentation: String?) throws(Abandon) -> EnumDeclaration {
    let start = take().span
    let name = try name("the enum")
    let cases = try lines("for the enum's values", commas: true) {
      (parser) throws(Abandon) in try parser.caseNames()
    }
    return EnumDeclaration(
      documentation: documentation, name: name, cases: cases.flatMap { $0 },
      span: span(from: start))
  }

  /// Names side by side: `stack average`.
  private mutating func caseNames() throws(Abandon) -> [Name] {
    var names = [try name("a value of the enum")]
    while case .identifier = current.kind { names.append(try name("a value of the enum")) }
    return names
  }

  /// `protocol = "protocol" name [ binders ] "{" { fn } "}"`.
  mutating func requirements(_ documentation: String?) throws(Abandon) -> ProtocolDeclaration {
    let start = take().span
    let name = try name("the protocol")
    let binders = at(.openBracket) ? try binders() : []
    let methods = try lines("for the protocol's signatures", commas: false) {
      (parser) throws(Abandon) in
      guard parser.at(.fn) else {
        throw parser.fail(
          .expectedSymbol("fn", "for a signature of the protocol", found: parser.current))
      }
      return try parser.method(parser.current.documentation)
    }
    return ProtocolDeclaration(
      documentation: documentation, name: name, binders: binders, methods: methods,
      span: span(from: start))
  }
}
