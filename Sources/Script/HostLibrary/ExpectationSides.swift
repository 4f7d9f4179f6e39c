import MartletElaboration
import MartletSyntax
import MartletTyping

/// What the two sides of a comparison that does not hold are.
struct ExpectationSides {
  /// A line a side, or none if the condition is no comparison.
  let notes: [String]

  /// The sides of the condition of a call of `expect`.
  init(of condition: TypedExpression, _ call: Invocation, _ context: HostContext) {
    notes = ExpectationSides.compared(condition).compactMap { name, side in
      // A side that cannot be computed again is left out: the failure itself matters more.
      guard let value = try? context.evaluator?.evaluate(side, call.frame),
        let text = try? value.plainText()
      else { return nil }
      let indent = "\n" + String(repeating: " ", count: name.count + 4)
      let indented = text.split(separator: "\n").joined(separator: indent)
      return "\(name) is \(indented)"
    }
  }

  /// The sides that are worth showing, looking through `all(…)`.
  private static func compared(_ condition: TypedExpression) -> [(String, TypedExpression)] {
    switch condition.kind {
    case .binary(let operation, let left, let right):
      switch operation {
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        return [("the left", left), ("the right", right)]
      default: return []
      }
    case .call(let call):
      guard case .builtin(let name) = call.target else { return [] }
      let arguments = call.arguments.compactMap(\.self)
      if name == "all", let inner = arguments.first { return compared(inner) }
      if name == "close", arguments.count >= 2 {
        return [("the first", arguments[0]), ("the second", arguments[1])]
      }
      return []
    default: return []
    }
  }
}
