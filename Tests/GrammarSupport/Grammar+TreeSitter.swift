import Foundation

extension Grammar {
  /// Reads the JSON that a grammar for tree-sitter evaluates to, in terms of our tokens.
  public init(treeSitter data: Data) throws {
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    let rules = object["rules"] as? [String: Any] ?? [:]
    let names = rules.keys.sorted()
    self.init(names: names, rules: [])
    self.rules = try names.map { try rule(rules[$0]) }
  }

  /// The rules that are tokens for us, whatever they look like.
  private static let tokens: [String: Rule] = [
    "name": .token("NAME"), "dtype": .token("DTYPE"), "number": .token("NUMBER"),
    "string": .token("STRING"), "_newline": .token("NEWLINE"), "_bound_open": .word("<"),
    // Where a token stands on its line is not ours to say.
    "_same_line": .sequence([]),
  ]

  /// What a part of the JSON says.
  private func rule(_ part: Any?) throws -> Rule {
    guard let part = part as? [String: Any], let type = part["type"] as? String else {
      throw Mistake(description: "a rule is no object")
    }
    switch type {
    case "STRING": return .word(part["value"] as? String ?? "")
    case "BLANK", "PATTERN", "TOKEN", "IMMEDIATE_TOKEN": return .sequence([])
    case "SEQ": return .sequence(try members(part))
    case "CHOICE": return .choice(try members(part))
    case "REPEAT": return .repeated(try rule(part["content"]))
    case "REPEAT1":
      let content = try rule(part["content"])
      return .sequence([content, .repeated(content)])
    case "SYMBOL":
      let name = part["name"] as? String ?? ""
      if let token = Grammar.tokens[name] { return token }
      guard let index = index(of: name) else { throw Mistake(description: "no rule \(name)") }
      return .production(index)
    default: return try rule(part["content"])
    }
  }

  /// What the members of a part say.
  private func members(_ part: [String: Any]) throws -> [Rule] {
    try (part["members"] as? [Any] ?? []).map(rule)
  }
}
