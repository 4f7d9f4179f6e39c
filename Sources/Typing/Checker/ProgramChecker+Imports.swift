import MartletSource
import MartletSyntax

extension ProgramChecker {
  /// A file on the way from the main file to the one that is looked at.
  private struct Step {
    /// The file.
    let module: Module
    /// The import that leads from it to the next.
    let span: SourceSpan
  }

  /// Reads the files that a file imports, and those that they import, and refuses cycles.
  func checkImports(of main: Module) {
    var finished: Set<String> = []
    checkImports(of: main, behind: [], finished: &finished)
  }

  /// Follows the imports of a file that lies at the end of a way.
  private func checkImports(
    of module: Module, behind way: [Step], finished: inout Set<String>
  ) {
    guard finished.insert(module.name).inserted, case .file(let file) = module.origin else {
      return
    }
    for declaration in module.tree.imports {
      guard case .file(let path, let span) = declaration.source,
        let found = loader.file(path, relativeTo: file)
      else { continue }
      let next = self.module(file: found, name: found.name)
      let way = way + [Step(module: module, span: span)]
      if let start = way.firstIndex(where: { $0.module === next }) {
        report(cycle(Array(way[start...])))
      } else {
        checkImports(of: next, behind: way, finished: &finished)
      }
    }
  }

  /// The message about files that import each other in a ring.
  private func cycle(_ ring: [Step]) -> Diagnostic {
    let last = ring[ring.count - 1]
    return .importCycle(
      ring.map(\.module.name), earlier: ring.dropLast().map { ($0.module.name, $0.span) },
      at: last.span)
  }

  /// Refuses names of a script's variables that its imports give to something else.
  func checkShadowing(in main: Module) {
    for case .statement(let statement) in main.tree.items {
      let names: [Name]
      switch statement.kind {
      case .constant(let constant):
        guard case .pattern(let pattern) = constant.target else { continue }
        names = pattern.names
      case .variable(let variable): names = variable.pattern.names
      default: continue
      }
      for name in names {
        guard case .importing(let declaration)? = main.declarations[name.text] else { continue }
        report(.hiddenImport(name.text, imported: declaration.span, at: name.span))
      }
    }
  }

  /// The modules that a dotted name may have meant: those that begin with it, or look like it.
  func modules(like name: String) -> [String] {
    let inside = importableNames.filter { $0.hasPrefix(name + ".") }
    return inside.isEmpty ? importableNames : inside
  }
}
