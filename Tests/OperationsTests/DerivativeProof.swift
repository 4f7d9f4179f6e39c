import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms

/// The derivatives of a function of `f64` tensors at one point, up to the third order and in both
/// modes, compared with central differences and with each other.
///
/// The function's results, times fixed random weights `u` and summed, are the scalar `φ`; `g` is its
/// gradient, `H` the matrix of its second derivatives; `v`, `w` and `z` are random directions.
struct DerivativeProof {
  /// The point.
  let inputs: [Tensor]
  /// Whether the function has a forward rule.
  let isForward: Bool
  /// The function.
  let body: (GraphBuilder, [ValueID]) -> [ValueID]

  /// What the derivatives of one order and mode have shown.
  struct Findings: Sendable {
    /// The gradient.
    var reverse = Evidence()
    /// The tangent.
    var forward = Evidence()
    /// The four ways to the second derivatives.
    var second = Evidence()
    /// The two ways to the third.
    var third = Evidence()

    /// Adds what was found at another point.
    mutating func add(_ other: Findings) {
      reverse.add(other.reverse)
      forward.add(other.forward)
      second.add(other.second)
      third.add(other.third)
    }
  }

  /// What is found; nothing if no input can be varied.
  func findings() throws -> Findings {
    guard inputs.contains(where: { $0.elementType.isFloating && $0.count > 0 }) else {
      return Findings()
    }
    let derivatives = try Derivatives(of: self)
    return try derivatives.compare()
  }
}

/// The nodes of a function's derivatives, in one graph.
private struct Derivatives {
  /// The point.
  let inputs: [Tensor]
  /// The inputs that are varied.
  let varied: [Int]
  /// The directions for the varied inputs.
  let (v, w, z): ([Tensor], [Tensor], [Tensor])
  /// Where the nodes are.
  let builder = GraphBuilder()
  /// The scalar; its derivatives along `v`; along `v` and `w`; along all three.
  private(set) var chain: [ValueID] = []
  /// The tangent of the scalar along `v`, and its tangents along `w`, and along `z`.
  private(set) var forwards: [ValueID] = []
  /// `H v` as the gradient of the gradient, its tangent, and the gradient of the tangent.
  private(set) var products: [[ValueID]] = []

  /// Adds all derivatives of a function.
  init(of proof: DerivativeProof) throws {
    inputs = proof.inputs
    varied = inputs.indices.filter { proof.inputs[$0].elementType.isFloating }
    var draw = Draw(seed: 7)
    let shapes = varied.map { proof.inputs[$0].shape }
    v = shapes.map { draw.tensor($0) }
    w = shapes.map { draw.tensor($0) }
    z = shapes.map { draw.tensor($0) }
    let values = inputs.indices.map { builder.parameter("x\($0)", proof.inputs[$0].type) }
    let targets = varied.map { values[$0] }
    let scalar = builder.weightedSum(of: proof.body(builder, values))
    try addReverse(scalar, targets)
    if proof.isForward { try addForward(scalar, targets) }
  }

  /// The derivatives in reverse mode alone.
  private mutating func addReverse(_ scalar: ValueID, _ targets: [ValueID]) throws {
    chain = [scalar]
    for direction in [v, w, z] {
      let gradients = try differentiate(
        builder, value: chain[chain.count - 1], withRespectTo: targets)
      if chain.count == 2 { products.append(gradients) }
      chain.append(builder.dot(gradients, direction))
    }
  }

  /// The derivatives that begin or end in forward mode.
  private mutating func addForward(_ scalar: ValueID, _ targets: [ValueID]) throws {
    forwards = [scalar]
    for direction in [v, w, z] {
      let next = try builder.tangents(
        of: [forwards[forwards.count - 1]], targets, along: direction)
      forwards += next
    }
    let gradients = try differentiate(builder, value: scalar, withRespectTo: targets)
    products.append(try builder.tangents(of: gradients, targets, along: v))
    products.append(try differentiate(builder, value: forwards[1], withRespectTo: targets))
  }

  /// Evaluates everything, and compares it.
  func compare() throws -> DerivativeProof.Findings {
    var findings = DerivativeProof.Findings()
    let graph = builder.finish(outputs: chain + forwards + products.flatMap { $0 })
    try graph.verify()
    let found = try Machine.reference.run(graph, inputs)
    let reverse = found[..<chain.count].map(\.scalarDouble)
    let forward = found.dropFirst(chain.count).prefix(forwards.count).map(\.scalarDouble)
    for (order, direction) in [v, w, z].enumerated() {
      let expected = try difference(of: chain[order], along: direction)
      let name = "order \(order + 1)"
      let difference = "\(name) against differences"
      findings.note(order) { $0.expect(reverse[order + 1], near: expected, 1e-5, difference) }
      guard !forward.isEmpty else { continue }
      findings.noteForward(order) {
        $0.expect(forward[order + 1], near: expected, 1e-5, "tangent, \(difference)")
        $0.expect(forward[order + 1], near: reverse[order + 1], 1e-10, "modes, \(name)")
      }
    }
    let products = Array(found.dropFirst(chain.count + forwards.count))
    for (place, product) in products.enumerated() {
      findings.second.expect(product, near: products[place % varied.count], 1e-9, "H v")
    }
    for machine in [Machine.oneThread, .twoThreads] {
      let again = try machine.run(graph, inputs)
      findings.second.expect(again, near: found, 1e-8, machine.rawValue)
    }
    return findings
  }

  /// The central difference of a scalar along a direction.
  private func difference(of scalar: ValueID, along direction: [Tensor]) throws -> Double {
    let graph = builder.finish(outputs: [scalar])
    let step = 1e-4
    let values = try [step, -step].map { step in
      var moved = inputs
      for (index, direction) in zip(varied, direction) {
        moved[index] = inputs[index].moved(along: direction, by: step)
      }
      return try Machine.reference.run(graph, moved)[0].scalarDouble
    }
    return (values[0] - values[1]) / (2 * step)
  }
}

extension DerivativeProof.Findings {
  /// Notes a check of the reverse mode, where its order stands.
  fileprivate mutating func note(_ order: Int, _ check: (inout Evidence) -> Void) {
    switch order {
    case 0: check(&reverse)
    case 1: check(&second)
    default: check(&third)
    }
  }

  /// Notes a check of the forward mode, where its order stands.
  fileprivate mutating func noteForward(_ order: Int, _ check: (inout Evidence) -> Void) {
    if order == 0 { check(&forward) } else { note(order, check) }
  }
}

/// What checks of derivatives add to graphs.
extension GraphBuilder {
  /// The sum of all floating-point elements, each times a number that is the same at each call.
  func weightedSum(of values: [ValueID]) -> ValueID {
    var draw = Draw(seed: 17)
    var total = constant(0, .f64)
    for value in values where type(of: value).element.isFloating {
      let weights = draw.tensor(type(of: value).dims.map { $0.constant! })
      total = elementwise(.add, [total, dot([cast(value, to: .f64)], [weights])])
    }
    return total
  }

  /// The sum of the products of elements with numbers.
  func dot(_ values: [ValueID], _ numbers: [Tensor]) -> ValueID {
    zip(values, numbers).reduce(constant(0, .f64)) { total, pair in
      let product = elementwise(.multiply, [pair.0, add(Constant(pair.1))])
      let axes = Array(type(of: product).dims.indices)
      return elementwise(.add, [total, reduce(.sum, product, axes: axes)])
    }
  }

  /// The tangents of values along a direction of targets, with their zeros written out.
  func tangents(of values: [ValueID], _ targets: [ValueID], along direction: [Tensor]) throws
    -> [ValueID]
  {
    let moves = zip(targets, direction).map { Direction($0, add(Constant($1))) }
    let changes = try MartletTransforms.tangents(self, of: values, along: moves)
    return zip(changes, values).map { $0 ?? filled(0, type(of: $1)) }
  }
}
