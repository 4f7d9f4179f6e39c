import Foundation
import Testing

/// The command as a user calls it: exit codes, and what goes where.
@Suite struct CommandTests {
  /// What a call of the command did.
  struct Call {
    /// The exit code.
    var status: Int32
    /// What it wrote to the output.
    var output: String
    /// What it wrote to the messages.
    var messages: String

    /// A call with the given words.
    init(_ words: [String], in folder: String) throws {
      let process = Process()
      process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
        .appendingPathComponent("martlet")
      if !FileManager.default.isExecutableFile(atPath: process.executableURL?.path ?? "") {
        process.executableURL = packageFolder.appendingPathComponent(".build/debug/martlet")
      }
      process.arguments = words
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      let (output, messages) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = messages
      try process.run()
      let written = output.fileHandleForReading.readDataToEndOfFile()
      let said = messages.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      status = process.terminationStatus
      self.output = String(decoding: written, as: UTF8.self)
      self.messages = String(decoding: said, as: UTF8.self)
    }
  }

  /// Where the programs of a test lie.
  let folder: TemporaryFolder

  /// A test with some programs.
  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write("print(\"fine\", argument(\"n\", default: 1))\n", to: "fine.mlt")
    _ = try folder.write("print(1)\nfail(\"over\")\n", to: "fails.mlt")
    _ = try folder.write("let x = y\n", to: "wrong.mlt")
    _ = try folder.write("let x = 1\nprint(2)\n", to: "warns.mlt")
    _ = try folder.write(
      """
      ## Twice `x`.
      ##
      ## ```martlet
      ## expect(double(2.0) == 4)
      ## ```
      fn double(x: f32[]) -> f32[] { 2 * x }

      test "doubles" { expect(double(1.5) == 3) }
      test "triples" { expect(double(1.0) == 3) }

      """, to: "tests.mlt")
  }

  /// Calls and the exit codes that the manual promises, the words separated by blanks.
  static let calls: [(words: String, status: Int32)] = [
    ("run fine.mlt", 0), ("fine.mlt", 0), ("--version", 0), ("--help", 0), ("help run", 0),
    ("check fine.mlt tests.mlt", 0), ("run fails.mlt", 1), ("test tests.mlt", 1),
    ("test tests.mlt --filter doubles", 0), ("run", 2), ("run fine.mlt --frequency 3", 2),
    ("run fine.mlt --threads 0", 2), ("fly", 2), ("run wrong.mlt", 65), ("check wrong.mlt", 65),
    ("check warns.mlt", 0), ("run warns.mlt", 0), ("check --warnings error warns.mlt", 65),
    ("check --warnings loud warns.mlt", 2),
    ("run nowhere.mlt", 66), ("check .", 66), ("run fine.mlt --stdlib nowhere", 66),
  ]

  @Test(arguments: calls) func exitCodeIsThatOfTheManual(_ words: String, _ status: Int32) throws {
    let words = words.split(separator: " ").map(String.init)
    let call = try Call(words, in: folder.path)
    #expect(call.status == status, "\(call.output)\(call.messages)")
    #expect(!(call.output + call.messages).isEmpty || words[0] == "check")
  }

  @Test func fileThatIsTooLargeIsRefused() throws {
    let path = try folder.write("", to: "large.mlt")
    try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: (1 << 26) + 1)
    let call = try Call(["check", "large.mlt"], in: folder.path)
    #expect(call.status == 66)
    #expect(call.messages.contains("a program has at most 64 MB"))
  }

  @Test func argumentsBehindTheScriptReachIt() throws {
    #expect(try Call(["run", "fine.mlt", "--", "--n", "3"], in: folder.path).output == "fine 3\n")
    #expect(try Call(["fine.mlt", "--n", "4"], in: folder.path).output == "fine 4\n")
  }

  @Test func optionThatTheScriptDoesNotReadIsNamed() throws {
    let call = try Call(["fine.mlt", "--m", "3"], in: folder.path)
    #expect(call.output == "fine 1\n")
    #expect(call.messages == "martlet: the script did not read --m\n")
  }

  @Test func messagesGoToTheirOwnStreamWithoutColours() throws {
    let call = try Call(["run", "fails.mlt"], in: folder.path)
    #expect(call.output == "1\n")
    #expect(call.messages.hasPrefix("error[script-failed]: over\n --> fails.mlt:2:1\n"))
    #expect(!call.messages.contains("\u{1B}"))
  }

  @Test func misspeltCommandsAndOptionsGetASuggestion() throws {
    let command = try Call(["chek", "fine.mlt"], in: folder.path)
    let message = "Error: There is no command 'chek'. Did you mean 'check'?\n"
    #expect(command.messages.hasPrefix(message))
    #expect(command.status == 2)
    let option = try Call(["check", "--jsn", "fine.mlt"], in: folder.path)
    #expect(option.messages.contains("Did you mean '--json'?"))
  }

  @Test func warningsAreShownOrHidden() throws {
    let shown = try Call(["check", "warns.mlt"], in: folder.path)
    #expect(shown.messages.hasPrefix("warning[unused-name]: nothing uses `x`\n"))
    #expect(try Call(["check", "--warnings", "hide", "warns.mlt"], in: folder.path).messages == "")
    let run = try Call(["run", "warns.mlt"], in: folder.path)
    #expect(run.output == "2\n")
    #expect(run.messages == shown.messages)
    let json = try Call(["check", "--json", "warns.mlt"], in: folder.path)
    #expect(json.output.contains("\"severity\":\"warning\""))
  }

  @Test func toolsReadOneObjectALine() throws {
    let call = try Call(["check", "--json", "wrong.mlt"], in: folder.path)
    let object = try JSONSerialization.jsonObject(with: Data(call.output.utf8)) as? [String: Any]
    #expect(object?["code"] as? String == "unknown-name")
    #expect(call.messages == "")
  }

  @Test func testsAndExamplesAreCounted() throws {
    let call = try Call(["test"], in: folder.path)
    #expect(call.output.contains("  ok      example of double\n"), "\(call.output)")
    #expect(call.output.contains("  ok      doubles\n"))
    #expect(call.output.contains("  FAILED  triples\n"))
    #expect(call.output.contains("the left is 2"))
    #expect(call.output.hasSuffix("2 passed, 2 failed\n"), "wrong.mlt fails as a whole")
  }

  @Test func programsAreFormattedOnlyWhereTheyHaveNoErrors() throws {
    let path = try folder.write("let x=[1,2]  # two\n", to: "crowded.mlt")
    let checked = try Call(["fmt", "--check", "fine.mlt", "crowded.mlt"], in: folder.path)
    #expect(checked.status == 1)
    #expect(checked.output == "crowded.mlt\n")
    #expect(try Call(["fmt", "crowded.mlt"], in: folder.path).status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "let x = [1, 2]  # two\n")
    let broken = try folder.write("let x=\n", to: "broken.mlt")
    let refused = try Call(["fmt", "broken.mlt"], in: folder.path)
    #expect(refused.status == 65)
    #expect(refused.messages.contains("error[expected-expression]"))
    #expect(try String(contentsOfFile: broken, encoding: .utf8) == "let x=\n")
  }
}
