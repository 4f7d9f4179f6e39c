import MartletShapes
import Testing

@Suite struct DimTests {
  @Test(arguments: [
    ("N + M", "M + N"), ("N * M", "M * N"), ("(N + 1) * (N - 1)", "N*N - 1"), ("N - N", "0"),
    ("(N + M)**2", "N**2 + 2*N*M + M**2"), ("2**10", "1024"), ("0 * N", "0"),
  ])
  func polynomialsHaveOneForm(_ left: String, _ right: String) {
    #expect(DimText.dim(left) == DimText.dim(right))
  }

  @Test(arguments: [
    ("(2*H + 3) // 2", "H + 1"), ("(5*N + 7) // 3", "N + 2 + (2*N + 1) // 3"),
    ("H // 2 // 3", "H // 6"), ("(H // 2 + 1) // 2", "(H + 2) // 4"), ("H // S // K", "H // (S*K)"),
    ("H*N // N", "H"), ("(H*N + N) // (2*N)", "(H + 1) // 2"), ("(N*N - 1) // (N + 1)", "N - 1"),
    ("(N - 1) // N", "0"), ("(2*H + 1) // 4", "H // 2"), ("-H // -S", "H // S"), ("3*H % H", "0"),
    ("-7 // 2", "-4"), ("-7 % 2", "1"), ("7 // -2", "-4"), ("5 // (N + 6)", "0"),
    ("(H + 2*1 - 3) // 1 + 1", "H"),
    ("(6*H + 4*W + 3) // 4", "H + W + (H + 1) // 2"),
  ])
  func floorsHaveOneForm(_ left: String, _ right: String) {
    #expect(DimText.dim(left) == DimText.dim(right))
  }

  @Test(arguments: [
    "2*N + 1", "(H + 2*P - K) // S + 1", "1 - N", "-N", "H*(N // H)", "-(H // 2)", "H // (2*S)",
    "N**2", "-3", "0", "3*(H // 2)", "H*W // 5", "(H // 2)**2", "(H + 1) // (W + 1)",
  ])
  func dimsPrintAsTheyAreWritten(_ text: String) {
    #expect(DimText.dim(text).description == text)
  }

  @Test func substitutionIsCanonicalAgain() {
    let conv = DimText.dim("(H + 2*P - K) // S + 1")
    let values = ["P": 1, "K": 3, "S": 1]
    let same = Dictionary(
      uniqueKeysWithValues: values.map { (DimText.symbol($0), Dim($1)) })
    #expect(conv.substituting(same) == DimText.dim("H"))
    #expect(conv.substituting([DimText.symbol("S"): 0]) == .undefined)
  }

  @Test func evaluationNeedsEverySymbol() {
    let dim = DimText.dim("(H + 1) // S")
    #expect(dim.evaluated { $0.name == "H" ? 6 : 2 } == 3)
    #expect(dim.evaluated { $0.name == "H" ? 6 : nil } == nil)
    #expect(dim.evaluated { $0.name == "H" ? 6 : 0 } == nil)
    #expect(DimText.dim("H*H").evaluated { _ in Int.max } == nil)
  }

  @Test func overflowIsUndefinedAndNeverTraps() {
    let n = DimText.dim("N")
    #expect(Dim(Int.max) + 1 == .undefined)
    #expect(Dim(Int.min).floorDivided(by: -1) == .undefined)
    #expect(-(n * Dim(Int.min)) == .undefined)
    #expect(n.floorDivided(by: 0) == .undefined)
    #expect(DimText.dim("(A + B + C + 1)**12") == .undefined)
    #expect(n.raised(to: -1) == .undefined)
    #expect(Dim(3).raised(to: 1_000_000) == .undefined)
    #expect(Dim(1).raised(to: Int.max) == 1)
    #expect(n.floorDivided(by: Dim(Int.min)) == .undefined)
  }

  @Test func partsAreReadable() {
    #expect(DimText.dim("N").symbol == DimText.symbol("N"))
    #expect(DimText.dim("N + 1").symbol == nil)
    #expect(DimText.dim("N - N + 4").constant == 4)
    #expect(DimText.dim("N + H // S").symbols == Set(["N", "H", "S"].map(DimText.symbol)))
  }

  @Test func programsRefuseWhatHasNoSize() {
    let symbols = ["N", "S"].map(DimText.symbol)
    var sizes: [Int] = []
    let program = DimProgram([DimText.dim("N // S"), DimText.dim("N * N")], over: symbols)
    #expect(program.evaluate(into: &sizes, symbols: [9, 2]) && sizes == [4, 81])
    #expect(!program.evaluate(into: &sizes, symbols: [9, 0]))
    #expect(!program.evaluate(into: &sizes, symbols: [Int.max, 1]))
    for text in ["M", "N // 0"] {
      let program = DimProgram([DimText.dim(text)], over: symbols)
      #expect(!program.evaluate(into: &sizes, symbols: [1, 1]))
    }
  }
}
