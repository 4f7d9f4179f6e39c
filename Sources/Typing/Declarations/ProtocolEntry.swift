import MartletShapes
import MartletSource
import MartletSyntax

/// A protocol, with what is known of it so far.
final class ProtocolEntry {
  /// Its identity.
  let id: ProtocolID
  /// The file that declares it.
  let module: Module
  /// The declaration.
  let declaration: ProtocolDeclaration
  /// The finished protocol.
  let typed: TypedProtocol
  /// The names of the binders, for the methods.
  let binders: [String: Binding]
  /// The methods' signatures, as far as someone asked for them; nil for one with an error.
  var signatures: [String: Signature?] = [:]

  /// An entry of the given parts.
  init(
    id: ProtocolID, module: Module, declaration: ProtocolDeclaration, typed: TypedProtocol,
    binders: [String: Binding]
  ) {
    self.id = id
    self.module = module
    self.declaration = declaration
    self.typed = typed
    self.binders = binders
  }

  /// The declaration of a method.
  func method(_ name: String) -> FunctionDeclaration? {
    declaration.methods.first { $0.name.text == name }
  }

  /// The binders that are dims.
  var dims: [DimSymbol] {
    typed.binders.compactMap { if case .dim(let symbol) = $0 { symbol } else { nil } }
  }

  /// The protocol's own type, in its own symbols.
  var selfType: ProtocolType {
    var type = ProtocolType(declaration: id, name: typed.name, sizes: [:])
    for binder in typed.binders {
      switch binder {
      case .dim(let symbol): type.sizes[symbol] = Dim(symbol)
      case .type(let variable): type.types[variable] = .variable(variable)
      case .run: break
      }
    }
    return type
  }
}

extension ProgramChecker {
  /// The entry of a protocol.
  func makeProtocol(_ declaration: ProtocolDeclaration, in module: Module) -> ProtocolEntry {
    let checker = BodyChecker(program: self, module: module, kind: .function)
    let binders = checker.bind(declaration.binders)
    for binder in declaration.binders where binder.isRun {
      report(.runOfProtocol(binder.name.text, at: binder.span))
    }
    let entry = ProtocolEntry(
      id: ProtocolID(index: protocols.count), module: module, declaration: declaration,
      typed: TypedProtocol(
        name: declaration.name.text, binders: binders,
        methods: declaration.methods.map(\.name.text), span: declaration.name.span),
      binders: checker.scopes[0].names)
    protocols.append(entry)
    return entry
  }

  /// Checks the signatures of all methods of a protocol.
  func completeMethods(of entry: ProtocolEntry) {
    var seen: [String: SourceSpan] = [:]
    for method in entry.declaration.methods {
      if let first = seen.updateValue(method.name.span, forKey: method.name.text) {
        report(.duplicateName(method.name.text, first: first, at: method.name.span))
      }
      _ = signature(of: method.name.text, in: entry)
    }
  }

  /// The signature of a protocol's method; nil if there is none or it has an error.
  func signature(of name: String, in entry: ProtocolEntry) -> Signature? {
    if let known = entry.signatures[name] { return known }
    guard let declaration = entry.method(name) else { return nil }
    entry.signatures[name] = .some(nil)
    let checker = BodyChecker(program: self, module: entry.module, kind: .function)
    checker.scopes = [Scope(names: entry.binders), Scope()]
    checker.allowsOpaqueSizes = false
    if let body = declaration.body { report(.requirementWithBody(name, at: body.span)) }
    for parameter in declaration.parameters where parameter.defaultValue != nil {
      report(.requirementWithDefault(parameter.name.text, at: parameter.span))
    }
    let header = checker.header(
      binders: declaration.binders, parameters: declaration.parameters, facts: declaration.facts)
    let result = declaration.result.map(checker.resolve) ?? .unit
    let signature = Signature(
      name: "\(entry.typed.name).\(name)", isHost: false, binders: header.binders,
      writtenBinderCount: declaration.binders.count, parameters: header.labels, result: result,
      facts: header.facts, zeros: header.zeros, span: declaration.name.span)
    let isFine = !result.isError && signature.parameters.allSatisfy { !$0.type.isError }
    entry.signatures[name] = .some(isFine ? signature : nil)
    return isFine ? signature : nil
  }

  /// What a protocol's own symbols are for a value of the given type.
  func substitution(of type: ProtocolType) -> Substitution {
    var result = Substitution()
    for symbol in protocols[type.declaration.index].dims {
      if let dim = type.sizes[symbol] {
        result.dims[symbol] = dim
      } else {
        result.unknown.insert(symbol)
      }
    }
    result.types = type.types
    return result
  }
}
