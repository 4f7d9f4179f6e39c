import Testing

/// What steers a script: arguments, expectations, its end, and its progress.
@Suite struct ScriptTests {
  @Test func argumentsTakeTheTypesOfTheirDefaults() {
    let run = ProgramRun(
      """
      print(argument("data", default: "here"), argument("epochs", default: 3) + 1)
      print(argument("rate", default: 0.5) * 2, argument("fast", default: false))
      """, arguments: ["--epochs", "5", "--rate=0.25", "--fast"])
    #expect(run.text == "here 6\n0.5 true\n")
  }

  @Test func argumentOfAnotherTypeIsRefused() {
    let run = ProgramRun(
      "print(argument(\"epochs\", default: 3))", arguments: ["--epochs", "many"])
    #expect(run.text.contains("`--epochs` is `many`, where an Int is needed"), "\(run.text)")
  }

  @Test func failEndsTheScript() {
    let run = ProgramRun("print(1)\nfail(\"no data\\nget some\")\nprint(2)")
    #expect(run.output == "1\n")
    #expect(run.diagnostics.map(\.code) == [.scriptFailed])
    #expect(run.diagnostics.first?.message == "no data")
    #expect(run.diagnostics.first?.notes == ["get some"])
  }

  @Test func failedExpectationShowsBothSides() {
    let run = ProgramRun("let x = ones[2]()\nexpect(all(x + 1 == 3 * x))")
    #expect(run.diagnostics.map(\.code) == [.expectationFailed])
    #expect(run.diagnostics.first?.notes == ["the left is [2. 2.]", "the right is [3. 3.]"])
  }

  @Test func progressPrintsPlainLinesWhereNobodyWatches() {
    let run = ProgramRun(
      "for k in progress(0..<20) { report(\"loss\", 1.0 / (k + 1)) }", tick: 0.5)
    let lines = run.messages.split(separator: "\n")
    #expect(run.output == "")
    #expect(lines.count <= 11 && lines.count >= 5, "\(run.messages)")
    #expect(lines.last?.hasPrefix("100% 20/20") == true, "\(run.messages)")
    #expect(lines.last?.hasSuffix("loss 0.05") == true, "\(run.messages)")
  }

  @Test func progressDrawsOneLineOnATerminal() {
    let run = ProgramRun(
      "for k in progress([1, 2, 3]) { print(k) }", tick: 0.2, columns: 60)
    #expect(run.output == "1\n2\n3\n")
    #expect(run.messages.contains("\r") && run.messages.hasSuffix("\u{1B}[K\n"))
    let frames = run.messages.split(separator: "\r")
    #expect(frames.allSatisfy { $0.count < 60 + 4 })
    #expect(frames.last?.contains("100% ━━━━━━━━━━━━━━━━━━━━━━━━ 3/3") == true)
  }

  @Test func loopThatIsLeftEarlyLeavesItsProgressAsItIs() {
    let run = ProgramRun(
      "for k in progress(0..<10) { if k == 4 { break } }\nreport(\"left\", 1)", tick: 0.1)
    #expect(run.messages.hasPrefix(" 40% 4/10"), "\(run.messages)")
    #expect(run.output == "left 1\n")
  }
}
