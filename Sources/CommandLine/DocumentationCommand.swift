import ArgumentParser
import Glibc
import MartletCompiler
import MartletDocumentation
import MartletFormats
import MartletSource

/// `martlet doc`.
struct DocumentationCommand: ParsableCommand {
  /// What the help says.
  static let configuration = CommandConfiguration(
    commandName: "doc", abstract: "Show or write the documentation in `##` comments.",
    discussion: "With a name, shows what the library says of it. With files or folders, or"
      + " nothing for the library itself, writes one page a file into the folder of --output.")

  /// A name, or files and folders.
  @Argument(
    help: "A name such as Linear or Linear.call; or files, or folders whose .mlt files are meant.",
    completion: .file(extensions: ["mlt"]))
  var subjects: [String] = []

  /// Where the pages go.
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the pages into this folder.", valueName: "folder"))
  var output: String?

  /// How the pages are written.
  @Option(help: "markdown or html.")
  var format = DocumentationFormat.markdown

  /// Whether nothing is written.
  @Flag(help: "Only list the pages in the folder that are out of date, and fail if there are any.")
  var check = false

  /// The options of all commands.
  @OptionGroup var shared: SharedOptions

  /// Refuses what the types alone allow.
  func validate() throws {
    if check, output == nil { throw ValidationError("--check needs --output") }
  }

  /// Shows names, or writes the pages.
  func run() throws {
    let compiler = try shared.compiler()
    let names = subjects.filter { !$0.hasSuffix(".mlt") && access($0, F_OK) != 0 }
    if !names.isEmpty, names.count == subjects.count, output == nil {
      return try show(names, compiler.libraryDocumentation)
    }
    let files = try subjects.flatMap(ProgramFiles.at).map { try shared.source($0) }
    let documentation =
      subjects.isEmpty ? compiler.libraryDocumentation : compiler.documentation(of: files)
    let pages = documentation.files(format)
    guard let output else {
      for page in pages.dropFirst() { Terminal.output.write(page.text + "\n") }
      return
    }
    if check { return try compare(pages, with: output) }
    makeFolder(output)
    for page in pages { try write(page.text, to: output + "/" + page.name) }
  }

  /// Shows what is said of each name.
  private func show(_ names: [String], _ documentation: Documentation) throws {
    for name in names {
      let found = documentation.entries(named: name)
      if found.isEmpty {
        let near = Suggestion.nearest(to: name, among: documentation.names)
        let hint = near.map { "; did you mean `\($0)`?" } ?? ""
        Terminal.messages.write("martlet: nothing is documented under `\(name)`\(hint)\n")
        throw ExitStatus.failure
      }
      for (page, entry) in found {
        let text = documentation.markdown(entry, on: page)
        Terminal.output.write("# \(page.name).\(name)\n\n\(text)\n")
      }
    }
  }

  /// Lists the pages that differ from what lies in a folder.
  private func compare(_ pages: [(name: String, text: String)], with folder: String) throws {
    var stale: [String] = []
    for page in pages {
      let path = folder + "/" + page.name
      let bytes = try? InputFile(readingStored: path).bytes
      if bytes.map({ $0 == Array(page.text.utf8) }) != true { stale.append(path) }
    }
    for path in stale { Terminal.output.write(path + "\n") }
    if !stale.isEmpty { throw ExitStatus.failure }
  }

  /// Makes a folder and those that it lies in; where that fails, writing the pages will say why.
  private func makeFolder(_ path: String) {
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      makeFolder(String(path[..<slash]))
    }
    mkdir(path, 0o777)
  }

  /// Writes a page, or ends the command.
  private func write(_ text: String, to path: String) throws {
    do throws(FormatError) {
      try OutputFile.write(Array(text.utf8), to: path)
    } catch {
      Terminal.messages.write("martlet: \(error)\n")
      throw ExitStatus.unreadableInput
    }
  }
}

extension DocumentationFormat: ExpressibleByArgument {}
