import MartletShapes
import MartletSource
import MartletSyntax

/// A value given in a call.
enum CallArgument {
  case written(Argument)
  /// The value in front of `|>`.
  case checked(Operand)

  /// The label, where it has one.
  var label: Name? {
    if case .written(let argument) = self { argument.label } else { nil }
  }

  /// Its place.
  var span: SourceSpan {
    switch self {
    case .written(let argument): argument.span
    case .checked(let operand): operand.span
    }
  }

  /// The place of the value alone.
  var valueSpan: SourceSpan {
    switch self {
    case .written(let argument): argument.value.span
    case .checked(let operand): operand.span
    }
  }
}

/// What stands in front of the parentheses of a call.
enum Callee {
  case function(FunctionEntry, base: TypedExpression?)
  case model(ModelEntry)
  /// A method that a protocol promises, with the value that it is called on.
  case requirement(ProtocolEntry, String, base: TypedExpression)
  case structure(StructureEntry)
  case special(SpecialRule, String)
  case conversion(String)
  case element(TensorType.Element, name: String)
  /// A function value, or a model whose `call` is meant.
  case value(Operand)
  /// A method that the language defines, such as `xs.append`.
  case property(Operand, Name)
  case failed
}

extension BodyChecker {
  /// Finds what a call calls; values that cannot be called do not hide what can.
  func callee(_ expression: Expression) -> Callee {
    switch expression.kind {
    case .group(let inner): return callee(inner)
    case .tensorType(let type) where type.dimensions == nil && type.bound == nil:
      return .element(.known(type.element), name: type.element.rawValue)
    case .name(let name): return callee(named: name, at: expression.span)
    case .member(let base, let name): return callee(member: name, of: base)
    default:
      let operand = check(expression, expecting: nil)
      return operand.isError ? .failed : .value(operand)
    }
  }

  /// What a name in call position means.
  private func callee(named name: String, at span: SourceSpan) -> Callee {
    var hidden: Operand?
    for scope in scopes.reversed() {
      guard let binding = scope.names[name] else { continue }
      if case .failed = binding { return .failed }
      if case .type(let variable) = binding, variable.constraint.isElement {
        return .element(.variable(variable), name: name)
      }
      guard case .value(let declaration, _, _) = binding else { continue }
      let operand = value(of: captured(binding), name, at: span)
      if isCallable(declaration.type) { return .value(operand) }
      hidden = hidden ?? operand
    }
    if kind == .function, let model {
      if let method = program.method(name, of: model) {
        return .function(method, base: selfExpression(at: span))
      }
      if model.fieldNames.contains(name), let field = fieldOrEntity(name, at: span) {
        if field.isError { return .failed }
        if isCallable(field.type) { return .value(field) }
        hidden = hidden ?? field
      }
    }
    if ["Int", "Float", "Bool", "String"].contains(name) { return .conversion(name) }
    let meanings = [program.entity(name, in: module), program.preludeEntity(name, besides: module)]
    for meaning in meanings {
      switch meaning {
      case .function(let entry): return .function(entry, base: nil)
      case .model(let entry): return .model(entry)
      case .structure(let entry): return .structure(entry)
      case .special(let rule): return .special(rule, name)
      case .global(let entry):
        let operand = value(of: .global(entry), name, at: span)
        if isCallable(entry.typed.type) { return .value(operand) }
        hidden = hidden ?? operand
      case .failed: return .failed
      case .enumeration, .requirements, .alias, .setting, .module, .number, nil: continue
      }
    }
    if let hidden { return .value(hidden) }
    report(.unknownName(name, near: visibleNames, libraries: program.importableNames, at: span))
    return .failed
  }

  /// Whether a value of the type can be called.
  func isCallable(_ type: Type) -> Bool {
    switch type.seenThrough {
    case .function: true
    case .model(let model): program.models[model.model.index].methodDeclarations["call"] != nil
    case .conforming(let type):
      program.protocols[type.declaration.index].method("call") != nil
    case .error: true
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .tensor, .anyTensor, .list,
      .tuple,
      .optional, .structure, .gradient, .stack, .variable, .stream, .host, .range:
      false
    }
  }

  /// What `base.name` in call position means.
  private func callee(member name: Name, of base: Expression) -> Callee {
    if let library = moduleNamed(base) {
      switch program.member(name, of: library) {
      case .function(let entry): return .function(entry, base: nil)
      case .model(let entry): return .model(entry)
      case .structure(let entry): return .structure(entry)
      case .special(let rule): return .special(rule, name.text)
      case .global(let entry): return .value(value(of: .global(entry), name.text, at: name.span))
      case .failed: return .failed
      case .enumeration, .requirements, .alias, .setting, .module, .number:
        report(.notCallable("`\(name.text)`", at: name.span))
        return .failed
      }
    }
    let operand = check(base, expecting: nil)
    if operand.isError { return .failed }
    switch operand.type.seenThrough {
    case .model(let type):
      let entry = program.models[type.model.index]
      if let method = program.method(name.text, of: entry) {
        return .function(method, base: operand.expression)
      }
    case .conforming(let type):
      let entry = program.protocols[type.declaration.index]
      if entry.method(name.text) != nil {
        return .requirement(entry, name.text, base: operand.expression)
      }
    case .list, .string, .host: return .property(operand, name)
    case .int, .float, .bool, .enumeration, .unit, .none, .tensor, .anyTensor, .tuple, .optional,
      .function,
      .structure, .gradient, .stack, .variable, .stream, .range, .error:
      break
    }
    let field = field(name, of: operand.expression, at: base.span.joined(with: name.span))
    return field.isError ? .failed : .value(field)
  }

  /// The module that an expression names.
  func moduleNamed(_ expression: Expression) -> Module? {
    switch expression.kind {
    case .name(let name):
      guard binding(name) == nil, !(kind == .function && model?.fieldNames.contains(name) == true),
        case .module(let library)? = program.entity(name, in: module)
      else { return nil }
      return library
    case .member(let base, let name):
      guard let outer = moduleNamed(base),
        case .module(let library)? = program.ownEntity(name.text, of: outer)
      else { return nil }
      return library
    default: return nil
    }
  }
}
