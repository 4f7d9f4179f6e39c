import MartletShapes

/// The element types that the trained tensors of a tree have, as far as its type shows them.
struct LeafElements {
  /// Those that are seen.
  private(set) var elements: Set<TensorType.Element> = []
  /// Whether there may be others, in a part that a binder or a protocol stands for.
  private(set) var isOpen = false

  /// The only element type, that of a tree without any being `f32`; nil if there may be several.
  var only: TensorType.Element? {
    if isOpen || elements.count > 1 { return nil }
    return elements.first ?? .known(.f32)
  }

  /// Adds what a type holds; `isTrained` is false for what a model holds as a plain `let`.
  mutating func add(_ type: Type, isTrained: Bool = true, in program: ProgramChecker) {
    switch type {
    case .tensor(let tensor):
      if isTrained, tensor.element.isFloating { elements.insert(tensor.element) }
    case .list(let element), .optional(let element), .stack(let element, _):
      add(element, isTrained: isTrained, in: program)
    case .gradient(let of): add(of, isTrained: isTrained, in: program)
    case .tuple(let parts):
      for part in parts { add(part, isTrained: isTrained, in: program) }
    case .structure(let structure):
      let substitution = program.substitution(of: structure)
      for field in program.structures[structure.structure.index].typed.fields {
        add(substitution.apply(field.type), isTrained: isTrained, in: program)
      }
    case .model(let model): add(model, in: program)
    case .variable(let variable):
      if case .value(let type) = variable.constraint {
        add(type, isTrained: isTrained, in: program)
      } else {
        isOpen = true
      }
    case .conforming, .error: isOpen = true
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .stream,
      .host, .range:
      break
    }
  }

  /// Adds what a model's fields hold.
  private mutating func add(_ type: ModelType, in program: ProgramChecker) {
    let entry = program.models[type.model.index]
    program.completeFields(of: entry)
    // Within its own fields a model is not known yet.
    if entry.progress != .complete { isOpen = true }
    let substitution = program.substitution(of: type)
    for field in entry.fields {
      switch field.role {
      case .parameter: add(substitution.apply(field.type), in: program)
      case .constant: add(substitution.apply(field.type), isTrained: false, in: program)
      case .state, .frozen, .argument: break
      }
    }
  }
}

extension BodyChecker {
  /// The only element type of a tree's trained tensors; nil if there may be several.
  func leafElement(of type: Type) -> TensorType.Element? {
    var elements = LeafElements()
    elements.add(type, in: program)
    return elements.only
  }
}
