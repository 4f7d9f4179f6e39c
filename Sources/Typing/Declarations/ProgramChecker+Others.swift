import MartletShapes
import MartletSource
import MartletSyntax

/// A struct, with what is known of it.
final class StructureEntry {
  /// Its identity.
  let id: StructureID
  /// The finished struct.
  var typed: TypedStructure
  /// What a call of the constructor needs.
  var signature: Signature

  /// An entry of the given parts.
  init(id: StructureID, typed: TypedStructure, signature: Signature) {
    self.id = id
    self.typed = typed
    self.signature = signature
  }

  /// The binders that are dims.
  var dims: [DimSymbol] {
    typed.binders.compactMap(\.dim)
  }

  /// The run among the binders.
  var run: DimRun? { typed.binders.lazy.compactMap(\.run).first }
}

extension ProgramChecker {
  /// The entry of a struct.
  func makeStructure(_ declaration: StructDeclaration, in module: Module) -> StructureEntry {
    let checker = BodyChecker(program: self, module: module, kind: .function)
    checker.allowsOpaqueSizes = false
    let binders = checker.bind(declaration.binders)
    checkRuns(of: "struct", declaration.binders)
    var zeros: Set<DimSymbol> = []
    let facts = checker.assume(declaration.facts, zeros: &zeros)
    let fields = declaration.fields.map {
      (name: $0.name.text, type: checker.resolve($0.type), span: $0.type.span)
    }
    var seen: [String: SourceSpan] = [:]
    for field in declaration.fields {
      if let first = seen.updateValue(field.name.span, forKey: field.name.text) {
        report(.duplicateName(field.name.text, first: first, at: field.name.span))
      }
    }
    let id = StructureID(index: structures.count)
    var own = StructureType(structure: id, name: declaration.name.text, sizes: [:])
    for binder in binders {
      switch binder {
      case .dim(let symbol): own.sizes[symbol] = Dim(symbol)
      case .type(let variable): own.types[variable] = .variable(variable)
      case .run(let run): own.runs[run] = [.run(run)]
      }
    }
    let entry = StructureEntry(
      id: id,
      typed: TypedStructure(
        name: declaration.name.text, binders: binders,
        fields: fields.map { ($0.name, $0.type) }, facts: facts, span: declaration.name.span),
      signature: Signature(
        name: declaration.name.text, isHost: false, binders: binders,
        writtenBinderCount: binders.count,
        parameters: fields.map {
          Signature.Parameter(
            name: $0.name, type: $0.type, span: $0.span, size: nil, hasDefault: false,
            defaultSize: nil)
        }, result: .structure(own), facts: facts, zeros: zeros, span: declaration.name.span))
    structures.append(entry)
    return entry
  }

  /// The entry of a setting.
  func makeSetting(_ declaration: SettingDeclaration, in module: Module) -> SettingEntry {
    let checker = BodyChecker(program: self, module: module, kind: .constant)
    let type = checker.resolve(declaration.type)
    let value = checker.coerce(
      checker.check(declaration.value, expecting: type), to: type,
      as: .annotation(declaration.name.text, declaration.type.span))
    if !type.isError && !type.isStaticField {
      report(.settingNotStatic(declaration.name.text, at: declaration.type.span))
    }
    let entry = SettingEntry(
      id: SettingID(index: settings.count),
      typed: TypedSetting(
        name: declaration.name.text, type: type, defaultValue: value.expression))
    settings.append(entry)
    return entry
  }

  /// The type that an alias stands for.
  func makeAlias(_ declaration: AliasDeclaration, in module: Module) -> Type {
    BodyChecker(program: self, module: module, kind: .constant).resolve(declaration.type)
  }

  /// The entry of a library's `let`, made when it is first used.
  func makeGlobal(_ name: String, _ constant: LetStatement, _ span: SourceSpan, in module: Module)
    -> Entity
  {
    guard case .pattern(let pattern) = constant.target else { return .failed }
    let checker = BodyChecker(program: self, module: module, kind: .constant)
    let value = checker.checkInitialiser(
      constant.value, type: constant.type, of: Name(text: name, span: span))
    if value.isError { return .failed }
    var expression = value.expression
    var constantSize = value.size?.constant
    if case .name = pattern.kind {
    } else {
      checker.scopes.append(Scope())
      let bound = checker.bind(pattern, to: value.type)
      let part = checker.check(name: name, at: span)
      if part.isError { return .failed }
      let type = part.type.forgettingSizes
      let block = TypedBlock(
        statements: [TypedStatement(.bind(bound, value.expression), span: span)],
        value: part.expression, type: type, span: span)
      expression = TypedExpression(.block(block), type: type, span: span)
      constantSize = nil
    }
    let type = expression.type.forgettingSizes
    let entry = GlobalEntry(
      id: GlobalID(index: globals.count),
      typed: TypedGlobal(
        name: name, type: type, isVariable: false, lazyValue: expression,
        frameSize: checker.frameSize, span: span))
    entry.constant = constantSize
    globals.append(entry)
    return .global(entry)
  }
}
