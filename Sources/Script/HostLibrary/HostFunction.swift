import MartletElaboration

/// A function of the host library: one row of its table.
///
///     static let exists = HostFunction("exists", "proc exists(path: String) -> Bool") { _, call in
///       .bool(access(try call.string(0), F_OK) == 0)
///     }
struct HostFunction: Sendable {
  /// What the function does when it is called.
  typealias Body = @Sendable (HostContext, Invocation) throws -> Value

  /// The name with its module in front, as the typed program has it: `print`, `data.csv.read`.
  let name: String
  /// The documented signature, in Martlet. Of a function whose typing is a rule of the checker,
  /// only the labels and the words count.
  let signature: String
  /// What it does.
  let body: Body

  /// A row of the given parts.
  init(_ name: String, _ signature: String, body: @escaping Body) {
    self.name = name
    self.signature = signature
    self.body = body
  }

  /// The module that a program imports to call it; empty for what needs no import.
  var module: String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
  }
}
