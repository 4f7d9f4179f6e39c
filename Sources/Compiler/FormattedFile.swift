import MartletSource
import MartletSyntax

/// A program in the one style of Martlet, as `martlet fmt` writes it.
public struct FormattedFile: Sendable {
  /// The new text; nil if the program has errors, which leave it as it is.
  public let text: String?
  /// What is wrong with the program.
  public let diagnostics: [Diagnostic]
  /// The program, for showing the messages.
  public let sources: SourceMap

  /// The formatted text of a file.
  public init(formatting file: SourceFile) {
    var sources = SourceMap()
    let id = sources.add(file)
    (text, diagnostics) = Formatter.format(file, id: id)
    self.sources = sources
  }
}
