import MartletCompiler
import MartletSource
import Testing

/// Sums of products are computed without forming the product (decision M9), in gradients too.
@Suite struct EquationMemoryTests {
  /// An equation over tensors of unlike prime sizes, so that each product has a size of its own.
  struct Case: Sendable, CustomTestStringConvertible {
    /// The right side's function: parameters, result and equation.
    var equation: String
    /// The parameters with their sizes.
    var parameters: [(name: String, sizes: [Int])]
    /// The sizes of the result.
    var result: [Int]

    /// The equation.
    var testDescription: String { equation }

    /// A case of parameters such as `q 3 5`.
    init(_ equation: String, _ parameters: String..., result: Int...) {
      self.equation = equation
      self.parameters = parameters.map { text in
        let words = text.split(separator: " ")
        return (String(words[0]), words.dropFirst().compactMap { Int($0) })
      }
      self.result = result
    }

    /// The greatest number of elements of a parameter, the mask or the result.
    var bound: Int {
      (parameters.map(\.sizes) + [result, [3, 7]]).map { $0.reduce(1, *) }.max() ?? 1
    }

    /// The program that runs the equation and its gradient, alone and for the lanes of a `map`.
    func program(lanes: Int?) -> String {
      let names = parameters.map(\.name).joined(separator: ", ")
      let list = parameters.map { "\($0.name): f32\($0.sizes)" }.joined(separator: ", ")
      let leading = lanes.map { [$0] } ?? []
      let draws = parameters.map { "let \($0.name) = uniform\(leading + $0.sizes)()\n" }.joined()
      let walked = parameters.map { "\($0.name) in \($0.name)" }.joined(separator: ", ")
      func over(_ body: String) -> String {
        lanes == nil ? "print(\(body))\n" : "print(map \(walked) { \(body) })\n"
      }
      return """
        fn f(\(list), positions: i32<7>[7], mask: bool[3, 7]) -> f32\(result) {
            let y\(equation)
            y
        }
        \(draws)let positions = iota[7]()
        let mask = uniform[3, 7]() < 0.5
        seed(1)
        \(over("f(\(names), positions, mask)"))seed(2)
        \(over("grad \(names) { sum(f(\(names), positions, mask) ** 2) }"))
        """
    }
  }

  /// What papers write, and what could go wrong.
  static let cases = [
    Case(
      "[b, i, j] = sum[d](q[b, i, d] * k[b, j, d])", "q 2 3 5", "k 2 7 5", result: 2, 3, 7),
    Case(
      "[b, i, j] = sum[d](q[b, i, d] * k[b, j, d]) / sqrt(5)", "q 2 3 5", "k 2 7 5",
      result: 2, 3, 7),
    Case(
      "[i, j] = sum[d](q[i, d] * k[j, d] / sqrt(5))", "q 3 5", "k 7 5", result: 3, 7),
    Case(
      "[i, j] = sum[d, e](q[i, d] * w[d, e] * k[j, e])", "q 3 5", "w 5 11", "k 7 11", result: 3, 7),
    Case("[i, j] = sum[d](q[i, d] * c[j] * k[j, d])", "q 3 5", "c 7", "k 7 5", result: 3, 7),
    Case(
      "[i, d] = sum[j](w[i, j] / z[i] * v[j, d])", "w 3 7", "z 3", "v 7 5", result: 3, 5),
    Case(
      "[i, d] = sum[j](w[i, j] / z[j] * v[j, d])", "w 3 7", "z 7", "v 7 5", result: 3, 5),
    Case("[] = sum[i, j](x[i] * a[i, j] * y[j])", "x 3", "a 3 7", "y 7"),
    Case("[] = sum[i, j](x[i] * y[j])", "x 3", "y 7"),
    Case(
      "[i, j] = sum[d]((q[i, d] + r[i, d]) * (k[j, d] - 1))", "q 3 5", "r 3 5", "k 7 5",
      result: 3, 7),
    Case(
      "[i, j] = sum[d](q[i, d] * k[j, d] + r[i, d] * k[j, d])", "q 3 5", "r 3 5", "k 7 5",
      result: 3, 7),
    Case("[i, j] = mean[d](-(q[i, d] * k[j, d]))", "q 3 5", "k 7 5", result: 3, 7),
    Case("[e, f] = sum[d](x[positions[e], d] * w[d, f])", "x 7 5", "w 5 11", result: 7, 11),
    Case(
      "[i, j] = sum[d](if j <= i { q[i, d] * k[j, d] } else { 0.0 })", "q 3 5", "k 7 5",
      result: 3, 7),
    Case(
      "[i, d] = sum[j](f32(mask[i, j]) * w[i, j] * v[j, d])", "w 3 7", "v 7 5", result: 3, 5),
    Case(
      "[i, d] = sum[j]((if mask[i, j] { w[i, j] } else { 0.0 }) * v[j, d])", "w 3 7", "v 7 5",
      result: 3, 5),
    Case(
      "[i, d] = sum[j](sum[c](q[i, c] * k[j, c]) * v[j, d])", "q 3 5", "k 7 5", "v 7 5",
      result: 3, 5),
    Case(
      "[k, b, o] = sum[i](x[k, b, i] * r[k, i] * w[i, o])", "x 2 3 5", "r 2 5", "w 5 7",
      result: 2, 3, 7),
    Case(
      "[i, l] = sum[j, k](a[i, j] * b[j, k] * c[k, l])", "a 3 5", "b 5 7", "c 7 2", result: 3, 2),
  ]

  @Test(arguments: cases) func productUnderASumIsNotFormed(_ sample: Case) throws {
    let largest = try Self.largestStored(by: sample.program(lanes: nil))
    #expect(largest <= sample.bound, "\(sample.program(lanes: nil))")
  }

  @Test(arguments: cases) func productUnderASumIsNotFormedInAMap(_ sample: Case) throws {
    let largest = try Self.largestStored(by: sample.program(lanes: 17))
    #expect(largest <= 17 * sample.bound, "\(sample.program(lanes: 17))")
  }

  @Test func aProductThatIsFormedIsSeen() throws {
    let program = "let x = uniform[3]()\nlet y = uniform[7]()\n"
    let formed = "let z[i, j] = x[i] * y[j]\nprint(z)\n"
    #expect(try Self.largestStored(by: program + formed) == 21)
  }

  /// The elements of the greatest tensor that a step of the plans of a program stores.
  static func largestStored(by program: String) throws -> Int {
    let run = ProgramRun(SourceFile(name: "program.mlt", text: program), observing: .plan)
    try #require(run.diagnostics.isEmpty, "\(run.text)")
    return run.graphs.flatMap { $0.split(separator: "\n") }.map(stored(by:)).max() ?? 0
  }

  /// The elements that a line of a plan stores: `1: product f32[2] [3, 5] @ [5, 7]: s0, s1 -> s3`.
  private static func stored(by line: Substring) -> Int {
    guard let arrow = line.range(of: " -> ") else { return 0 }
    let shapes = line[..<arrow.lowerBound].matches(of: /\[([0-9, ]+)\]/).map { match in
      match.1.split(separator: ", ").compactMap { Int($0) }.reduce(1, *)
    }
    if line.contains(": product ") {
      let matrices = line.matches(of: /\[([0-9]+(?:, [0-9]+)*)\] @ \[([0-9]+(?:, [0-9]+)*)\]/)
      guard let match = matrices.first else { return 0 }
      let rows = match.1.split(separator: ", ").compactMap { Int($0) }
      let columns = match.2.split(separator: ", ").compactMap { Int($0) }
      let batch = shapes.count > 2 ? shapes[0] : 1
      let depth = (1...min(rows.count, columns.count)).last { count in
        Array(rows.suffix(count)) == Array(columns.prefix(count))
      }
      let kept = rows.dropLast(depth ?? 0) + columns.dropFirst(depth ?? 0)
      return kept.reduce(batch, *)
    }
    // A reduction stores less than it walks, unless it stores that as well.
    let targets = line[arrow.upperBound...].split(separator: ", ").count
    let isReduction = line.contains(" of axes ") || line.contains(" of the last ")
    return isReduction && targets == 1 ? 0 : shapes.max() ?? 0
  }
}
