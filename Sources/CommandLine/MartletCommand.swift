import ArgumentParser

/// The command `martlet`.
struct MartletCommand: ParsableCommand {
  /// The version of Martlet.
  static let version = "0.1.0"

  /// What the help says.
  static let configuration = CommandConfiguration(
    commandName: "martlet",
    abstract: "A small, statically typed language for models that learn.",
    discussion: "`martlet FILE.mlt` is `martlet run FILE.mlt`.",
    version: "martlet \(version)",
    subcommands: [
      RunCommand.self, CheckCommand.self, TestCommand.self, FormatCommand.self,
      DocumentationCommand.self,
    ])
}
