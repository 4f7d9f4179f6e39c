import MartletGraph
import MartletOperations

/// All that the tests show of an operation; each cell of the table of operations is one of its parts.
struct Proof: Sendable {
  /// A property of an operation.
  enum Property: String, CaseIterable, Sendable {
    case value, reverse, forward
    case second = "second and third order"
    case map
    case shapes = "complex shapes"
  }

  /// What is shown of a property.
  struct Finding: Sendable {
    /// By what it is shown, or why there is nothing to show.
    let text: String
    /// The comparisons that were made.
    let evidence: Evidence
    /// Whether the text is a reason, so that there need not be comparisons.
    var isReason = false

    /// What the table says.
    var cell: String {
      if !evidence.failures.isEmpty { return "fails" }
      return evidence.comparisons == 0 ? text : "\(text) ×\(evidence.comparisons)"
    }
  }

  /// The name of the operation.
  let name: String
  /// What is shown, by property.
  let findings: [Property: Finding]

  /// All proofs, each found once, in the background.
  static let all: [String: Task<Proof, Never>] = Dictionary(
    uniqueKeysWithValues: Catalog.pages.map { page in
      (page.name, Task.detached { Proof(of: page) })
    })

  /// Runs every check of an operation.
  init(of page: OperationPage) {
    name = page.name
    let derivative = page.samples[0].operation.derivative
    let derivatives = Proof.derivatives(page)
    findings = [
      .value: Proof.value(page),
      .reverse: Finding("differences", derivatives.reverse, derivative.reason),
      .forward: Finding(
        "differences, inner product", derivatives.forward, derivative.forwardReason),
      .second: Finding("four ways", derivatives.second, derivatives.third, derivative.reason),
      .map: Proof.map(page),
      .shapes: Proof.shapes(page),
    ]
  }

  /// Values, compared with other libraries.
  private static func value(_ page: OperationPage) -> Finding {
    var evidence = Evidence()
    let cases = ReferenceCase.all.filter { $0.page == page.name }
    for test in cases { evidence.attempt(test.name) { try test.check(&$0) } }
    let counts = Dictionary(grouping: cases, by: \.library).mapValues(\.count)
    let text = counts.keys.sorted().map { "\($0) \(counts[$0]!)" }.joined(separator: ", ")
    return Finding(text: text, evidence: evidence)
  }

  /// Derivatives at every sample.
  private static func derivatives(_ page: OperationPage) -> DerivativeProof.Findings {
    var findings = DerivativeProof.Findings()
    var draw = Draw(seed: 2)
    if page.name == "custom_rule" { return (try? OwnRule.proof(&draw).findings()) ?? findings }
    for sample in page.samples {
      if case .none = sample.operation.derivative { continue }
      let inputs = sample.inputs.map { $0.tensor(&draw) }
      let proof = DerivativeProof(inputs: inputs, isForward: sample.hasForwardRule) {
        sample.add(to: $0, $1)!
      }
      do {
        findings.add(try proof.findings())
      } catch {
        findings.reverse.expect(false, "\(error)")
      }
    }
    return findings
  }

  /// Maps of every sample, and of its derivatives.
  private static func map(_ page: OperationPage) -> Finding {
    if page.samples.allSatisfy(\.inputs.isEmpty) {
      return Finding(
        text: "none: it has no inputs that could differ", evidence: Evidence(), isReason: true)
    }
    var evidence = Evidence()
    var draw = Draw(seed: 5)
    for sample in page.samples where !sample.inputs.isEmpty {
      let differentiates = if case .none = sample.operation.derivative { false } else { true }
      evidence.add(BatchProof(sample, &draw).evidence(differentiates: differentiates))
    }
    return Finding(text: "loop", evidence: evidence)
  }

  /// Symbolic sizes and views.
  private static func shapes(_ page: OperationPage) -> Finding {
    if let reason = ShapeFamily.reasons[page.name] {
      return Finding(text: reason, evidence: Evidence(), isReason: true)
    }
    var evidence = Evidence()
    let derivative = page.samples[0].operation.derivative
    let families = ShapeFamily.families(page.name)
    for family in families {
      evidence.add(ShapeProof(family: family).evidence(differentiates: derivative.reason == nil))
    }
    let sizes = families.reduce(0) { $0 + $1.sizes.count }
    return Finding(text: "\(sizes) sizes", evidence: evidence)
  }
}

extension Proof.Finding {
  /// Evidence under a name, or the reason for which there is none.
  fileprivate init(_ text: String, _ evidence: Evidence, _ reason: String?) {
    self.init(text: reason ?? text, evidence: evidence, isReason: reason != nil)
  }

  /// Evidence of the second and third order.
  fileprivate init(_ text: String, _ second: Evidence, _ third: Evidence, _ reason: String?) {
    var evidence = second
    evidence.add(third)
    self.init(text, evidence, reason)
  }
}

extension Derivative {
  /// Why there is no gradient; nil if there is one.
  fileprivate var reason: String? {
    switch self {
    case .zero(let reason): "0: \(reason)"
    case .none(let reason): "none: \(reason)"
    case .rule, .regions: nil
    }
  }

  /// Why there is no tangent; nil if there is one.
  fileprivate var forwardReason: String? {
    if case .rule(_, forward: .none) = self {
      return "none: a function's own `gradient` rule serves `grad` and `vjp` only"
    }
    return reason
  }
}

/// A function with a rule of its own, which is the right one.
private enum OwnRule {
  /// `sin(x)`, whose rule says `d cos(x)`.
  static func proof(_ draw: inout Draw) -> DerivativeProof {
    DerivativeProof(inputs: [draw.tensor([2, 3])], isForward: false) { builder, values in
      let sine = builder.elementwise(.sin, [values[0]])
      let upstream = builder.add(Upstream(), [sine])
      let cosine = builder.elementwise(.cos, [values[0]])
      let gradient = builder.elementwise(.multiply, [upstream, cosine])
      let rule = CustomRule(of: "sine", resultCount: 1, argumentCount: 1)
      return [builder.add(rule, [sine, values[0], upstream, gradient])]
    }
  }
}
