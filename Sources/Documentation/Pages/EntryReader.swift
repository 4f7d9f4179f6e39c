import MartletSource
import MartletSyntax

/// Reads the declarations of a file as entries.
struct EntryReader {
  /// The file.
  private let file: SourceFile
  /// What it declares.
  private let items: [Item]
  /// Its tokens, for finding where the heads of declarations end.
  private let tokens: [Token]

  /// A reader of the given file; of a file with errors it reads what could be parsed.
  init(_ file: SourceFile) {
    self.file = file
    let id = SourceID(index: 0)
    let whole = Parser.parse(file, id: id)
    let signatures = Parser.parseSignatures(file, id: id)
    // Builtins are declared without bodies, as no file of a user's is.
    let isBuiltin = !whole.diagnostics.isEmpty && signatures.diagnostics.isEmpty
    items = isBuiltin ? signatures.functions.map(Item.function) : whole.tree.items
    tokens = Lexer.tokenize(file, id: id).tokens
  }

  /// The entries in the order of the text.
  var entries: [DocumentationEntry] { items.compactMap(entry) }

  /// The entry of an item; nil for what declares nothing that others can use.
  private func entry(_ item: Item) -> DocumentationEntry? {
    switch item {
    case .function(let function): entry(function)
    case .model(let model):
      DocumentationEntry(
        .model, model.name.text, signature: head(model.span), text: model.documentation,
        members: model.members.compactMap(entry))
    case .structure(let structure):
      DocumentationEntry(
        .structure, structure.name.text, signature: head(structure.span),
        text: structure.documentation,
        members: structure.fields.map {
          let text = "\($0.name.text): \(file.text(in: $0.type.span))"
          return DocumentationEntry(
            .field, $0.name.text, signature: text, text: $0.documentation)
        })
    case .enumeration(let enumeration):
      DocumentationEntry(
        .enumeration, enumeration.name.text,
        signature: whole(enumeration.span), text: enumeration.documentation)
    case .requirements(let requirements):
      DocumentationEntry(
        .requirements, requirements.name.text, signature: head(requirements.span),
        text: requirements.documentation, members: requirements.methods.map(entry))
    case .setting(let setting):
      DocumentationEntry(
        .setting, setting.name.text, signature: whole(setting.span), text: setting.documentation)
    case .alias(let alias):
      DocumentationEntry(
        .alias, alias.name.text, signature: whole(alias.span), text: alias.documentation)
    case .statement(let statement): entry(statement)
    case .importing, .gradient, .test: nil
    }
  }

  /// The entry of a function or method.
  private func entry(_ function: FunctionDeclaration) -> DocumentationEntry {
    let end = function.body?.span.start ?? function.span.end
    return DocumentationEntry(
      function.kind == .procedure ? .procedure : .function, function.name.text,
      signature: text(function.span.start, end), text: function.documentation)
  }

  /// The entry of a member of a model; nil for a part that is not documented.
  private func entry(_ member: Member) -> DocumentationEntry? {
    switch member {
    case .function(let function): return entry(function)
    case .tensor(let field):
      return DocumentationEntry(
        field.role == .param ? .parameter : .state, field.name.text,
        signature: whole(field.span), text: field.documentation)
    case .constant(let constant, _, let span):
      guard case .pattern(let pattern) = constant.target, case .name(let name) = pattern.kind,
        constant.documentation != nil
      else { return nil }
      return DocumentationEntry(
        .constant, name.text, signature: whole(span), text: constant.documentation)
    }
  }

  /// The entry of a library's `let`.
  private func entry(_ statement: Statement) -> DocumentationEntry? {
    guard case .constant(let constant) = statement.kind,
      case .pattern(let pattern) = constant.target, case .name(let name) = pattern.kind
    else { return nil }
    return DocumentationEntry(
      .constant, name.text, signature: whole(statement.span), text: constant.documentation)
  }

  /// The text of a declaration up to the brace that opens it.
  private func head(_ span: SourceSpan) -> String {
    var depth = 0
    for token in tokens[firstToken(from: span.start)...] where token.span.start < span.end {
      switch token.kind {
      case .symbol(.openParenthesis), .symbol(.openBracket): depth += 1
      case .symbol(.closeParenthesis), .symbol(.closeBracket): depth -= 1
      case .symbol(.openBrace) where depth == 0: return text(span.start, token.span.start)
      default: continue
      }
    }
    return whole(span)
  }

  /// The index of the first token that starts at an offset or behind it.
  private func firstToken(from offset: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].span.start < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The whole text of a declaration.
  private func whole(_ span: SourceSpan) -> String { text(span.start, span.end) }

  /// The text between two offsets, without the depth at which it stands and blanks at its end.
  private func text(_ start: Int, _ end: Int) -> String {
    let span = SourceSpan(file: SourceID(index: 0), start: start, end: max(start, end))
    let depth = file.position(at: start).column - 1
    let lines = file.text(in: span).split(separator: "\n", omittingEmptySubsequences: false)
    let moved = lines.enumerated().map { number, line in
      number == 0 ? line : line.dropFirst(min(depth, line.prefix { $0 == " " }.count))
    }
    var text = moved.joined(separator: "\n")
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
