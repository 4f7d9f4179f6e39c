import Foundation
import MartletFormats
import MartletSource
import Testing

/// What NumPy and PyTorch say of `einsum` and `rearrange`; see `Tests/Reference/einsum.py`.
@Suite struct AxisPatternTests {
  /// A call with its operands, value and gradients.
  struct Case: Sendable, CustomTestStringConvertible {
    /// The number of the case.
    let name: String
    /// The call, with `x0`, `x1`, … for the operands.
    let call: String
    /// The sizes of each array, as in a type.
    let shapes: [String: String]

    /// The call.
    var testDescription: String { call }
    /// How many operands it has.
    var count: Int { shapes.keys.count { $0.hasPrefix("x") } }

    /// All cases of the file.
    static let all: [Case] = {
      let data = packageFolder.appendingPathComponent("Tests/Reference/data").path
      let arrays = try! NPZ.read(data + "/einsum.npz")
      let text = try! String(contentsOfFile: data + "/einsum.txt", encoding: .utf8)
      return text.split(separator: "\n").map { line in
        let name = String(line.prefix(2))
        var shapes: [String: String] = [:]
        for array in arrays.names where array.hasPrefix(name + "/") {
          shapes[String(array.dropFirst(3))] = "f64\(arrays[array]!.shape)"
        }
        return Case(name: name, call: String(line.dropFirst(3)), shapes: shapes)
      }
    }()

    /// The program that compares the value, the gradients, and the lanes of a `map`.
    var program: String {
      let data = packageFolder.appendingPathComponent("Tests/Reference/data/einsum.npz").path
      let names = (0..<count).map { "x\($0)" }
      func array(_ role: String) -> String { "arrays[\"\(name)/\(role)\"] as \(shapes[role]!)" }
      let parameters = names.map { "\($0): \(shapes[$0]!)" }.joined(separator: ", ")
      let arguments = names.joined(separator: ", ")
      let gradients = (0..<count).map { "g\($0)" }.joined(separator: ", ")
      let lanes = names.map { "\($0) in stack((2 * \($0), \($0)))" }.joined(separator: ", ")
      let doubled = names.map { "2 * \($0)" }.joined(separator: ", ")
      let lines =
        [
          "import data.npz",
          "fn f(\(parameters)) -> \(shapes["value"]!) { \(call) }",
          "let arrays = npz.read(\"\(data)\")",
        ] + names.map { "let \($0) = \(array($0))" } + [
          "let cotangent = \(array("cotangent"))",
          "print(close(f(\(arguments)), \(array("value")), within: 1e-12))",
          "let \(count == 1 ? gradients : "(\(gradients))") = "
            + "grad \(arguments) { sum(cotangent * f(\(arguments))) }",
        ]
        + (0..<count).map { "print(close(g\($0), \(array("gradient\($0)")), within: 1e-11))" } + [
          "let lanes = map \(lanes) { f(\(arguments)) }",
          "print(close(lanes, stack((f(\(doubled)), f(\(arguments)))), within: 1e-12))",
        ]
      return lines.joined(separator: "\n") + "\n"
    }
  }

  @Test(arguments: Case.all) func patternAgreesWithNumPyAndPyTorch(_ sample: Case) {
    let run = ProgramRun(sample.program)
    let lines = Array(repeating: "true", count: sample.count + 2)
    #expect(run.text == lines.joined(separator: "\n") + "\n", "\(sample.program)")
  }
}
