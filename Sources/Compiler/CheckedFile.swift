import MartletSource
import MartletTyping

/// A program after the front end: what it means, or what is wrong with it.
public struct CheckedFile: Sendable {
  /// The program's file.
  public let file: SourceFile
  /// The program; nil if there are errors.
  public let program: TypedProgram?
  /// What there is to say about it, in the order of the text.
  public let diagnostics: [Diagnostic]
  /// What is legal and likely not meant, in a program without errors.
  public let warnings: [Diagnostic]
  /// All files that were read; what gives the diagnostics their text.
  public let sources: SourceMap

  /// Whether the file only declares, and running it would do nothing.
  public var isLibrary: Bool { program?.script.statements.isEmpty ?? false }
}
