import MartletDocumentation
import MartletSource

extension Compiler {
  /// The documentation of everything that comes with Martlet: the library's files, then what is
  /// built in, which declares itself in Martlet too.
  public var libraryDocumentation: Documentation {
    let loader = FileLoader(library: library)
    let files = loader.preludeLibraries.compactMap { name in
      loader.library(named: name).map { DocumentationPage(name: name, file: $0) }
    }
    let builtins = Compiler.builtins.map { module in
      let isPrelude = module.name.isEmpty
      return DocumentationPage(
        name: isPrelude ? "builtins" : module.name,
        title: isPrelude ? "Built in" : "The module `\(module.name)`",
        file: SourceFile(name: "<built in>", text: module.signatures))
    }
    return Documentation(files + builtins)
  }

  /// The documentation of files of the user's.
  public func documentation(of files: [SourceFile]) -> Documentation {
    Documentation(
      files.map { file in
        let last = file.name.split(separator: "/").last.map(String.init) ?? file.name
        let name = last.hasSuffix(".mlt") ? String(last.dropLast(4)) : last
        return DocumentationPage(name: name, file: file)
      })
  }
}
