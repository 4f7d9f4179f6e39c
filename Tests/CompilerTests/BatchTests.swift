import Testing

/// `batches` and `split`.
@Suite struct BatchTests {
  @Test func shuffledBatchesHoldEveryRowOnceAnEpoch() {
    let run = ProgramRun(
      """
      let x = f32(iota[10]())
      for rows in batches((x, 2 * x), size: 4, shuffle: true, epochs: 2) {
          let (a, b) = rows
          print(a, all(b == 2 * a))
      }
      """)
    #expect(run.diagnostics == [])
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.allSatisfy { $0.hasSuffix("true") })
    let numbers: [[Int]] = lines.map(numbers(in:))
    let first: [Int] = Array(numbers.prefix(3).joined())
    let second: [Int] = Array(numbers.dropFirst(3).joined())
    #expect(first.sorted() == Array(0..<10))
    #expect(second.sorted() == Array(0..<10))
    #expect(first != second, "a new order comes with each epoch")
  }

  @Test func sameSeedGivesTheSameOrder() {
    let text = "for x in batches(iota[20](), size: 20, shuffle: true) { print(x) }"
    #expect(ProgramRun(text, seed: 3).output == ProgramRun(text, seed: 3).output)
    #expect(ProgramRun(text, seed: 3).output != ProgramRun(text, seed: 4).output)
    #expect(ProgramRun("seed(3)\n" + text).output == ProgramRun(text, seed: 3).output)
  }

  @Test func batchesKeepTheirOrderWithoutShuffle() {
    let run = ProgramRun(
      "for x in batches(reshape[3, 2](iota[6]()), size: 2) { print(x) }")
    #expect(run.text == "[[0 1]\n [2 3]]\n[[4 5]]\n")
  }

  @Test func splitDealsEveryRowToOneSide() {
    let run = ProgramRun(
      """
      let (a, b) = split(iota[10](), fraction: 0.7)
      print(to_list(a) + to_list(b))
      print(to_list(a).count)
      """)
    let lines = run.text.split(separator: "\n")
    let dealt = numbers(in: lines[0])
    #expect(dealt.sorted() == Array(0..<10))
    #expect(dealt != Array(0..<10))
    #expect(lines[1] == "7")
  }

  @Test func tensorsWithUnequalRowsAreRefused() {
    let run = ProgramRun(
      """
      proc rows(n: Int) -> f32[_] { tensor(map k in list(0..<n) { Float(k) }) }
      for x in batches((rows(3), rows(4)), size: 2) { print(x) }
      """)
    #expect(run.text.contains("same number of rows"), "\(run.text)")
    #expect(run.text.contains("3 rows and another 4"), "\(run.text)")
  }

  @Test func batchOfNoRowsIsRefused() {
    let run = ProgramRun("for x in batches(ones[3](), size: 0) { print(x) }")
    #expect(run.diagnostics.count == 1, "\(run.text)")
  }

  /// The whole numbers in a text.
  private func numbers(in text: Substring) -> [Int] {
    text.split { !$0.isNumber }.compactMap { Int($0) }
  }
}
