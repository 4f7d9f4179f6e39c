import MartletSource
import MartletSyntax

extension ProgramChecker {
  /// Checks the main file: all its declarations, its statements and its tests.
  func checkMain(_ file: SourceFile) {
    let main = module(file: file, name: file.name)
    self.main = main
    checkImports(of: main)
    checkShadowing(in: main)
    checkStatements(of: main)
    for item in main.tree.items { check(item, of: main) }
    checkPending()
    finishModels(main: main)
    checkPending()
    if !diagnostics.contains(where: { $0.severity == .error }) {
      for lint in Lint.all { lint.warnings(main.tree).forEach(warn) }
    }
  }

  /// Checks the script that the main file is, if it is one.
  private func checkStatements(of main: Module) {
    guard !main.isLibrary, let span = main.scriptSpan else { return }
    let checker = BodyChecker(program: self, module: main, kind: .script)
    var statements: [TypedStatement] = []
    for case .statement(let statement) in main.tree.items {
      if let typed = checker.check(statement, isUsed: false) { statements.append(typed) }
    }
    script = (
      TypedBlock(statements: statements, value: nil, type: .unit, span: span), checker.frameSize
    )
  }

  /// Checks a declaration of the main file.
  private func check(_ item: Item, of main: Module) {
    switch item {
    case .importing(let importing):
      for name in importing.boundNames { _ = ownEntity(name.text, of: main) }
    case .function(let declaration):
      guard case .function(let entry)? = ownEntity(declaration.name.text, of: main) else { return }
      _ = signature(of: entry)
      if declaration.isExported, let id = entry.id {
        exports.append((declaration.name.text, id))
      }
    case .model(let declaration): _ = ownEntity(declaration.name.text, of: main)
    case .structure(let declaration): _ = ownEntity(declaration.name.text, of: main)
    case .setting(let declaration): _ = ownEntity(declaration.name.text, of: main)
    case .alias(let declaration): _ = ownEntity(declaration.name.text, of: main)
    case .enumeration(let declaration): _ = ownEntity(declaration.name.text, of: main)
    case .requirements(let declaration):
      if case .requirements(let entry)? = ownEntity(declaration.name.text, of: main) {
        completeMethods(of: entry)
      }
    case .gradient(let declaration): checkFunction(of: declaration, in: main)
    case .test(let declaration): check(declaration, of: main)
    case .statement(let statement):
      guard main.isLibrary, case .constant(let constant) = statement.kind,
        case .pattern(let pattern) = constant.target
      else { return }
      for name in pattern.names { _ = ownEntity(name.text, of: main) }
    }
  }

  /// Checks a test.
  private func check(_ declaration: TestDeclaration, of main: Module) {
    let checker = BodyChecker(program: self, module: main, kind: .test)
    let body = checker.blockInScope { checker.check(declaration.body, isUsed: false) }
    tests.append(
      TypedTest(
        name: declaration.title, body: body, frameSize: checker.frameSize,
        span: declaration.titleSpan))
  }
}
