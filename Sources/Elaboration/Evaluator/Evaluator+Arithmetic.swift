import Glibc
import MartletShapes
import MartletSource
import MartletSyntax

/// Operators on static values.
extension Evaluator {
  /// Arithmetic and comparison of known Ints; `/` gives a Float, `//` and `%` floor.
  func intBinary(_ operation: BinaryOperator, _ a: Int, _ b: Int, at span: SourceSpan)
    throws -> Value
  {
    func checked(_ result: (partialValue: Int, overflow: Bool)) throws -> Value {
      guard !result.overflow else {
        throw Diagnostic.integerOverflow("\(a) \(operation.rawValue) \(b)", at: span)
      }
      return .int(result.partialValue)
    }
    switch operation {
    case .add: return try checked(a.addingReportingOverflow(b))
    case .subtract: return try checked(a.subtractingReportingOverflow(b))
    case .multiply: return try checked(a.multipliedReportingOverflow(by: b))
    case .divide: return .float(Double(a) / Double(b))
    case .floorDivide, .remainder:
      guard b != 0 else { throw Diagnostic.divisionByZero(at: span) }
      guard !(a == .min && b == -1) else {
        throw Diagnostic.integerOverflow("\(a) \(operation.rawValue) \(b)", at: span)
      }
      let quotient = a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0)
      return .int(operation == .floorDivide ? quotient : a - quotient * b)
    case .power:
      if b < 0 { return .float(pow(Double(a), Double(b))) }
      var result = 1
      for _ in 0..<min(b, 64) {
        let (product, overflow) = result.multipliedReportingOverflow(by: a)
        guard !overflow else { throw Diagnostic.integerOverflow("\(a) ** \(b)", at: span) }
        result = product
      }
      if b > 64 {
        guard abs(a) <= 1 else { throw Diagnostic.integerOverflow("\(a) ** \(b)", at: span) }
        return .int(a == -1 && b % 2 == 0 ? 1 : a)
      }
      return .int(result)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .bool(operation.holds(a, b))
    case .and, .or, .matrixProduct:
      throw Diagnostic.unexpectedValue("Ints", "operands of `\(operation.rawValue)`", at: span)
    }
  }

  /// Arithmetic of sizes; what is no polynomial becomes data of the graph.
  func sizeBinary(_ operation: BinaryOperator, _ a: Dim, _ b: Dim, at span: SourceSpan)
    throws -> Value
  {
    switch operation {
    case .add: return Value(size: a + b)
    case .subtract: return Value(size: a - b)
    case .multiply: return Value(size: a * b)
    case .floorDivide: return Value(size: a.floorDivided(by: b))
    case .remainder: return Value(size: a.remainder(by: b))
    case .power:
      guard let exponent = b.constant, exponent >= 0 else {
        throw Diagnostic.sizeNotKnown(b, at: span)
      }
      return Value(size: a.raised(to: exponent))
    case .divide:
      return try tensorBinary(
        operation, numberNode(a, at: span), numberNode(b, at: span), at: span)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let left = Value.node(GraphNode(try sizeNode(a, .i64, at: span)))
      let right = Value.node(GraphNode(try sizeNode(b, .i64, at: span)))
      return try tensorBinary(operation, left, right, at: span)
    case .and, .or, .matrixProduct:
      throw Diagnostic.unexpectedValue("sizes", "operands of `\(operation.rawValue)`", at: span)
    }
  }

  /// Arithmetic and comparison of known Floats.
  func floatBinary(
    _ operation: BinaryOperator, _ a: Double, _ b: Double, at span: SourceSpan
  ) throws -> Value {
    switch operation {
    case .add: return .float(a + b)
    case .subtract: return .float(a - b)
    case .multiply: return .float(a * b)
    case .divide: return .float(a / b)
    case .floorDivide: return .float((a / b).rounded(.down))
    case .remainder: return .float(a - (a / b).rounded(.down) * b)
    case .power: return .float(pow(a, b))
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .bool(operation.holds(a, b))
    case .and, .or, .matrixProduct:
      throw Diagnostic.unexpectedValue("Floats", "operands of `\(operation.rawValue)`", at: span)
    }
  }

  /// Comparison of known Bools.
  func boolBinary(_ operation: BinaryOperator, _ a: Bool, _ b: Bool, at span: SourceSpan)
    throws -> Value
  {
    switch operation {
    case .equal: return .bool(a == b)
    case .notEqual: return .bool(a != b)
    case .and: return .bool(a && b)
    case .or: return .bool(a || b)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .add, .subtract, .multiply, .divide,
      .floorDivide, .remainder, .matrixProduct, .power:
      throw Diagnostic.unexpectedValue("Bools", "operands of `\(operation.rawValue)`", at: span)
    }
  }

  /// Concatenation and comparison of Strings.
  func stringBinary(
    _ operation: BinaryOperator, _ a: String, _ b: String, at span: SourceSpan
  ) throws -> Value {
    switch operation {
    case .add: return .string(a + b)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .bool(operation.holds(a, b))
    case .and, .or, .subtract, .multiply, .divide, .floorDivide, .remainder, .matrixProduct,
      .power:
      throw Diagnostic.unexpectedValue("Strings", "operands of `\(operation.rawValue)`", at: span)
    }
  }
}

extension BinaryOperator {
  /// Whether a comparison holds; false for other operators.
  fileprivate func holds<Operand: Comparable>(_ a: Operand, _ b: Operand) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    case .or, .and, .add, .subtract, .multiply, .divide, .floorDivide, .remainder,
      .matrixProduct, .power:
      false
    }
  }
}
