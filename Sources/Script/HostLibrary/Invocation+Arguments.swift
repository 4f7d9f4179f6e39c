import MartletElaboration
import MartletSource
import MartletTensors

extension Invocation {
  /// An argument; nil where it was left out.
  func optional(_ index: Int) -> Value? {
    arguments.indices.contains(index) ? arguments[index] : nil
  }

  /// An argument that the checker demands.
  func value(_ index: Int) throws -> Value {
    guard let value = optional(index) else { throw mismatch("an argument", nil) }
    return value
  }

  /// An argument of type String.
  func string(_ index: Int) throws -> String {
    let value = try value(index)
    guard case .string(let text) = value else { throw mismatch("a String", value) }
    return text
  }

  /// An argument of type Int.
  func int(_ index: Int) throws -> Int {
    let value = try value(index)
    switch value {
    case .int(let number): return number
    case .size(let dim): if let number = dim.constant { return number }
    default: break
    }
    throw mismatch("an Int", value)
  }

  /// An argument of type Int that may be left out.
  func int(_ index: Int, default number: Int) throws -> Int {
    optional(index) == nil ? number : try int(index)
  }

  /// An argument of type Float.
  func float(_ index: Int) throws -> Double {
    let value = try value(index)
    switch value {
    case .float(let number): return number
    case .int(let number): return Double(number)
    case .tensor(let tensor) where tensor.count == 1: return tensor.scalarDouble
    default: throw mismatch("a Float", value)
    }
  }

  /// An argument of type Bool that may be left out.
  func bool(_ index: Int, default truth: Bool) throws -> Bool {
    guard let value = optional(index) else { return truth }
    guard case .bool(let given) = value else { throw mismatch("a Bool", value) }
    return given
  }

  /// The message for an argument that the checker should have refused.
  func mismatch(_ expected: String, _ found: Value?) -> Diagnostic {
    .wrongHostArgument(expected: expected, found: found?.kindName ?? "nothing", at: span)
  }
}
