import MartletShapes
import MartletSource
import MartletSyntax

extension ProgramChecker {
  /// What a name means in a file: its own declarations, its imports, then what needs no import.
  func entity(_ name: String, in module: Module) -> Entity? {
    if let entity = ownEntity(name, of: module) { return entity }
    return preludeEntity(name, besides: module)
  }

  /// What a name that needs no import means.
  func preludeEntity(_ name: String, besides module: Module) -> Entity? {
    if let rule = SpecialRule.named(name) { return .special(rule) }
    if let number = ProgramChecker.numbers[name] { return .number(number) }
    if let prelude = builtinModule(""), let entity = ownEntity(name, of: prelude) { return entity }
    guard let index = loader.preludeIndex(name), let library = library(index), library !== module
    else { return nil }
    return ownEntity(name, of: library)
  }

  /// The numbers that the language names.
  static let numbers: [String: Double] = ["pi": .pi, "inf": .infinity, "nan": .nan]

  /// What a name that the module itself declares or imports means.
  func ownEntity(_ name: String, of module: Module) -> Entity? {
    if let entity = module.entities[name] { return entity }
    guard let declaration = module.declarations[name] else { return nil }
    guard module.inProgress.insert(name).inserted else {
      report(.recursiveDefinition(name, at: declaration.nameSpan))
      return .failed
    }
    defer { module.inProgress.remove(name) }
    let entity = resolve(name, declaration, in: module)
    module.entities[name] = entity
    return entity
  }

  /// Gives a declaration its meaning.
  private func resolve(_ name: String, _ declaration: Module.Declaration, in module: Module)
    -> Entity
  {
    switch declaration {
    case .function(let function): .function(makeFunction(function, in: module))
    case .model(let model): .model(makeModel(model, in: module))
    case .structure(let structure): .structure(makeStructure(structure, in: module))
    case .enumeration(let declaration): .enumeration(makeEnumeration(declaration))
    case .requirements(let requirements): .requirements(makeProtocol(requirements, in: module))
    case .setting(let setting): .setting(makeSetting(setting, in: module))
    case .alias(let alias): .alias(makeAlias(alias, in: module))
    case .constant(let constant, let span): makeGlobal(name, constant, span, in: module)
    case .importing(let importing): resolve(importing, name: name, in: module)
    }
  }

  /// Finds what an imported name means.
  private func resolve(_ importing: ImportDeclaration, name: String, in module: Module) -> Entity {
    switch importing.source {
    case .file(let path, let span):
      guard case .file(let file) = module.origin, let found = loader.file(path, relativeTo: file)
      else {
        report(.unknownFile(path, near: neighbours(of: path, in: module), at: span))
        return .failed
      }
      return select(importing, from: self.module(file: found, name: found.name), as: name)
    case .path(let names):
      let dotted = names.map(\.text).joined(separator: ".")
      if let library = library(dotted) { return select(importing, from: library, as: name) }
      if importing.names == nil, names.count > 1,
        let library = library(names.dropLast().map(\.text).joined(separator: "."))
      {
        return member(names[names.count - 1], of: library)
      }
      let place = names[0].span.joined(with: names[names.count - 1].span)
      report(.unknownImport(dotted, near: modules(like: dotted), at: place))
      return .failed
    }
  }

  /// The paths of the files where one was looked for.
  private func neighbours(of path: String, in module: Module) -> [String] {
    guard case .file(let file) = module.origin else { return [] }
    return loader.files(beside: path, relativeTo: file)
  }

  /// The module itself, or the one of its names that the import selects.
  private func select(_ importing: ImportDeclaration, from library: Module, as name: String)
    -> Entity
  {
    if !library.isLibrary, let span = library.scriptSpan {
      report(.importOfScript(library.name, statement: span, at: importing.span))
      return .failed
    }
    guard let selected = importing.names?.first(where: { $0.text == name }) else {
      return .module(library)
    }
    return member(selected, of: library)
  }

  /// What a name behind the dot of a module means.
  func member(_ name: Name, of library: Module) -> Entity {
    if let entity = ownEntity(name.text, of: library) { return entity }
    report(
      .unknownMember(name.text, of: "module `\(library.name)`", near: library.order, at: name.span))
    return .failed
  }

  /// A function's entry; its body is checked in due time.
  func makeFunction(
    _ declaration: FunctionDeclaration, in module: Module, model: ModelEntry? = nil
  ) -> FunctionEntry {
    let builtin =
      !module.isBuiltin
      ? nil
      : module.name.isEmpty
        ? declaration.name.text : "\(module.name).\(declaration.name.text)"
    let name = model.map { "\($0.name).\(declaration.name.text)" } ?? declaration.name.text
    let entry = FunctionEntry(
      id: builtin == nil ? FunctionID(index: functions.count) : nil, name: name, builtin: builtin,
      module: module, declaration: declaration, model: model)
    if builtin == nil {
      functions.append(entry)
      pending.append(entry)
    }
    return entry
  }
}
