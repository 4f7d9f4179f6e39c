import MartletShapes
import MartletSource

/// Writes sizes as the program would.
private func text(_ dims: [Dim]) -> String {
  "[" + dims.map(\.description).joined(separator: ", ") + "]"
}

extension Diagnostic {
  /// Elements of a stack that differ in more than the numbers of their tensors.
  static func unequalElements(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unequalElements,
      "the elements of a stack must agree in all but the numbers in their tensors",
      at: span, help: ["for unlike elements, make a list: `map k in list(0..<n) { … }`"])
  }

  /// A stack of nothing.
  static func emptyStack(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unequalElements, "a loop of no steps leaves open what a stack of its values would hold",
      at: span)
  }

  /// A target that the value of its block does not depend on smoothly, whatever the data.
  static func zeroGradient(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .zeroGradient, "the gradient by this is always zero", at: span,
      notes: [
        "every way from it to the block's value ends in `stop_gradient`, a state, or an operation "
          + "that is constant between jumps"
      ])
  }

  /// An operation refused the types of its inputs.
  static func operationRefused(
    _ operation: String, _ inputs: [String], _ reason: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .shapeMismatch, "these tensors do not fit together", at: span,
      notes: ["\(operation) met \(inputs.joined(separator: " and ")): \(reason)"])
  }

  /// A shape cannot stretch to another.
  static func cannotBroadcast(from: [Dim], to: [Dim], at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .shapeMismatch, "the shape \(text(from)) does not stretch to \(text(to))", at: span,
      notes: ["one operand must have the shape of the result; only a literal 1 stretches"])
  }

  /// A value's size is not the one that its type promises.
  static func sizeMismatch(
    _ what: String, axis: Int?, found: Dim, expected: Dim, promise: String, at span: SourceSpan
  ) -> Diagnostic {
    let place = axis.map { " along axis \($0)" } ?? ""
    return Diagnostic(
      .shapeMismatch, "\(what) has size \(found)\(place), where \(expected) is needed", at: span,
      label: "this should be \(promise)")
  }

  /// A value's number of axes is not the one that its type promises.
  static func rankMismatch(
    _ what: String, found: [Dim], promise: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .shapeMismatch, "\(what) has the shape \(text(found))", at: span,
      label: "this should be \(promise)")
  }

  /// A value from outside is not of the dtype that the program demands.
  static func elementMismatch(
    _ what: String, found: ElementType, expected: ElementType, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .elementTypeMismatch, "\(what) holds \(found), where \(expected) is needed", at: span,
      help: ["convert it: `\(expected)(…)`"])
  }

  /// A number does not fit into 64 bits, or a power is not whole.
  static func integerOverflow(_ operation: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.integerOverflow, "the result of `\(operation)` does not fit an Int", at: span)
  }

  /// A division by zero of known numbers.
  static func divisionByZero(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.divisionByZero, "this divides by zero", at: span)
  }

  /// A position outside of a list or an axis.
  static func indexOutOfRange(_ index: Int, count: Int, of what: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .indexOutOfRange, "position \(index) is outside of \(what) of \(count)", at: span,
      notes: ["positions run from 0 to \(count - 1), or from -\(count) to -1 from the end"])
  }

  /// A known number is needed and a size was given.
  static func sizeNotKnown(_ size: Dim, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .sizeNotKnown,
      "a number that is known while building is needed here, and `\(size)` is a size",
      at: span,
      notes: ["a size comes from the shape of data, so one graph serves all of its values"])
  }

  /// Two trees whose lists have different lengths, so that their parts do not correspond.
  static func treesDiffer(_ a: Int, _ b: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .treesDiffer, "these trees have different parts: a list of \(a) beside one of \(b)", at: span,
      notes: ["models of one type can differ in what the type leaves out, such as their layers"],
      help: ["to say the same model twice, bind it: `fn f[M: …](net: M, g: Grad[M])`"])
  }

  /// State that nobody would see change.
  static func stateOfConstant(_ owner: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .stateOfConstant, "`\(owner)` must be `var`: what is stored in it here would be lost",
      at: span, help: ["declare it with `var \(owner) = …`"])
  }

  /// State inside of a `frozen` part.
  static func stateOfFrozen(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .stateOfConstant, "this would store state inside of a `frozen` part, which keeps its state",
      at: span, notes: ["frozen parts are built with `training = false`"],
      help: ["store it only while training: `if training { … }`"])
  }

  /// The build of a program's static part does not end.
  static func recursionTooDeep(
    _ name: String, limit: Int, isHost: Bool = false, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .recursionTooDeep, "`\(name)` calls itself more than \(limit) times", at: span,
      notes: isHost ? [] : ["a recursion must end on values that are known while building"])
  }

  /// A condition that depends on data where it must be known.
  static func conditionNotKnown(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .conditionNotKnown, "this condition depends on data, so it is not known while building",
      at: span, help: ["choose element by element: `select(condition, a, b)`"])
  }

  /// A value of a checked program that is not of its type: a hole in the checker.
  static func unexpectedValue(_ found: String, _ expected: String, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .internalFault, "\(expected) was expected here, and \(found) came", at: span,
      notes: ["the checker should have refused this: please report it"])
  }

  /// A range of a `let` that was declared and then read before it was bound.
  static func unboundName(at span: SourceSpan) -> Diagnostic {
    Diagnostic(.unboundName, "this is used before it has a value", at: span)
  }

  /// A failure inside the host library.
  public static func hostFailure(_ fault: HostFault, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.hostFailure, fault.message, at: span, notes: fault.notes, help: fault.help)
  }

  /// A call inside an equation that is not made of scalar operations only.
  static func notScalarInEquation(_ what: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notScalarInEquation, "\(what) does not stand for one number here", at: span,
      notes: ["inside an equation every part is a scalar"])
  }

  /// An index of an equation without a range.
  static func indexWithoutRange(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .indexWithoutRange, "nothing says how far the index `\(name)` runs", at: span,
      help: ["write its range: `\(name) < n`"])
  }

  /// Two accesses give one index different ranges.
  static func indexRangesDiffer(_ name: String, _ first: Dim, _ second: Dim, at span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .shapeMismatch, "the index `\(name)` runs to \(first) in one place and to \(second) here",
      at: span)
  }
}

extension Diagnostic {
  /// Sequences that a loop walks in step end at different places.
  static func unequalLengths(_ count: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unequalLengths, "these sequences do not have the same length", at: span,
      notes: ["one of them ended after \(count) values"])
  }

  /// State that belongs to all elements of a `map` is written for one of them.
  static func stateOutsideMap(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .stateOutsideMap, "this state is the same for all elements of the `map` around it", at: span,
      label: "each element would store its own value",
      help: [
        "keep what each element stores in a copy: `let copy = net` inside the `map`",
        "or walk a stack of models, `map net in nets { … }`: each of them has its own state",
      ])
  }
}

extension Diagnostic {
  /// An operation that tangents cannot pass through.
  static func noForwardDerivative(_ reason: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noDerivative, "`jvp` cannot pass through this", at: span, notes: [reason],
      help: ["keep it out of the derivative: `stop_gradient(…)`"])
  }

  /// An operation on the way from a gradient's target to its value has no derivative.
  static func noDerivative(_ operation: String, _ reason: String, at span: SourceSpan) -> Diagnostic
  {
    Diagnostic(
      .noDerivative, "\(operation) has no derivative", at: span, notes: [reason],
      help: ["keep it out of the gradient: `stop_gradient(…)`"])
  }
}

extension Diagnostic {
  /// A list without elements has no extreme and no mean.
  static func emptyList(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .emptyExtreme, "this list is empty, so it has no greatest, smallest or mean", at: span)
  }

  /// A range that holds more numbers than a list can.
  static func listTooLong(_ low: Int, _ high: Int, limit: Int, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .sizeOutOfRange, "\(low)..<\(high) is too long for a list", at: span,
      notes: ["a list from a range has at most \(limit) elements"],
      help: ["walk over the range itself, or use a tensor: `iota[N]()`"])
  }
}
