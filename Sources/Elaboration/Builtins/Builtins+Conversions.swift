import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Builtins {
  /// Conversions between numbers, and from lists of numbers to tensors.
  static var conversions: [Builtin] {
    [
      Builtin("Int", "", isStatic: true) { evaluator, call in
        let value = try call.required(0)
        switch value {
        case .int, .size: return value
        case .bool(let truth): return .int(truth ? 1 : 0)
        case .float(let number): return try evaluator.truncated(number, at: call.span)
        case .tensor(let tensor) where tensor.count == 1:
          if !tensor.elementType.isFloating { return .int(tensor.scalarInt) }
          return try evaluator.truncated(tensor.scalarDouble, at: call.span)
        case .string(let text):
          guard let number = Int(text) else {
            throw Diagnostic.notANumber(text, "an Int", at: call.span)
          }
          return .int(number)
        default: throw Diagnostic.unexpectedValue(value.kindName, "a number", at: call.span)
        }
      },
      Builtin("Float", "", isStatic: true) { evaluator, call in
        let value = try call.required(0)
        switch value {
        case .int(let number): return .float(Double(number))
        case .float: return value
        case .bool(let truth): return .float(truth ? 1 : 0)
        case .size(let dim): return try evaluator.numberNode(dim, at: call.span)
        case .tensor(let tensor) where tensor.count == 1: return .float(tensor.scalarDouble)
        case .string(let text):
          guard let number = Double(text) else {
            throw Diagnostic.notANumber(text, "a Float", at: call.span)
          }
          return .float(number)
        default: throw Diagnostic.unexpectedValue(value.kindName, "a number", at: call.span)
        }
      },
      Builtin("Bool", "", isStatic: true) { evaluator, call in
        .bool(try evaluator.truth(call.required(0), at: call.span))
      },
      Builtin("String", "", isStatic: true) { _, call in
        .string(try ValueFormat("").text(of: call.required(0)))
      },
      Builtin(
        "tensor",
        """
        ## The numbers of a list, or of a list of lists of one length, as a tensor.
        fn tensor[A: Type, T: Element, ...R](values: A) -> T[...R]
        """
      ) { evaluator, call in
        let element = evaluator.element(of: call.type, call.frame)
        let tensor = try evaluator.tensor(of: call.required(0), as: element, at: call.span)
        guard let tensor else {
          return try evaluator.stacked(call.required(0), as: element, call)
        }
        guard let graph = evaluator.graph else { return .tensor(tensor) }
        return .node(GraphNode(try graph.emit(Constant(tensor), at: call.span)))
      },
    ]
  }
}

extension Evaluator {
  /// A Float as an Int, towards zero.
  fileprivate func truncated(_ number: Double, at span: SourceSpan) throws -> Value {
    guard let whole = Int(exactly: number.rounded(.towardZero)) else {
      throw Diagnostic.integerOverflow("Int(\(number))", at: span)
    }
    return .int(whole)
  }

  /// A list of static numbers as a tensor; nil if it holds tensors.
  fileprivate func tensor(
    of value: Value, as element: ElementType?, at span: SourceSpan
  ) throws -> Tensor? {
    var numbers: [Value] = []
    var shape: [Int] = []
    func collect(_ value: Value, depth: Int) throws -> Bool {
      guard case .list(let values) = value else {
        guard depth == shape.count else { return false }
        numbers.append(value)
        return true
      }
      if depth == shape.count {
        guard numbers.isEmpty else { return false }
        shape.append(values.count)
      }
      guard shape[depth] == values.count else {
        throw Diagnostic.unequalLengths(min(shape[depth], values.count), at: span)
      }
      for value in values {
        guard try collect(value, depth: depth + 1) else { return false }
      }
      return true
    }
    guard try collect(value, depth: 0) else { return nil }
    return try tensor(numbers, shape: shape, as: element, at: span)
  }

  /// A list of numbers that the graph computes, or of such lists, as a tensor: the innermost lists
  /// are stacked first.
  fileprivate func stacked(
    _ value: Value, as element: ElementType?, _ call: Invocation
  ) throws -> Value {
    guard case .list(let values) = value else {
      return .node(try node(value, element ?? .f32, at: call.span))
    }
    let parts = try values.map { try stacked($0, as: element, call) }
    return try callBuiltin(
      "stack",
      Invocation(
        arguments: [.list(parts)], expressions: call.expressions, dims: [], type: call.type,
        span: call.span, frame: call.frame))
  }

  /// Static numbers as a tensor, of the given dtype or else of their own: `bool`, `i32` if all are
  /// Ints, `f32`; nil for others.
  private func tensor(
    _ numbers: [Value], shape: [Int], as wanted: ElementType?, at span: SourceSpan
  ) throws -> Tensor? {
    var reals: [Double] = []
    var element = ElementType.bool
    for number in numbers {
      switch number {
      case .int(let value):
        reals.append(Double(value))
        if element == .bool { element = .i32 }
        let holder = wanted ?? .i32
        guard holder.holds(value) else {
          throw Diagnostic.elementOverflow(value, holder, at: span)
        }
      case .float(let value):
        reals.append(value)
        element = .f32
      case .bool(let truth): reals.append(truth ? 1 : 0)
      default: return nil
      }
    }
    if numbers.isEmpty { element = .f32 }
    return Tensor(f64: reals, shape: shape).converted(to: wanted ?? element)
  }
}

extension ElementType {
  /// Whether an Int keeps its value as an element; a real number may round it.
  fileprivate func holds(_ value: Int) -> Bool {
    switch self {
    case .f64, .f32, .f16, .bf16: true
    // On its way it is an `f64`, which has 53 bits.
    case .i64: value.magnitude <= 1 << 53
    case .i32: Int32(exactly: value) != nil
    case .i8: Int8(exactly: value) != nil
    case .u8: UInt8(exactly: value) != nil
    case .bool: false
    }
  }
}

extension Diagnostic {
  /// An Int that is no element of a dtype.
  fileprivate static func elementOverflow(
    _ value: Int, _ element: ElementType, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(.integerOverflow, "\(value) does not fit \(element.rawValue)", at: span)
  }

  /// A String that was to be read as a number.
  static func notANumber(_ text: String, _ kind: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.notANumber, "\"\(text)\" is not \(kind)", at: span)
  }
}
