import MartletElaboration
import MartletTyping

/// What the host library knows of the world around a running script; the only thing that it
/// changes.
public final class HostContext {
  /// Where a script's text goes.
  public struct Streams {
    /// Takes what the script prints.
    public var output: (String) -> Void
    /// Takes what is said about the run: progress.
    public var messages: (String) -> Void
    /// The columns of the terminal that shows the messages; nil if they go to a file or pipe.
    public var messageColumns: () -> Int?

    /// Streams of the given parts.
    public init(
      output: @escaping (String) -> Void, messages: @escaping (String) -> Void,
      messageColumns: @escaping () -> Int?
    ) {
      self.output = output
      self.messages = messages
      self.messageColumns = messageColumns
    }
  }

  /// Where text goes.
  let streams: Streams
  /// The seconds since some moment.
  let clock: () -> Double
  /// What was given to the script behind `--`.
  let arguments: ScriptArguments
  /// The options that the script has asked for.
  var readOptions: Set<String> = []
  /// The folder of the script, with a slash at its end; empty for the working directory.
  let directory: String
  /// The seed and how much has been drawn from it.
  public var randomness: ScriptRandomness
  /// The evaluator of the running program; set before its first statement runs.
  public var evaluator: Evaluator?
  /// The progress bars of the loops that run, innermost last.
  var bars: [ProgressBar] = []

  /// The surroundings of a script in `directory`.
  public init(
    streams: Streams, clock: @escaping () -> Double, arguments: ScriptArguments,
    directory: String, seed: Int
  ) {
    self.streams = streams
    self.clock = clock
    self.arguments = arguments
    self.directory = directory
    self.randomness = ScriptRandomness(seed: seed)
  }

  /// The arguments that the script has not asked for, as they were written.
  public var unreadArguments: [String] {
    arguments.names.filter { !readOptions.contains($0) }.map { "--" + $0 } + arguments.words
  }

  /// Prints a line, above the progress bar if one is shown.
  func printLine(_ text: String) {
    bars.last?.hide()
    streams.output(text + "\n")
  }

  /// The declaration of a model, for the names of its fields.
  func declaration(of model: ModelID) -> TypedModel? { evaluator?.program.models[model.index] }

  /// The declaration of a struct, for the names of its fields.
  func declaration(of structure: StructureID) -> TypedStructure? {
    evaluator?.program.structures[structure.index]
  }
}
