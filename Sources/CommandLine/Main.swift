import ArgumentParser
import Glibc
import MartletSource

/// The entry of the program.
@main enum Main {
  /// Reads the command line, carries it out and exits with the status of the manual.
  static func main() {
    Interruption.prepare()
    LargeStack.run { exit(status(of: Array(CommandLine.arguments.dropFirst()))) }
  }

  /// Carries out the command that the words name.
  private static func status(of words: [String]) -> Int32 {
    do {
      var command = try MartletCommand.parseAsRoot(completed(words))
      try command.run()
      return ExitStatus.success.rawValue
    } catch let status as ExitStatus {
      return status.rawValue
    } catch {
      let message = MartletCommand.fullMessage(for: error)
      // Help and the version come as errors too.
      if MartletCommand.exitCode(for: error) == .success {
        Terminal.output.write(message + "\n")
        return ExitStatus.success.rawValue
      }
      Terminal.messages.write((unknownCommand(words.first) ?? message) + "\n")
      return ExitStatus.usage.rawValue
    }
  }

  /// What is said of a first word that is no command; nil if it is one.
  private static func unknownCommand(_ word: String?) -> String? {
    let names = MartletCommand.configuration.subcommands.compactMap {
      $0.configuration.commandName
    }
    guard let word, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return nil }
    let suggestion = Suggestion.nearest(to: word, among: names).map { " Did you mean '\($0)'?" }
    return "Error: There is no command '\(word)'.\(suggestion ?? "")\n"
      + "The commands are \(names.joined(separator: ", ")); see 'martlet --help'."
  }

  /// The words with `run` in front where the first is a script, as in a `#!` line; the words behind
  /// are the script's own.
  private static func completed(_ words: [String]) -> [String] {
    guard let first = words.first, first.hasSuffix(".mlt") else { return words }
    return ["run", first, "--"] + words.dropFirst().drop { $0 == "--" }
  }
}
