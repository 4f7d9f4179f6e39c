import MartletElaboration
import MartletSource
import MartletSyntax
import MartletTensors
import MartletTyping

extension HostLibrary {
  /// What steers a script.
  static let control = [
    HostFunction(
      "seed",
      """
      ## Sets the seed of all random numbers that follow; the same seed gives the same numbers.
      proc seed(n: Int)
      """
    ) { context, call in
      context.randomness = ScriptRandomness(seed: try call.int(0))
      return .unit
    },
    HostFunction(
      "clock",
      """
      ## The seconds since some moment, for measuring time.
      proc clock() -> Float
      """
    ) { context, _ in .float(context.clock()) },
    HostFunction(
      "fail",
      """
      ## Ends the script with a message.
      proc fail(message: String)
      """
    ) { _, call in throw Diagnostic.scriptFailed(try call.string(0), at: call.span) },
    HostFunction(
      "expect",
      """
      ## Ends the script, or the test, where the condition is false.
      proc expect(condition: Bool)
      """
    ) { context, call in
      if try call.truth(0) { return .unit }
      let expression = call.expressions.first ?? nil
      throw Diagnostic.expectationFailed(
        expression.map { ExpectationSides(of: $0, call, context).notes } ?? [],
        at: expression?.span ?? call.span)
    },
    HostFunction(
      "argument",
      """
      ## The value behind `--name` among the script's own arguments, or else the default, whose type
      ## it has: `martlet run script.mlt -- --name value`.
      proc argument(name: String, default: String) -> String
      """
    ) { context, call in
      let name = try call.string(0)
      context.readOptions.insert(name)
      guard let fallback = call.optional(1) else {
        guard let text = context.arguments.value(of: name) else {
          throw HostFault(
            "the script needs an argument `\(name)`",
            help: ["write it behind the script's name: `-- --\(name) VALUE`"])
        }
        return .string(text)
      }
      guard context.arguments.contains(name) else { return fallback }
      return try fallback.sibling(from: context.arguments.value(of: name), option: name)
    },
    HostFunction(
      "to_list",
      """
      ## The entries of a tensor as a list, of lists for further axes.
      proc to_list(x: f32[_]) -> [Float]
      """
    ) { _, call in
      let value = try call.value(0)
      guard case .tensor(let tensor) = value else { throw call.mismatch("a tensor", value) }
      return tensor.nestedList
    },
  ]
}

extension Invocation {
  /// A condition: a Bool, or a `bool` tensor without axes.
  fileprivate func truth(_ index: Int) throws -> Bool {
    let value = try value(index)
    switch value {
    case .bool(let truth): return truth
    case .tensor(let tensor) where tensor.count == 1: return tensor.scalarInt != 0
    default: throw mismatch("a Bool", value)
    }
  }
}

extension Value {
  /// The value of this one's type that an option's text stands for.
  fileprivate func sibling(from text: String?, option: String) throws -> Value {
    switch self {
    case .bool:
      switch text {
      case nil, "true": return .bool(true)
      case "false": return .bool(false)
      default: throw HostFault.badArgument(option, text, expected: "`true` or `false`")
      }
    case .string: if let text { return .string(text) }
    case .int: if let text, let number = Int(text) { return .int(number) }
    case .float: if let text, let number = Double(text) { return .float(number) }
    default: break
    }
    throw HostFault.badArgument(option, text, expected: kindName)
  }
}

extension Tensor {
  /// The elements as nested lists of Ints, Floats or Bools.
  fileprivate var nestedList: Value {
    guard rank > 0 else {
      if elementType == .bool { return .bool(scalarInt != 0) }
      return elementType.isFloating ? .float(scalarDouble) : .int(scalarInt)
    }
    if rank == 1 {
      if elementType == .bool { return .list(ints.map { .bool($0 != 0) }) }
      return .list(
        elementType.isFloating ? doubles.map { .float($0) } : ints.map { .int($0) })
    }
    return .list((0..<shape[0]).map { entry($0).nestedList })
  }
}

extension HostFault {
  /// An option of the script that is not of its type.
  fileprivate static func badArgument(_ name: String, _ text: String?, expected: String)
    -> HostFault
  {
    HostFault(
      text.map { "`--\(name)` is `\($0)`, where \(expected) is needed" }
        ?? "`--\(name)` has no value, where \(expected) is needed",
      help: ["write it behind the option: `--\(name) VALUE`"])
  }
}
