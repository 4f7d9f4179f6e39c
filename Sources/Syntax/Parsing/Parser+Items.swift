import MartletSource

extension Parser {
  /// `file = { item }`.
  mutating func syntaxTree() -> SyntaxTree {
    var items: [Item] = []
    let start = current.span
    discardNewlines()
    let indentation = indentation(of: current)
    while current.kind != .end {
      let itemStart = position
      do throws(Abandon) {
        items.append(try item(after: items.isEmpty ? nil : indentation))
        if at(.closeBrace) {
          throw fail(.unexpectedClosing("}", at: current.span))
        } else if !atLineEnd {
          // What its author meant is unknown, so nothing more is said of it.
          if case .statement(let statement)? = items.last {
            items[items.count - 1] = .statement(statement.unread)
          }
          throw fail(lineEndFault(from: itemStart))
        }
      } catch {
        recover()
        skipForeignBlock(from: itemStart)
        if at(.closeBrace) { take() }
      }
      discardNewlines()
    }
    return SyntaxTree(items: items, span: span(from: start))
  }

  /// One item; `indentation` is that of the file's first, nil for that one itself.
  private mutating func item(after indentation: Int?) throws(Abandon) -> Item {
    let documentation = current.documentation
    switch current.kind {
    case .keyword(.import): return .importing(try importDeclaration())
    case .keyword(.fn), .keyword(.proc): return .function(try function(documentation))
    case .keyword(.struct): return .structure(try structure(documentation))
    case .keyword(.enum): return .enumeration(try enumeration(documentation))
    case .keyword(.protocol): return .requirements(try requirements(documentation))
    case .identifier(let word) where startsDeclaration:
      switch word {
      case "export": return .function(try function(documentation))
      case "model": return .model(try model(documentation))
      case "gradient": return .gradient(try gradientRule(documentation))
      case "test": return .test(try test())
      case "setting": return .setting(try setting(documentation))
      default: return .alias(try alias(documentation))
      }
    case .symbol(.closeBrace): throw fail(.unexpectedClosing("}", at: current.span))
    case .identifier, .keyword, .elementType, .integer, .float, .string, .symbol, .newline, .end,
      .invalid:
      return .statement(try statement(after: indentation))
    }
  }

  /// Whether an item other than a statement starts here.
  var startsDeclaration: Bool {
    switch current.kind {
    case .keyword(let keyword):
      return [.import, .fn, .proc, .struct, .enum, .protocol].contains(keyword)
    case .identifier(let word):
      switch (word, peek().kind) {
      case ("export", .keyword(.fn)), ("test", .string): return true
      case ("model", .identifier), ("gradient", .identifier), ("setting", .identifier),
        ("type", .identifier):
        return true
      default: return false
      }
    case .elementType, .integer, .float, .string, .symbol, .newline, .end, .invalid: return false
    }
  }

  /// `import = "import" ( string | path [ "." "{" names "}" ] ) [ "as" name ]`.
  private mutating func importDeclaration() throws(Abandon) -> ImportDeclaration {
    let start = take().span
    var names: [Name]?
    let source: ImportDeclaration.Source
    if case .string(let segments) = current.kind {
      let path = try plainText(segments)
      source = .file(path, current.span)
      take()
      if at(.dot), peek().kind == .symbol(.openBrace) {
        // The names mean what they would, so that nothing more is said of them.
        let start = take().span
        names = try selectedNames()
        let place = span(from: start)
        report(.selectionFromFile(.expectedLineEnd, path, names?.first?.text, at: place))
      }
    } else if at(.openBrace) {
      return try importOfOtherLanguages(from: start)
    } else {
      var path = [try name("what to import")]
      while discard(.dot) {
        if at(.openBrace) {
          names = try selectedNames()
          break
        }
        path.append(try name("a part of the library's name"))
      }
      source = .path(path)
    }
    let alias = discard(.as) ? try name("the library's name in this file") : nil
    return ImportDeclaration(source: source, names: names, alias: alias, span: span(from: start))
  }

  /// `{ names } from "file"`: read as what it means, and refused.
  private mutating func importOfOtherLanguages(from start: SourceSpan) throws(Abandon)
    -> ImportDeclaration
  {
    let open = current
    let names = try selectedNames()
    guard case .identifier("from") = current.kind, case .string(let segments) = peek().kind else {
      throw fail(.expectedName("what to import", found: open))
    }
    take()
    let path = try plainText(segments)
    let source = ImportDeclaration.Source.file(path, current.span)
    take()
    report(.selectionFromFile(.expectedName, path, names.first?.text, at: span(from: start)))
    return ImportDeclaration(source: source, names: names, alias: nil, span: span(from: start))
  }

  /// The names between the braces of an import.
  private mutating func selectedNames() throws(Abandon) -> [Name] {
    try lines("to list what to import", commas: true) {
      (parser) throws(Abandon) in try parser.selectedName()
    }
  }

  /// One of the names between the braces of an import, which keep the names that they have.
  private mutating func selectedName() throws(Abandon) -> Name {
    let name = try name("what to import")
    if at(.as) { throw fail(.renamedSelection(name.text, at: current.span)) }
    return name
  }

  /// `test = "test" string block`.
  private mutating func test() throws(Abandon) -> TestDeclaration {
    let start = take().span
    let titleSpan = current.span
    guard case .string(let segments) = current.kind else {
      throw fail(.expectedSymbol("\"", "to name the test", found: current))
    }
    let title = try plainText(segments)
    take()
    let body = try block("for what the test does")
    return TestDeclaration(title: title, titleSpan: titleSpan, body: body, span: span(from: start))
  }

  /// `gradientRule = "gradient" name "(" names ")" block`.
  private mutating func gradientRule(_ documentation: String?) throws(Abandon)
    -> GradientDeclaration
  {
    let start = take().span
    let function = try name("the function whose gradient this is")
    try expect(.openParenthesis, "before the parameters")
    let parameters = try elements(until: .closeParenthesis, "the parameters") {
      (parser) throws(Abandon) in try parser.name("a parameter")
    }
    let body = try block("for the gradient")
    return GradientDeclaration(
      documentation: documentation, function: function, parameters: parameters, body: body,
      span: span(from: start))
  }

  /// `setting = "setting" name ":" type "=" expression`.
  private mutating func setting(_ documentation: String?) throws(Abandon) -> SettingDeclaration {
    let start = take().span
    let name = try name("the setting")
    try expect(.colon, "before the setting's type")
    let type = try type()
    try expect(.assign, "before the setting's value")
    let value = try expression()
    return SettingDeclaration(
      documentation: documentation, name: name, type: type, value: value, span: span(from: start))
  }

  /// `alias = "type" name "=" type`.
  private mutating func alias(_ documentation: String?) throws(Abandon) -> AliasDeclaration {
    let start = take().span
    let name = try name("the type")
    try expect(.assign, "before what the name stands for")
    let type = try type()
    return AliasDeclaration(
      documentation: documentation, name: name, type: type, span: span(from: start))
  }
}
