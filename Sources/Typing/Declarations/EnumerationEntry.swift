import MartletSource
import MartletSyntax

/// An enum, with what is known of it.
final class EnumerationEntry {
  /// Its identity.
  let id: EnumerationID
  /// The finished enum.
  let typed: TypedEnumeration

  /// An entry of the given parts.
  init(id: EnumerationID, typed: TypedEnumeration) {
    self.id = id
    self.typed = typed
  }

  /// The type of its values.
  var type: EnumerationType { EnumerationType(enumeration: id, name: typed.name) }
}

extension ProgramChecker {
  /// The entry of an enum.
  func makeEnumeration(_ declaration: EnumDeclaration) -> EnumerationEntry {
    var seen: [String: SourceSpan] = [:]
    for name in declaration.cases {
      if let first = seen.updateValue(name.span, forKey: name.text) {
        report(.duplicateName(name.text, first: first, at: name.span))
      }
    }
    if declaration.cases.isEmpty {
      report(.emptyEnumeration(declaration.name.text, at: declaration.name.span))
    }
    let entry = EnumerationEntry(
      id: EnumerationID(index: enumerations.count),
      typed: TypedEnumeration(
        name: declaration.name.text, cases: declaration.cases.map(\.text),
        span: declaration.name.span, documentation: declaration.documentation))
    enumerations.append(entry)
    return entry
  }
}

extension BodyChecker {
  /// The enum that an expression names: `Join`, or `gnn.Join`.
  func enumerationNamed(_ expression: Expression) -> EnumerationEntry? {
    switch expression.kind {
    case .name(let name):
      guard binding(name) == nil, !(kind == .function && model?.fieldNames.contains(name) == true)
      else { return nil }
      return enumeration(program.entity(name, in: module))
    case .member(let base, let name):
      guard let library = moduleNamed(base) else { return nil }
      return enumeration(program.ownEntity(name.text, of: library))
    default: return nil
    }
  }

  /// The enum that a dotted name in a pattern starts with.
  func enumerationNamed(_ path: ArraySlice<Name>) -> EnumerationEntry? {
    guard let first = path.first, binding(first.text) == nil else { return nil }
    var entity = program.entity(first.text, in: module)
    for part in path.dropFirst() {
      guard case .module(let library)? = entity else { return nil }
      entity = program.ownEntity(part.text, of: library)
    }
    return enumeration(entity)
  }

  /// The enum that a name stands for.
  func enumeration(_ entity: Entity?) -> EnumerationEntry? {
    switch entity {
    case .enumeration(let entry): entry
    case .alias(.enumeration(let type)): program.enumerations[type.enumeration.index]
    default: nil
    }
  }

  /// `Join.stack`.
  func check(case name: Name, of entry: EnumerationEntry, at span: SourceSpan) -> Operand {
    guard let index = entry.typed.cases.firstIndex(of: name.text) else {
      return fail(
        .unknownMember(
          name.text, of: "enum `\(entry.typed.name)`", near: entry.typed.cases, at: name.span))
    }
    return Operand(.enumerationCase(entry.id, index), .enumeration(entry.type), at: span)
  }
}
