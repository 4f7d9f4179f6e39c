import MartletFormats
import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import Testing

/// What NumPy and SciPy say of the operations; see `Tests/Reference/operations.py`.
struct NumPyCase: Sendable, CustomTestStringConvertible {
  /// `<operation>/<case>`.
  let name: String
  /// The arrays of the case, by role.
  let roles: [String: Tensor]

  /// All cases of the file, by name.
  static let all: [NumPyCase] = {
    let file = "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/")
    let tensors = try! NPZ.read("/\(file)/Reference/data/operations.npz")
    var cases: [String: [String: Tensor]] = [:]
    for name in tensors.names {
      let slash = name.lastIndex(of: "/")!
      cases[String(name[..<slash]), default: [:]][String(name[name.index(after: slash)...])] =
        tensors[name]
    }
    return cases.keys.sorted().map { NumPyCase(name: $0, roles: cases[$0]!) }
  }()

  /// The name of the operation.
  var operation: String { String(name.prefix { $0 != "/" }) }
  /// What is said behind the name of the operation.
  var detail: String { String(name.dropFirst(operation.count + 1)) }
  /// The name.
  var testDescription: String { name }

  /// The axes of the case, or its only one.
  var axes: [Int] { roles["axis"]?.ints ?? [] }

  /// The operands, `index0…` as positions on the leading axes of `a`, in the order of a node.
  func inputs() -> [Tensor] {
    var inputs = [roles["a"]!]
    for axis in 0..<4 {
      guard var index = roles["index\(axis)"] else { break }
      index.bound = inputs[0].shape[axis]
      inputs.append(index)
    }
    return inputs + ["b", "c"].compactMap { roles[$0] }
  }
}

/// The reference kernels against NumPy and SciPy.
@Suite struct NumPyTests {
  /// The number of index tensors of a case.
  static func indexCount(_ roles: [String: Tensor]) -> Int {
    roles.keys.count { $0.hasPrefix("index") }
  }

  /// What a case's operation is here; `nil` for what the library composes.
  static func body(_ test: NumPyCase) -> ((GraphBuilder, [ValueID]) -> ValueID)? {
    if let function = ScalarFunction(rawValue: test.operation) {
      return { $0.elementwise(function, $1) }
    }
    let axes = test.axes
    let reduce = { (kind: Reduce.Kind) in
      { (builder: GraphBuilder, x: [ValueID]) in builder.reduce(kind, x[0], axes: axes) }
    }
    let add = { (operation: any Primitive) in
      { (builder: GraphBuilder, x: [ValueID]) in builder.add(operation, x) }
    }
    switch test.operation {
    case "sum": return reduce(.sum)
    case "prod": return reduce(.product)
    case "max": return reduce(.maximum)
    case "min": return reduce(.minimum)
    case "any": return reduce(.any)
    case "all": return reduce(.all)
    case "mean": return { $0.mean($1[0], axes: axes) }
    case "logsumexp" where axes.count == 1: return { $0.logSumExp($1[0], axis: axes[0]) }
    case "softmax": return { $0.softmax($1[0], axis: axes[0]) }
    case "log_softmax": return { $0.logSoftmax($1[0], axis: axes[0]) }
    case "argmax": return add(ArgExtreme(kind: .maximum, axis: axes[0]))
    case "argmin": return add(ArgExtreme(kind: .minimum, axis: axes[0]))
    case "cumsum": return add(CumulativeSum(axis: axes[0]))
    case "gather": return add(Gather(axes: Array(0..<indexCount(test.roles))))
    case "scatter_add": return add(ScatterAdd(axes: Array(0..<indexCount(test.roles))))
    case "contract": return contraction(test.detail)
    default: return nil
    }
  }

  /// The product that a specification such as `ij,jk->ik` names, brought to its order.
  static func contraction(_ detail: String) -> (GraphBuilder, [ValueID]) -> ValueID {
    let spec = detail.prefix { $0 != "/" }.split(separator: ">")
    let operands = spec[0].dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let (lhs, rhs) = (Array(operands[0]), Array(operands[1]))
    let result = spec.count > 1 ? Array(spec[1]) : []
    let shared = lhs.filter { rhs.contains($0) }
    let batch = shared.filter { result.contains($0) }
    let summed = shared.filter { !result.contains($0) }
    let contract = Contract(
      lhsBatch: batch.map { lhs.firstIndex(of: $0)! },
      rhsBatch: batch.map { rhs.firstIndex(of: $0)! },
      lhsContracted: summed.map { lhs.firstIndex(of: $0)! },
      rhsContracted: summed.map { rhs.firstIndex(of: $0)! })
    let order = batch + lhs.filter { !shared.contains($0) } + rhs.filter { !shared.contains($0) }
    return { builder, x in
      builder.transpose(builder.add(contract, x), result.map { order.firstIndex(of: $0)! })
    }
  }

  @Test(arguments: NumPyCase.all.filter { body($0) != nil })
  func agrees(_ test: NumPyCase) throws {
    let inputs = test.inputs()
    let builder = GraphBuilder()
    let values = inputs.map { builder.parameter("x", $0.type) }
    let graph = builder.finish(outputs: [Self.body(test)!(builder, values)])
    let found = try ReferenceInterpreter.evaluate(graph, inputs)[0]
    let expected = test.roles["result"]!
    #expect(found.shape == expected.shape)
    // What overflows f32 is finite in the exact answer; both are rounded to the type found.
    let exact = expected.converted(to: found.elementType)
    let tolerance = found.elementType == .f64 ? 1e-13 : 1e-6
    let operands = inputs.map(\.doubles)
    for (index, (a, b)) in zip(found.doubles, exact.doubles).enumerated() {
      let isClose = a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance * max(abs(b), 1e-8)
      let at = operands.map { index < $0.count ? "\($0[index])" : "" }.joined(separator: ", ")
      #expect(isClose, "\(a) is not \(b) at \(index) (\(at))")
    }
  }

  @Test func thereAreCases() { #expect(NumPyCase.all.count > 100) }
}
