import MartletGraph

/// What is known of a scalar function.
public struct ScalarRow: Sendable {
  /// Which element types it takes, and which it yields.
  public enum Typing: Sendable {
    /// Numbers of one type to that type.
    case numeric
    /// Floating-point numbers of one type to that type.
    case floating
    /// Integers of one type to that type.
    case integer
    /// Two elements of one type to `bool`.
    case comparison
    /// `bool`s to `bool`.
    case logical
    /// A `bool` and two elements of one type to that type.
    case choice
    /// A floating-point number to `bool`.
    case test
  }

  /// What it does to floating-point numbers; truth values are 1 and 0.
  public typealias Real = @Sendable (_ x: [Double]) -> Double
  /// What it does to integers and truth values; results wrap around in 64 bits.
  public typealias Whole = @Sendable (_ x: [Int]) -> Int
  /// The gradient for one argument: the partial derivative times the gradient for the result.
  public typealias Partial = @Sendable (ScalarPoint) -> Term

  /// The reverse-mode derivative.
  public enum Partials: Sendable {
    /// The gradients for the arguments, in order; `nil` for one that has none.
    case of([Partial?])
    /// It is constant but for jumps.
    case zero(because: String)
  }

  /// Arguments for which it is smooth, for tests: each lies in the range given for it.
  public typealias Domain = [ClosedRange<Double>]

  /// The element types.
  public let typing: Typing
  /// The number of arguments.
  public let arity: Int
  /// What it is, in one line.
  public let summary: String
  /// The meaning on floating-point numbers.
  public let real: Real
  /// The meaning on integers and truth values; `nil` where `typing` excludes them.
  public let whole: Whole?
  /// The derivative.
  public let partials: Partials
  /// Where tests draw their arguments from.
  public let domain: Domain
  /// Whether users call it by its name; others are operators or stand behind other names.
  public let isCallable: Bool

  /// A row of numbers to numbers.
  static func numeric(
    _ summary: String, _ real: @escaping Real, _ whole: @escaping Whole, _ partials: Partials,
    domain: Domain, callable: Bool = false
  ) -> ScalarRow {
    ScalarRow(
      typing: .numeric, arity: domain.count, summary: summary, real: real, whole: whole,
      partials: partials, domain: domain, isCallable: callable)
  }

  /// A row of floating-point numbers to floating-point numbers.
  static func floating(
    _ summary: String, _ real: @escaping Real, _ partials: Partials,
    domain: Domain = [-2...2], callable: Bool = true
  ) -> ScalarRow {
    ScalarRow(
      typing: .floating, arity: domain.count, summary: summary, real: real, whole: nil,
      partials: partials, domain: domain, isCallable: callable)
  }

  /// A row of integers to an integer.
  static func integer(
    _ arity: Int, _ summary: String, callable: Bool = false, _ whole: @escaping Whole
  ) -> ScalarRow {
    ScalarRow(
      typing: .integer, arity: arity, summary: summary,
      real: { Double(whole($0.map { Int($0) })) }, whole: whole,
      partials: .zero(because: "an integer has none"),
      domain: Array(repeating: 0...7, count: arity), isCallable: callable)
  }

  /// A row of a comparison.
  static func comparison(
    _ summary: String, _ real: @escaping @Sendable (Double, Double) -> Bool,
    _ whole: @escaping @Sendable (Int, Int) -> Bool
  ) -> ScalarRow {
    ScalarRow(
      typing: .comparison, arity: 2, summary: summary, real: { real($0[0], $0[1]) ? 1 : 0 },
      whole: { whole($0[0], $0[1]) ? 1 : 0 }, partials: .zero(because: "a truth value has none"),
      domain: [-2...2, -2...2], isCallable: false)
  }

  /// A row of truth values to a truth value.
  static func logical(_ arity: Int, _ summary: String, _ whole: @escaping Whole) -> ScalarRow {
    ScalarRow(
      typing: .logical, arity: arity, summary: summary,
      real: { Double(whole($0.map { $0 != 0 ? 1 : 0 })) }, whole: whole,
      partials: .zero(because: "a truth value has none"),
      domain: Array(repeating: 0...1, count: arity), isCallable: false)
  }

  /// A row of a question about a floating-point number.
  static func test(_ summary: String, _ real: @escaping @Sendable (Double) -> Bool) -> ScalarRow {
    ScalarRow(
      typing: .test, arity: 1, summary: summary, real: { real($0[0]) ? 1 : 0 }, whole: nil,
      partials: .zero(because: "a truth value has none"), domain: [-2...2], isCallable: true)
  }
}

/// Where a scalar function is differentiated.
public struct ScalarPoint {
  /// The arguments.
  public let arguments: [Term]
  /// The result.
  public let result: Term
  /// The gradient for the result or, in forward mode, the tangent of one argument.
  public let gradient: Term

  /// A point of the given values.
  init(_ arguments: [ValueID], _ result: ValueID, _ gradient: ValueID, _ builder: GraphBuilder) {
    self.arguments = arguments.map { Term($0, in: builder) }
    self.result = Term(result, in: builder)
    self.gradient = Term(gradient, in: builder)
  }

  /// The first argument.
  var x: Term { arguments[0] }
  /// The second argument.
  var y: Term { arguments[1] }
  /// The third argument.
  var z: Term { arguments[2] }
  /// The result.
  var r: Term { result }
  /// The gradient for the result.
  var d: Term { gradient }
}
