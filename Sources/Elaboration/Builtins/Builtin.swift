import MartletOperations
import MartletSource
import MartletTyping

/// A function of the language's own: it computes with static values, or extends the graph.
struct Builtin {
  /// What it does with evaluated arguments.
  typealias Body = (Evaluator, Invocation) throws -> Value

  /// The name.
  let name: String
  /// Its declaration in Martlet, with its documentation.
  let signature: String
  /// Whether it only rearranges values and never needs a graph.
  let isStatic: Bool
  /// What it does.
  let body: Body

  /// A function of the given parts.
  init(_ name: String, _ signature: String, isStatic: Bool = false, _ body: @escaping Body) {
    self.name = name
    self.signature = signature
    self.isStatic = isStatic
    self.body = body
  }
}

/// All functions of the language's own, one row each.
public enum Builtins {
  /// The rows, in the order of the reference.
  static var rows: [Builtin] {
    elementwise + operations + selections + reductions + layouts + placements
      + orderings + rearrangements + patterns + creations + draws + segments + matrices + bits
      + trees + lists
      + methods + conversions
  }

  /// The rows by name.
  nonisolated(unsafe) static let table: [String: Builtin] = Dictionary(
    uniqueKeysWithValues: rows.map { ($0.name, $0) })

  /// The declarations of all functions, in Martlet.
  public static var signatures: String {
    let composed = rows.filter { !$0.signature.isEmpty }.map(\.signature)
    return ([Catalog.signatures] + composed).joined(separator: "\n")
  }

  /// The names of all functions.
  public static var names: [String] { rows.map(\.name) }
}

extension Invocation {
  /// The argument at a position; nil where it was left out.
  func argument(_ index: Int) -> Value? {
    arguments.indices.contains(index) ? arguments[index] : nil
  }

  /// The argument at a position, which the checker has made sure of.
  func required(_ index: Int) throws -> Value {
    guard let value = argument(index) else {
      throw Diagnostic.unexpectedValue("no argument", "argument \(index + 1)", at: span)
    }
    return value
  }

  /// The Bool at a position, or a default.
  func flag(_ index: Int, default value: Bool) -> Bool {
    if case .bool(let flag) = argument(index) { return flag }
    return value
  }
}
