/// Whether the arms of a `match` cover all values, and which do nothing.
///
/// A set of arms is a matrix with a row an arm. A column whose type has finitely many cases is split
/// by them, any other by the constants that occur in it; see Maranget, *Warnings for pattern
/// matching* (2007).
struct CaseCoverage {
  /// The enums of the program, by identity.
  let enumerations: [TypedEnumeration]
  /// The steps that are left before the question is given up.
  private var budget = 20_000

  /// How many missing cases are named.
  private static let mostNamed = 4

  /// The question for programs with the given enums.
  init(enumerations: [TypedEnumeration]) { self.enumerations = enumerations }

  /// A way in which a value can be made; what it is made of follows.
  private enum Constructor: Hashable {
    case integer(Int)
    case string(String)
    case boolean(Bool)
    case enumerationCase(EnumerationID, Int)
    case absent
    case present
    case tuple(Int)
  }

  /// The cases without an arm, as patterns; empty if every value has one.
  mutating func missing(from arms: [TypedCasePattern], of type: Type) -> [String] {
    let found = witnesses(arms.map { [$0] }, [type])
    return found.prefix(CaseCoverage.mostNamed).map { $0.joined(separator: ", ") }
      + (found.count > CaseCoverage.mostNamed ? ["…"] : [])
  }

  /// Whether some value has this arm as its first; also where that would take too long to tell.
  mutating func isUseful(
    _ arm: TypedCasePattern, after arms: [TypedCasePattern], of type: Type
  ) -> Bool {
    isUseful([arm], arms.map { [$0] }, [type])
  }

  /// Values, one text a column, that no row takes.
  private mutating func witnesses(_ rows: [[TypedCasePattern]], _ types: [Type]) -> [[String]] {
    guard let type = types.first?.seenThrough else { return rows.isEmpty ? [[]] : [] }
    budget -= 1
    if budget < 0 { return [types.map { _ in "_" }] }
    let used = constructors(in: rows)
    let all = constructors(of: type)
    let rest = Array(types.dropFirst())
    guard !used.isEmpty, let all else {
      return used.isEmpty
        ? witnesses(others(rows), rest).map { ["_"] + $0 } : constants(used, rows, type, rest)
    }
    var found: [[String]] = []
    for constructor in all where found.count <= CaseCoverage.mostNamed {
      found += witnesses(rows, constructor, type, rest)
    }
    return found
  }

  /// Values of a type with countless cases that no row takes.
  private mutating func constants(
    _ used: [Constructor], _ rows: [[TypedCasePattern]], _ type: Type, _ rest: [Type]
  ) -> [[String]] {
    let other = witnesses(others(rows), rest).map { ["_"] + $0 }
    if !other.isEmpty { return other }
    var found: [[String]] = []
    for constructor in used where found.count <= CaseCoverage.mostNamed {
      found += witnesses(rows, constructor, type, rest)
    }
    return found
  }

  /// Values made in one way that no row takes.
  private mutating func witnesses(
    _ rows: [[TypedCasePattern]], _ constructor: Constructor, _ type: Type, _ rest: [Type]
  ) -> [[String]] {
    let parts = self.parts(of: constructor, type)
    return witnesses(specialised(rows, constructor, parts.count), parts + rest).map { values in
      [text(constructor, Array(values.prefix(parts.count)))] + values.dropFirst(parts.count)
    }
  }

  /// Whether a row takes a value that the rows above do not.
  private mutating func isUseful(
    _ row: [TypedCasePattern], _ rows: [[TypedCasePattern]], _ types: [Type]
  ) -> Bool {
    guard let type = types.first?.seenThrough, let first = row.first else { return rows.isEmpty }
    budget -= 1
    if budget < 0 { return true }
    let rest = Array(types.dropFirst())
    let candidates: [Constructor]
    if let own = constructor(of: first) {
      candidates = [own]
    } else {
      let used = constructors(in: rows)
      if used.isEmpty || constructors(of: type) == nil,
        isUseful(Array(row.dropFirst()), others(rows), rest)
      {
        return true
      }
      if used.isEmpty { return false }
      candidates = constructors(of: type) ?? used
    }
    for constructor in candidates {
      let parts = self.parts(of: constructor, type)
      let inner = specialised([row], constructor, parts.count)
      if let only = inner.first,
        isUseful(only, specialised(rows, constructor, parts.count), parts + rest)
      {
        return true
      }
    }
    return false
  }

  /// The rows that take a value made in the given way, with its parts in front.
  private func specialised(
    _ rows: [[TypedCasePattern]], _ constructor: Constructor, _ count: Int
  ) -> [[TypedCasePattern]] {
    rows.compactMap { row in
      let rest = Array(row.dropFirst())
      guard let own = self.constructor(of: row[0]) else {
        return Array(repeating: .wildcard, count: count) + rest
      }
      return own == constructor ? parts(of: row[0]) + rest : nil
    }
  }

  /// The rows that take any value in the first column, without it.
  private func others(_ rows: [[TypedCasePattern]]) -> [[TypedCasePattern]] {
    rows.compactMap { constructor(of: $0[0]) == nil ? Array($0.dropFirst()) : nil }
  }

  /// The ways that the first column speaks of, in the order of the text.
  private func constructors(in rows: [[TypedCasePattern]]) -> [Constructor] {
    var seen: Set<Constructor> = []
    return rows.compactMap { constructor(of: $0[0]) }.filter { seen.insert($0).inserted }
  }

  /// All ways to make a value of a type; nil if they cannot be listed.
  private func constructors(of type: Type) -> [Constructor]? {
    switch type {
    case .bool: [.boolean(true), .boolean(false)]
    case .enumeration(let type):
      enumerations[type.enumeration.index].cases.indices.map {
        .enumerationCase(type.enumeration, $0)
      }
    case .optional: [.absent, .present]
    case .none: [.absent]
    case .tuple(let parts): [.tuple(parts.count)]
    case .int, .float, .string, .unit, .tensor, .anyTensor, .list, .function, .model, .structure,
      .conforming, .gradient, .stack, .variable, .stream, .host, .range, .error:
      nil
    }
  }

  /// The way in which a value is made that the pattern asks for; nil if it takes any.
  private func constructor(of pattern: TypedCasePattern) -> Constructor? {
    switch pattern {
    case .wildcard, .binding: nil
    case .integer(let value): .integer(value)
    case .string(let text): .string(text)
    case .boolean(let value): .boolean(value)
    case .enumerationCase(let id, let index): .enumerationCase(id, index)
    case .none: .absent
    case .present: .present
    case .tuple(let parts): .tuple(parts.count)
    }
  }

  /// The patterns for the parts of a value.
  private func parts(of pattern: TypedCasePattern) -> [TypedCasePattern] {
    switch pattern {
    case .present(let inner): [inner]
    case .tuple(let parts): parts
    case .wildcard, .binding, .integer, .string, .boolean, .enumerationCase, .none: []
    }
  }

  /// The types of the parts of a value that is made in the given way.
  private func parts(of constructor: Constructor, _ type: Type) -> [Type] {
    switch (constructor, type) {
    case (.present, .optional(let wrapped)): [wrapped]
    case (.tuple, .tuple(let parts)): parts
    default: []
    }
  }

  /// A value as a program would write it in a pattern.
  private func text(_ constructor: Constructor, _ parts: [String]) -> String {
    switch constructor {
    case .integer(let value): "\(value)"
    case .string(let text): "\"\(text)\""
    case .boolean(let value): "\(value)"
    case .enumerationCase(let id, let index):
      "\(enumerations[id.index].name).\(enumerations[id.index].cases[index])"
    case .absent: "None"
    case .present: parts.first.map { $0 == "_" ? "a value that is there" : $0 } ?? "_"
    case .tuple: "(\(parts.joined(separator: ", ")))"
    }
  }
}
