/// What was given to a script behind `--` on the command line: `--data mnist --epochs=5 --fast`.
public struct ScriptArguments: Sendable {
  /// The words that are no option, nor an option's value.
  public private(set) var words: [String] = []
  /// The values by name; nil for an option without one.
  private var values: [String: String?] = [:]

  /// The arguments in the given words.
  ///
  /// A word behind an option is its value unless it is an option too; `-3` is a number.
  public init(_ words: [String] = []) {
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word.count > 2 else {
        self.words.append(word)
        continue
      }
      let name = word.dropFirst(2)
      if let equals = name.firstIndex(of: "=") {
        values[String(name[..<equals])] = .some(String(name[name.index(after: equals)...]))
      } else if let next = rest.first, !next.hasPrefix("--") {
        values[String(name)] = .some(rest.removeFirst())
      } else {
        values[String(name)] = .some(nil)
      }
    }
  }

  /// The names of the options that were given, sorted.
  public var names: [String] { values.keys.sorted() }

  /// Whether an option was given.
  func contains(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option; nil if it has none or was not given.
  func value(of name: String) -> String? { values[name] ?? nil }
}
