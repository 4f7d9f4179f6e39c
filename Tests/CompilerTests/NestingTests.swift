import Foundation
import Testing

/// Transforms inside of each other, in every order that means something.
///
/// The innermost function is exp(x / 2), so that each derivative halves it. 2 h - stop_gradient(h) is h,
/// and has twice its derivatives; all else leaves a function as it is.
@Suite struct NestingTests {
  /// A transform of a function of one number, as the body of a function around it.
  enum Transform: CaseIterable {
    case grad, valueAndGrad, jvp, vjp, map, recompute, stopGradient, customRule

    /// Whether it takes a derivative.
    var isDerivative: Bool {
      switch self {
      case .grad, .valueAndGrad, .jvp, .vjp: true
      case .map, .recompute, .stopGradient, .customRule: false
      }
    }

    /// A function `name` that is the transform of the function `inner`.
    func declaration(of name: String, around inner: String) -> String {
      let body =
        switch self {
        case .grad: "grad x { \(inner)(x) }"
        case .valueAndGrad: "let (_, g) = value_and_grad x { \(inner)(x) }\ng"
        case .jvp: "let (_, t) = jvp x along 1.0 { \(inner)(x) }\nt"
        case .vjp: "let (_, g) = vjp x with 1.0 { \(inner)(x) }\ng"
        case .map: "mean(map y in stack((x, x)) { \(inner)(y) })"
        case .recompute: "recompute { \(inner)(x) }"
        case .stopGradient: "2 * \(inner)(x) - stop_gradient(\(inner)(x))"
        case .customRule: "\(inner)(x)"
        }
      let function = "fn \(name)(x: f32[]) -> f32[] {\n\(body)\n}\n"
      guard case .customRule = self else { return function }
      return function + "gradient \(name)(x, dy) { dy * grad x { \(inner)(x) } }\n"
    }
  }

  /// Whether an order, the outermost first, means something: no tangent goes through a rule of one's
  /// own, which only says how to go back.
  private static func meansSomething(_ order: [Transform]) -> Bool {
    guard let tangent = order.firstIndex(of: .jvp) else { return true }
    return !order[tangent...].contains(.customRule)
  }

  /// The value at 0.7 of transforms, the outermost first, of exp(x / 2).
  private static func closedForm(of order: [Transform]) -> Double {
    var (value, isDifferentiated) = (exp(0.35), false)
    for transform in order {
      if transform.isDerivative { value /= 2 }
      if transform == .stopGradient, isDifferentiated { value *= 2 }
      isDifferentiated = isDifferentiated || transform.isDerivative
    }
    return value
  }

  @Test(arguments: Transform.allCases)
  func pairsAndTriplesAgreeWithTheClosedForm(outermost: Transform) throws {
    let others = Transform.allCases
    let pairs = others.map { [outermost, $0] }
    let orders = (pairs + pairs.flatMap { pair in others.map { pair + [$0] } })
      .filter(NestingTests.meansSomething)
    var program = "fn base(x: f32[]) -> f32[] { exp(0.5 * x) }\nlet x = tensor(0.7)\n"
    for (number, order) in orders.enumerated() {
      var inner = "base"
      for (depth, transform) in order.enumerated().reversed() {
        let name = "f\(number)_\(depth)"
        program += transform.declaration(of: name, around: inner)
        inner = name
      }
      program += "print(\(inner)(x))\n"
    }
    let run = ProgramRun(program)
    try #require(run.diagnostics.isEmpty, "\(run.text)")
    let values = run.output.split(separator: "\n").compactMap { Double($0) }
    try #require(values.count == orders.count)
    for (order, value) in zip(orders, values) {
      #expect(abs(value - NestingTests.closedForm(of: order)) < 1e-5, "\(order)")
    }
  }
}
