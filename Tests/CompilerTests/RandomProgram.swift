import GoldenSupport

/// A made-up program whose lines each say a name and two numbers that must agree.
///
/// It has a function of two vectors, of constructs inside each other. Derivatives are compared with
/// differences, forward with reverse mode, and maps with what they are for each element.
struct RandomProgram {
  /// What chooses.
  private var numbers: SplitMix
  /// How many names there are.
  private var names = 0
  /// The constructs to choose from.
  private let constructs: [Construct]

  /// What a block may hold.
  private enum Construct: CaseIterable {
    case arithmetic, assignment, choice, map, mapRange, recompute, gradient, jvp, vjp
    case seed, draw, rule, lambda
  }

  /// A construct that assigns a variable from outside.
  private enum Assignment: CaseIterable {
    case forRange, forTensor, forValue, choice, countedWhile, dataWhile
  }

  /// A program of a seed.
  static func text(seed: Int, depth: Int) -> String {
    var program = RandomProgram(seed: seed)
    return program.text(depth: depth)
  }

  private init(seed: Int) {
    numbers = SplitMix(state: UInt64(seed))
    // Nothing that has a rule is differentiated forwards.
    let left: Construct = seed % 3 == 0 ? .jvp : .rule
    let often = [Construct](repeating: .assignment, count: 4)
    constructs = Construct.allCases.filter { $0 != left } + often
  }

  /// The program's text.
  private mutating func text(depth: Int) -> String {
    let isForward = constructs.contains(.jvp)
    let body = block(["x", "w"], depth, "    ")
    let size = 1 + numbers.below(3)
    let vectors = ["x", "w", "c", "d", "e"].map { "let \($0) = f64(tensor(\(vector(size))))" }
    let rows = (0..<3).map { _ in vector(size) }.joined(separator: ", ")
    return """
      fn ruled[N](a: f64[N], b: f64[N]) -> f64[N] { sin(a) * b }
      gradient ruled(a, b, dy) { (dy * cos(a) * b, dy * sin(a)) }
      fn applied[N](a: f64[N], f: fn[M](f64[M]) -> f64[M]) -> f64[N] { f(a) }
      fn f[N](x: f64[N], w: f64[N]) -> f64[N] {
      \(body.lines.joined(separator: "\n"))
          \(body.value)
      }
      \(vectors.joined(separator: "\n"))
      let xs = f64(tensor([\(rows)]))

      """ + Self.claims + (isForward ? Self.forwardClaims : "")
  }

  /// What holds of every function.
  private static let claims = """
    fn loss[N](x: f64[N], w: f64[N], c: f64[N]) -> f64[] {
        with seed = 5 { sum(f(x, w) * c) + 0.001 * sum(x * w) }
    }
    fn slope[N](x: f64[N], w: f64[N], c: f64[N]) -> f64[N] { grad x { loss(x, w, c) } }
    let h = 0.00001
    let (gx, gw) = grad x, w { loss(x, w, c) }
    let change = loss(x + h * d, w + h * e, c) - loss(x - h * d, w - h * e, c)
    print("difference {change / (2 * h):.12} {dot(gx, d) + dot(gw, e):.12}")
    let each = map x in xs { loss(x, w, c) }
    print("map {each[2]:.12} {loss(xs[2], w, c):.12}")
    let slopes = map x in xs { slope(x, w, c) }
    print("slopes {sum(slopes[1] * d):.12} {sum(slope(xs[1], w, c) * d):.12}")
    let around = grad xs { sum(map x in xs { loss(x, w, c) }) }
    print("around {sum(around[0] * d):.12} {sum(slope(xs[0], w, c) * d):.12}")
    let twice = grad x { dot(slope(x, w, c), d) }
    let bend = (slope(x + h * d, w, c) - slope(x - h * d, w, c)) / (2 * h)
    print("bend {dot(bend, e):.12} {dot(twice, e):.12}")

    """

  /// What holds of functions that have tangents.
  private static let forwardClaims = """
    let (_, tangent) = jvp x, w along (d, e) { loss(x, w, c) }
    print("forward {tangent:.12} {dot(gx, d) + dot(gw, e):.12}")
    let (_, over) = jvp x along d { slope(x, w, c) }
    print("over {dot(over, e):.12} {dot(twice, e):.12}")

    """

  /// Some numbers between -1 and 1.
  private mutating func vector(_ size: Int) -> String {
    let values = (0..<size).map { _ in "\(Double(numbers.below(2000) - 1000) / 1000)" }
    return "[" + values.joined(separator: ", ") + "]"
  }
}

extension RandomProgram {
  /// Statements, and a vector that they lead to.
  private typealias Body = (lines: [String], value: String)

  /// One of some words.
  private mutating func pick(_ words: [String]) -> String { words[numbers.below(words.count)] }

  /// A name that is not in use.
  private mutating func fresh() -> String {
    names += 1
    return "v\(names)"
  }

  /// A block over the vectors of the given names, up to `depth` constructs deep.
  private mutating func block(_ given: [String], _ depth: Int, _ indent: String) -> Body {
    var (vectors, lines) = (given, [String]())
    for _ in 0...numbers.below(3) {
      let name = fresh()
      lines += statement(name, vectors, depth, indent)
      vectors.append(name)
    }
    let (a, b) = (vectors[vectors.count - 1], pick(vectors))
    return (lines, pick(["tanh(\(a)) + 0.5 * \(b)", "sin(\(a) * \(b))", a]))
  }

  /// A block that ends in its value.
  private mutating func closed(
    _ vectors: [String], _ depth: Int, _ indent: String, _ finish: (String) -> String = { $0 }
  ) -> [String] {
    let inner = indent + "    "
    let body = block(vectors, depth - 1, inner)
    return body.lines + [inner + finish(body.value)]
  }

  /// A statement that gives a name to a vector.
  private mutating func statement(
    _ name: String, _ vectors: [String], _ depth: Int, _ indent: String
  ) -> [String] {
    let construct = depth > 0 ? constructs[numbers.below(constructs.count)] : .arithmetic
    let (a, b, other) = (pick(vectors), pick(vectors), fresh())
    let lines: [String]
    switch construct {
    case .assignment:
      lines = assignment(name, a, b, other, closed(vectors + [name], depth, indent))
    case .map:
      let body = closed([other] + vectors, depth, indent) { "sum(\($0)) + entry" }
      lines =
        ["let \(name) = map entry in \(b) {", "    let \(other) = entry * \(a)"] + body + ["}"]
    case .mapRange:
      let body = closed([other] + vectors, depth, indent) { "mean(\($0))" }
      lines =
        ["let \(name) = map k in 0..<N {", "    let \(other) = \(a) * \(b)[k]"] + body + ["}"]
    case .choice:
      let yes = closed(vectors, depth, indent)
      lines =
        ["let \(name) = if mean(\(a)) > 0.05 {"] + yes + ["} else {"]
        + closed(vectors, depth, indent) + ["}"]
    case .recompute: lines = ["let \(name) = recompute {"] + closed(vectors, depth, indent) + ["}"]
    case .seed: lines = ["let \(name) = with seed = 3 {"] + closed(vectors, depth, indent) + ["}"]
    case .gradient:
      lines =
        ["let \(name) = grad \(a) {"]
        + closed(vectors, depth, indent) { "sum(tanh(\($0)) * \(a))" } + ["}"]
    case .jvp, .vjp:
      let header = construct == .jvp ? "jvp \(a) along \(b)" : "vjp \(a) with \(b)"
      lines =
        ["let (_, \(name)) = \(header) {"] + closed(vectors, depth, indent) { "\(a) * (\($0))" }
        + ["}"]
    case .draw: lines = ["let \(name) = \(a) * f64(uniform[N]())"]
    case .rule: lines = ["let \(name) = ruled(\(a), \(b))"]
    case .lambda: lines = ["let \(name) = applied(\(a), (z) => tanh(z * mean(\(b))))"]
    case .arithmetic: lines = ["let \(name) = \(arithmetic(a, b))"]
    }
    // The lines of inner blocks have their indentation already.
    return lines.map { $0.hasPrefix(indent + "    ") ? $0 : indent + $0 }
  }

  /// An expression of two vectors.
  private mutating func arithmetic(_ a: String, _ b: String) -> String {
    pick([
      "tanh(\(a))", "sin(\(a) * \(b))", "\(a) + 0.5", "tanh(\(a)) * mean(\(b))", "softmax(\(a))",
      "sigmoid(\(a)) * \(b)", "sqrt(\(a) * \(a) + 0.3)", "tanh(\(a) + sum(\(b) * \(a)))",
    ])
  }

  /// A construct that assigns a variable, which starts as `a`; `body` ends in its next value.
  private mutating func assignment(
    _ name: String, _ a: String, _ b: String, _ other: String, _ body: [String]
  ) -> [String] {
    let construct = Assignment.allCases[numbers.below(Assignment.allCases.count)]
    let next = body[body.count - 1].drop { $0 == " " }
    let start = ["var \(name): f64[N] = \(a)"]
    let steps = body.dropLast()
    switch construct {
    case .forRange:
      return start + ["for k in 0..<N {"] + steps + ["    \(name) = tanh(\(next)) * \(b)[k]", "}"]
    case .forTensor:
      return start + ["for entry in \(b) {"] + steps + ["    \(name) = tanh(\(next) + entry)", "}"]
    case .forValue:
      return start + ["let \(other) = for entry in \(b) {"] + steps
        + ["    \(name) = tanh(\(next))", "    entry * mean(\(name))", "}", "\(name) += \(other)"]
    case .choice:
      return start + ["if sum(\(b)) > 0.1 {"] + steps + ["    \(name) = \(next)", "}"]
    case .countedWhile:
      return start + ["var \(other): i32[] = 0", "while \(other) < 2 limit 3 {"] + steps
        + ["    \(name) = tanh(\(next))", "    \(other) += 1", "}"]
    case .dataWhile:
      return start + ["while sum(\(name) ** 2) > 0.7 limit 4 {"] + steps
        + ["    \(name) = 0.6 * tanh(\(next))", "}"]
    }
  }
}
