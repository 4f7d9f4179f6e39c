import MartletFormats
import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import Testing

/// What another library says of an operation: a case of an archive in `Tests/Reference/data`.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
  /// `<operation>/<case>`.
  let name: String
  /// Who computed the result.
  let library: String
  /// The arrays of the case, by role.
  let roles: [String: Tensor]

  /// The archives, with the library that each is of.
  private static let archives = [
    "operations": "NumPy", "primitives-numpy": "NumPy", "primitives-scipy": "SciPy",
    "primitives-jax": "JAX", "primitives-torch": "PyTorch", "primitives-random": "Random123",
  ]

  /// All cases, by name.
  static let all: [ReferenceCase] = archives.keys.sorted().flatMap { archive in
    let tests = "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/")
    let tensors = try! NPZ.read("/\(tests)/Reference/data/\(archive).npz")
    var cases: [String: [String: Tensor]] = [:]
    for name in tensors.names {
      let slash = name.lastIndex(of: "/")!
      cases[String(name[..<slash]), default: [:]][String(name[name.index(after: slash)...])] =
        tensors[name]
    }
    return cases.keys.sorted().map {
      ReferenceCase(name: $0, library: archives[archive]!, roles: cases[$0]!)
    }
  }

  /// The name of the operation as its library has it.
  var operation: String { String(name.prefix { $0 != "/" }) }
  /// What is said behind the name of the operation.
  var detail: String { String(name.dropFirst(operation.count + 1)) }
  /// The name.
  var testDescription: String { name }

  /// The page of the operation; functions that are composed have none.
  var page: String {
    let pages = [
      "sum": "reduce_sum", "prod": "reduce_product", "max": "reduce_maximum",
      "min": "reduce_minimum", "any": "reduce_any", "all": "reduce_all",
      "argmax": "arg_maximum", "argmin": "arg_minimum", "cumsum": "cumulative_sum",
    ]
    return pages[operation] ?? operation
  }

  /// Whole numbers of a role.
  func ints(_ role: String) -> [Int] { roles[role]?.ints ?? [] }

  /// Sizes of a role.
  func dims(_ role: String) -> [Dim] { ints(role).map { Dim($0) } }

  /// The only whole number of a role; 0 if it is absent.
  func int(_ role: String) -> Int { ints(role).first ?? 0 }

  /// The number of tensors of positions.
  var indexCount: Int { roles.keys.count { $0.hasPrefix("index") } }

  /// The operands in the order of a node: `a`, positions `index0…`, `b`, `c`, `d`.
  ///
  /// Those of a case whose name begins with a narrow type are of that type.
  func inputs() -> [Tensor] {
    let narrow = ElementType(rawValue: String(detail.prefix { $0 != "-" }))
    let operands = ["a", "b", "c", "d"].map { role in
      roles[role].map { tensor in
        guard let narrow, narrow.size == 2, tensor.elementType.isFloating else { return tensor }
        return tensor.converted(to: narrow)
      }
    }
    var inputs = operands[0].map { [$0] } ?? []
    for axis in 0..<indexCount {
      var index = roles["index\(axis)"]!
      index.bound = roles["bound"]?.ints[axis] ?? roles["a"]!.shape[axes(axis)]
      inputs.append(index)
    }
    return inputs + operands.dropFirst().compactMap { $0 }
  }

  /// The axis that a tensor of positions points into.
  private func axes(_ number: Int) -> Int { roles["axes"]?.ints[number] ?? number }

  /// The results, in order.
  var expected: [Tensor] {
    ["result", "result1", "result2", "result3"].compactMap { roles[$0] }
  }

  /// Compares what every machine computes with the results.
  func check(_ evidence: inout Evidence) throws {
    let inputs = inputs()
    let builder = GraphBuilder()
    let values = inputs.map { builder.parameter("x", $0.type) }
    let graph = builder.finish(outputs: try outputs(builder, values))
    for machine in Machine.allCases {
      let found = try machine.run(graph, inputs)
      evidence.expect(found.count == expected.count, "\(name): \(found.count) results")
      for (found, expected) in zip(found, expected) {
        compare(found, expected, machine, &evidence)
      }
    }
  }

  /// Compares one result; what is composed by the library is exact before it is rounded.
  private func compare(
    _ found: Tensor, _ expected: Tensor, _ machine: Machine, _ evidence: inout Evidence
  ) {
    evidence.expect(found.shape == expected.shape, "\(name): \(found.shape)")
    // What overflows f32 is finite in the exact answer; both are rounded to the type found.
    let exact = expected.converted(to: found.elementType)
    let tolerance = tolerance(found.elementType, machine)
    let scale = isOfMatrices ? exact.doubles.reduce(0) { max($0, abs($1)) } : 1e-8
    let wrong = zip(found.doubles, exact.doubles).enumerated().first { _, pair in
      let (a, b) = pair
      return !(a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance * max(abs(b), scale))
    }
    evidence.expect(
      wrong == nil, "\(name), \(machine): \(wrong.map { "\($0)" } ?? "")")
    guard roles["signs"] != nil, found.elementType.isFloating else { return }
    let signs = zip(found.doubles, exact.doubles).allSatisfy { $0.isNaN || $0.sign == $1.sign }
    evidence.expect(signs, "\(name), \(machine): the sign of a zero")
  }

  /// How much a result may differ, relative to it.
  private func tolerance(_ element: ElementType, _ machine: Machine) -> Double {
    switch element {
    case .f64: isOfMatrices ? 1e-10 : machine == .reference ? 1e-13 : 1e-12
    case .f32: machine == .reference ? 1e-6 : 4e-6
    case .f16: 0x1p-10
    case .bf16: 0x1p-7
    case .i64, .i32, .i8, .u8, .bool: 0
    }
  }

  /// Whether elements are sums of many products, and errors are of the size of the greatest.
  private var isOfMatrices: Bool {
    [
      "contract", "cholesky", "solve", "triangular_solve", "log_determinant", "symmetric_eigen",
      "qr", "svd",
    ].contains(operation)
  }
}
