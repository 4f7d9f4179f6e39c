import MartletGraph
import MartletShapes

/// A value under construction with the notation of arithmetic: `d * x.cos()`.
///
/// Operands have the same sizes and the same element type; a number adapts to the term it meets.
public struct Term {
  /// Where nodes are added.
  public let builder: GraphBuilder
  /// The value.
  public let value: ValueID

  /// The given value of a builder.
  public init(_ value: ValueID, in builder: GraphBuilder) {
    self.builder = builder
    self.value = value
  }

  /// The type of the value.
  public var type: TensorType { builder.type(of: value) }

  /// A scalar function of this term and others.
  public func applying(_ function: ScalarFunction, _ others: Term...) -> Term {
    Term(builder.elementwise(function, [value] + others.map(\.value)), in: builder)
  }

  /// A number as a term of the same type as this one.
  public func filled(with number: Double) -> Term {
    Term(builder.filled(number, type), in: builder)
  }

  /// `x` where this term holds and `y` elsewhere.
  public func select(_ x: Term, _ y: Term) -> Term { applying(.select, x, y) }

  /// The sum.
  public static func + (x: Term, y: Term) -> Term { x.applying(.add, y) }
  /// The difference.
  public static func - (x: Term, y: Term) -> Term { x.applying(.subtract, y) }
  /// The product.
  public static func * (x: Term, y: Term) -> Term { x.applying(.multiply, y) }
  /// The quotient.
  public static func / (x: Term, y: Term) -> Term { x.applying(.divide, y) }
  /// The opposite.
  public static prefix func - (x: Term) -> Term { x.applying(.negate) }

  /// The sum with a number.
  public static func + (x: Term, y: Double) -> Term { x + x.filled(with: y) }
  /// The difference from a number.
  public static func - (x: Term, y: Double) -> Term { x - x.filled(with: y) }
  /// The product with a number.
  public static func * (x: Term, y: Double) -> Term { x * x.filled(with: y) }
  /// The quotient by a number.
  public static func / (x: Term, y: Double) -> Term { x / x.filled(with: y) }
  /// The difference of a number and a term.
  public static func - (x: Double, y: Term) -> Term { y.filled(with: x) - y }
  /// The quotient of a number and a term.
  public static func / (x: Double, y: Term) -> Term { y.filled(with: x) / y }

  /// Whether it equals a number.
  public func equals(_ number: Double) -> Term { applying(.equal, filled(with: number)) }
}
