import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// What a name of the frame means: bindings, innermost first, then the sizes of the model.
  func binding(_ name: String) -> Binding? {
    for scope in scopes.reversed() {
      if let binding = scope.names[name] { return binding }
    }
    return kind == .function ? model?.binders[name] : nil
  }

  /// The value that a name stands for outside the frame: a field of the model, or what the module
  /// declares; nil if there is no such name.
  func fieldOrEntity(_ name: String, at span: SourceSpan) -> Operand? {
    if kind == .function, let model, model.fieldNames.contains(name) {
      return selfField(name, of: model, at: span)
    }
    if kind == .function, let model, model.methodDeclarations[name] != nil,
      let method = program.method(name, of: model)
    {
      return Operand(
        .function(.method(method.id ?? FunctionID(index: 0), base: selfExpression(at: span))),
        functionType(of: method), at: span)
    }
    return program.entity(name, in: module).map { value(of: $0, name, at: span) }
  }

  /// `self` in a method.
  func selfExpression(at span: SourceSpan) -> TypedExpression {
    mentioned.insert(.selfValue)
    return TypedExpression(.selfValue, type: selfType, span: span)
  }

  /// The type of `self`.
  var selfType: Type {
    guard let model else { return .error }
    return .model(model.selfType)
  }

  /// A field of `self` by its bare name.
  private func selfField(_ name: String, of model: ModelEntry, at span: SourceSpan) -> Operand {
    program.completeFields(of: model)
    return field(Name(text: name, span: span), of: selfExpression(at: span), at: span)
  }

  /// The value that a name means.
  func check(name: String, at span: SourceSpan) -> Operand {
    if name == "_" { return fail(.wildcardValue(at: span)) }
    if let binding = binding(name) { return value(of: captured(binding), name, at: span) }
    if let operand = fieldOrEntity(name, at: span) { return operand }
    return fail(
      .unknownName(name, near: visibleNames, libraries: program.importableNames, at: span))
  }

  /// The value that a binding of the frame stands for.
  func value(of binding: Binding, _ name: String, at span: SourceSpan) -> Operand {
    switch binding {
    case .value(let declaration, let size, let isKnown):
      let kind: TypedExpression.Kind
      switch declaration.storage {
      case .local(let id):
        kind = .local(id)
        mentioned.insert(.local(id))
      case .global(let id):
        kind = .global(id)
        mentioned.insert(.global(id))
      }
      return Operand(kind, declaration.type, at: span, size: size, isKnown: isKnown)
    case .size(let dim):
      return Operand(.size(dim), .int, at: span, size: dim, isKnown: isKnown(dim))
    case .run(let run): return fail(.runAsValue(run.name, at: span))
    case .type(let variable): return fail(.typeAsValue(variable.name, at: span))
    case .index(let index):
      return Operand(
        .equationIndex(index.id), .int, at: span, size: Dim(index.symbol), isKnown: false)
    case .failed: return .error(at: span)
    }
  }

  /// Whether a size may drive the building of a graph: not if it comes from a tensor's shape.
  func isKnown(_ dim: Dim) -> Bool {
    guard isBuilding else { return true }
    return dim.symbols.isDisjoint(with: shapeSymbols)
  }

  /// What an operand is that is not known while building: the size that it is or depends on.
  func unknownKind(_ operand: Operand) -> String {
    var size = operand.size
    operand.expression.walk { part in
      if size == nil, case .size(let dim) = part.kind, !isKnown(dim) { size = dim }
      return size == nil
    }
    guard let size else {
      return operand.type == .int || operand.type == .range ? "a size" : name(operand.type)
    }
    return operand.size == nil && operand.type != .range
      ? "decided by the size `\(size)`" : "the size `\(size)`"
  }

  /// The value that a name of a module means.
  func value(of entity: Entity, _ name: String, at span: SourceSpan) -> Operand {
    switch entity {
    case .function(let entry):
      let reference: FunctionReference =
        entry.id.map { .function($0) } ?? .builtin(entry.builtin ?? entry.name)
      return Operand(.function(reference), functionType(of: entry), at: span)
    case .special(let rule):
      guard let type = rule.functionType(self) else { return fail(.ruleAsValue(name, at: span)) }
      return Operand(.function(.builtin(name)), type, at: span)
    case .model(let entry):
      program.completeHeader(of: entry)
      guard let signature = entry.signature else { return .error(at: span) }
      return Operand(.function(.model(entry.id)), functionType(of: signature), at: span)
    case .structure, .enumeration, .requirements, .alias: return fail(.typeAsValue(name, at: span))
    case .setting(let entry):
      return Operand(.setting(entry.id), entry.typed.type, at: span)
    case .global(let entry):
      mentioned.insert(.global(entry.id))
      return Operand(
        .global(entry.id), entry.typed.type.forgettingSizes, at: span,
        size: entry.constant.map { Dim($0) })
    case .module: return fail(.moduleAsValue(name, at: span))
    case .number(let number): return Operand(.float(number), .float, at: span)
    case .failed: return .error(at: span)
    }
  }

  /// The function type of a declared function.
  func functionType(of entry: FunctionEntry) -> Type {
    guard let signature = program.signature(of: entry) else { return .error }
    return functionType(of: signature)
  }

  /// The function type of a signature.
  func functionType(of signature: Signature) -> Type {
    .function(
      FunctionType(
        binders: signature.binders, parameters: signature.parameters.map(\.type),
        result: signature.result))
  }

  /// The names that a program could mean here.
  var visibleNames: [String] {
    var names = scopes.reversed().flatMap { $0.names.keys.sorted() }
    if kind == .function, let model {
      names += model.fieldNames.sorted() + model.methodDeclarations.keys.sorted()
      names += model.binders.keys.sorted()
    }
    names += module.order
    names += program.builtinModule("")?.order ?? []
    return names + SpecialRule.names + program.preludeNames
  }

  /// The sizes that a program could mean here.
  var sizeNames: [String] {
    var names: [String] = []
    for scope in scopes.reversed() {
      for (name, binding) in scope.names.sorted(by: { $0.key < $1.key }) {
        switch binding {
        case .size: names.append(name)
        case .value(let declaration, _, _): if declaration.type == .int { names.append(name) }
        case .run, .type, .index, .failed: break
        }
      }
    }
    if kind == .function, let model { names += model.binders.keys.sorted() }
    return names
  }

  /// The runs that a program could mean here.
  var runNames: [String] {
    scopes.reversed().flatMap { scope in
      scope.names.compactMap { name, binding in
        if case .run = binding { "..." + name } else { nil }
      }
    }
  }

  /// The types that a program could mean here.
  var typeNames: [String] {
    var names = ["Int", "Float", "Bool", "String", "Grad"]
    for scope in scopes {
      for (name, binding) in scope.names { if case .type = binding { names.append(name) } }
    }
    for name in module.order {
      switch module.declarations[name] {
      case .model, .structure, .enumeration, .requirements, .alias, .importing: names.append(name)
      case .function, .setting, .constant, nil: break
      }
    }
    return names + program.preludeNames
  }
}
