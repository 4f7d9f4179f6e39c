import ArgumentParser
import MartletCompiler
import MartletFormats
import MartletSource

/// `martlet fmt`.
struct FormatCommand: ParsableCommand {
  /// What the help says.
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Write programs in the one style of Martlet.",
    discussion: "A program with errors stays as it is. With `-` the program is read from the"
      + " input and written to the output.")

  /// The files and folders.
  @Argument(
    help: "Files, folders whose .mlt files are meant, or -.",
    completion: .file(extensions: ["mlt"]))
  var paths: [String] = ["."]

  /// Whether nothing is written.
  @Flag(help: "Only list the files that would change, and fail if there are any.")
  var check = false

  /// Formats each file.
  func run() throws {
    var hasErrors = false
    var wouldChange = false
    for path in paths.flatMap({ $0 == "-" ? ["-"] : ProgramFiles.at($0) }) {
      let file = try orRefusal { () throws(FormatError) in
        try SourceFile(reading: path == "-" ? "/dev/stdin" : path, as: path)
      }
      let formatted = FormattedFile(formatting: file)
      guard let text = formatted.text else {
        Terminal.messages.show(formatted.diagnostics, formatted.sources)
        hasErrors = true
        continue
      }
      let isChanged = Array(text.utf8) != file.bytes
      if check {
        if isChanged { Terminal.output.write(path + "\n") }
        wouldChange = wouldChange || isChanged
      } else if path == "-" {
        Terminal.output.write(text)
      } else if isChanged {
        try orRefusal { () throws(FormatError) in
          try OutputFile.write(Array(text.utf8), to: path)
        }
      }
    }
    if hasErrors { throw ExitStatus.sourceErrors }
    if wouldChange { throw ExitStatus.failure }
  }

  /// What `body` gives, or the end of the command.
  private func orRefusal<Value>(_ body: () throws(FormatError) -> Value) throws -> Value {
    do throws(FormatError) {
      return try body()
    } catch {
      Terminal.messages.write("martlet: \(error)\n")
      throw ExitStatus.unreadableInput
    }
  }
}
