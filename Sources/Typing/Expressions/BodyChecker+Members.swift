import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `base.name` as a value.
  func check(member name: Name, of base: Expression, at span: SourceSpan) -> Operand {
    if let library = moduleNamed(base) {
      return value(of: program.member(name, of: library), name.text, at: span)
    }
    if let enumeration = enumerationNamed(base) {
      return check(case: name, of: enumeration, at: span)
    }
    let operand = check(base, expecting: nil)
    if operand.isError { return .error(at: span) }
    return field(name, of: operand.expression, at: span)
  }

  /// A field, size or property of a checked value.
  func field(_ name: Name, of base: TypedExpression, at span: SourceSpan) -> Operand {
    switch base.type.seenThrough {
    case .model(let type): return field(name, of: base, type, at: span)
    case .structure(let type):
      let entry = program.structures[type.structure.index]
      let substitution = program.substitution(of: type)
      if let index = entry.typed.fields.firstIndex(where: { $0.name == name.text }) {
        return Operand(
          .field(base, FieldReference(index: index, name: name.text)),
          substitution.apply(entry.typed.fields[index].type), at: span)
      }
      if let symbol = entry.dims.first(where: { $0.name == name.text }) {
        return size(substitution.apply(Dim(symbol)), base, name, at: span)
      }
      return fail(
        .unknownMember(
          name.text, of: "`\(self.name(base.type))`",
          near: entry.typed.fields.map(\.name) + entry.dims.map(\.name), at: name.span))
    case .conforming(let type): return field(name, of: base, type, at: span)
    case .gradient(let of): return gradientField(name, of: base, of.seenThrough, at: span)
    case .list, .string:
      if name.text == "count" {
        return Operand(.property(base, "count"), .int, at: span, size: count(of: base))
      }
      return fail(
        .unknownMember(
          name.text, of: "`\(self.name(base.type))`", near: ["count"], at: name.span))
    case .stack(let element, let count): return field(name, of: base, element, count, at: span)
    case .tuple(let parts) where isHost && name.text == "count" && areExamples(parts):
      return Operand(.property(base, "count"), .int, at: span)
    case .tensor:
      return fail(
        .memberOfTensor(
          name.text, of: quoted(base.span), self.name(base.type), functions: visibleNames,
          at: name.span))
    case .error: return .error(at: span)
    case .int, .float, .bool, .enumeration, .unit, .none, .anyTensor, .tuple, .optional, .function,
      .variable,
      .stream, .host, .range:
      return fail(
        .unknownMember(name.text, of: "`\(self.name(base.type))`", near: [], at: name.span))
    }
  }

  /// Whether the parts of a tuple are tensors of examples, one a row, as `split` and `batches` have
  /// them; then `count` is how many there are.
  private func areExamples(_ parts: [Type]) -> Bool {
    !parts.isEmpty && parts.allSatisfy { $0.tensor?.items.isEmpty == false }
  }

  /// `nets.count`, or a field of all elements of a stack, stacked.
  private func field(
    _ name: Name, of base: TypedExpression, _ element: Type, _ count: TensorType.Item,
    at span: SourceSpan
  ) -> Operand {
    if name.text == "count" {
      var length: Dim?
      if case .dim(let dim) = count { length = dim }
      return Operand(
        .property(base, "count"), .int, at: span, size: length,
        isKnown: length.map(isKnown) ?? true)
    }
    var single = base
    single.type = element
    var part = field(name, of: single, at: span)
    switch part.expression.kind {
    case .field(_, let reference):
      guard let type = part.type.stacked(count) else {
        return fail(
          .unknownMember(name.text, of: "`\(self.name(base.type))`", near: [], at: name.span))
      }
      part.expression.kind = .field(base, reference)
      return part.with(type: type)
    case .size: return part
    default:
      if part.isError { return part }
      return fail(
        .unknownMember(
          name.text, of: "`\(self.name(base.type))`", near: ["count"], at: name.span))
    }
  }

  /// A size of a value by its name.
  private func size(_ dim: Dim?, _ base: TypedExpression, _ name: Name, at span: SourceSpan)
    -> Operand
  {
    guard let dim else { return fail(.sizeOfTemporary(name.text, at: span)) }
    return Operand(.size(dim), .int, at: span, size: dim, isKnown: isKnown(dim))
  }

  /// A field, size or method of a model.
  private func field(
    _ name: Name, of base: TypedExpression, _ type: ModelType, at span: SourceSpan
  ) -> Operand {
    let entry = program.models[type.model.index]
    program.completeFields(of: entry)
    let substitution = program.substitution(of: type)
    if let index = entry.fields.firstIndex(where: { $0.name == name.text }) {
      let field = entry.fields[index]
      let fieldType = substitution.apply(field.type)
      let own = field.size.map { Dim($0) } ?? entry.fieldSizes[name.text]
      let dim = own.flatMap(substitution.apply)
      return Operand(
        .field(base, FieldReference(index: index, name: name.text)), fieldType, at: span,
        size: dim, isKnown: dim.map(isKnown) ?? true)
    }
    if let size = entry.sizes.first(where: { $0.path == [name.text] }) {
      return self.size(substitution.apply(Dim(size.symbol)), base, name, at: span)
    }
    if let method = program.method(name.text, of: entry), let id = method.id,
      let signature = program.signature(of: method)
    {
      return Operand(
        .function(.method(id, base: base)), functionType(of: specialise(signature, to: type)),
        at: span)
    }
    if entry.fieldNames.contains(name.text) { return .error(at: span) }
    let names =
      entry.fields.map(\.name) + entry.sizes.filter { $0.path.count == 1 }.map { $0.path[0] }
      + entry.methodDeclarations.keys.sorted()
    if entry.signature?.parameters.contains(where: { $0.name == name.text }) == true {
      return fail(.parameterIsNoField(name.text, of: entry.name, at: name.span))
    }
    return fail(.unknownMember(name.text, of: "model `\(entry.name)`", near: names, at: name.span))
  }

  /// A size of a value of which only a protocol is known.
  private func field(
    _ name: Name, of base: TypedExpression, _ type: ProtocolType, at span: SourceSpan
  ) -> Operand {
    let entry = program.protocols[type.declaration.index]
    if let symbol = entry.dims.first(where: { $0.name == name.text }) {
      return size(program.substitution(of: type).apply(Dim(symbol)), base, name, at: span)
    }
    if entry.method(name.text) != nil {
      return fail(.requirementAsValue(name.text, of: entry.typed.name, at: name.span))
    }
    return fail(
      .memberOfProtocol(
        name.text, of: entry.typed.name, near: entry.dims.map(\.name) + entry.typed.methods,
        declared: entry.typed.span, at: name.span))
  }

  /// A field of a model's gradient.
  private func gradientField(
    _ name: Name, of base: TypedExpression, _ of: Type, at span: SourceSpan
  ) -> Operand {
    let label = "`\(self.name(base.type))`"
    switch of {
    case .model(let type):
      let entry = program.models[type.model.index]
      program.completeFields(of: entry)
      let substitution = program.substitution(of: type)
      let names = entry.fields.filter { hasGradient($0) }.map(\.name)
      guard let index = entry.fields.firstIndex(where: { $0.name == name.text }),
        hasGradient(entry.fields[index])
      else { return fail(.unknownMember(name.text, of: label, near: names, at: name.span)) }
      return Operand(
        .field(base, FieldReference(index: index, name: name.text)),
        substitution.apply(entry.fields[index].type).gradient, at: span)
    case .structure(let type):
      let entry = program.structures[type.structure.index]
      let names = entry.typed.fields.map(\.name)
      guard let index = entry.typed.fields.firstIndex(where: { $0.name == name.text }) else {
        return fail(.unknownMember(name.text, of: label, near: names, at: name.span))
      }
      return Operand(
        .field(base, FieldReference(index: index, name: name.text)),
        program.substitution(of: type).apply(entry.typed.fields[index].type).gradient, at: span)
    default: return fail(.unknownMember(name.text, of: label, near: [], at: name.span))
    }
  }

  /// Whether a model's field is part of its gradient.
  func hasGradient(_ field: TypedModel.Field) -> Bool {
    switch field.role {
    case .parameter: true
    case .constant: hasParameters(field.type)
    case .state, .frozen, .argument: false
    }
  }

  /// Whether a value of the type holds models.
  private func hasParameters(_ type: Type) -> Bool {
    switch type {
    case .model, .conforming: true
    case .list(let element), .optional(let element), .stack(let element, _):
      hasParameters(element)
    case .tuple(let parts): parts.contains(where: hasParameters)
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .tensor, .anyTensor, .function,
      .structure,
      .gradient, .variable, .stream, .host, .range, .error:
      false
    }
  }
}
