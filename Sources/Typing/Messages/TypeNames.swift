import MartletShapes
import MartletSource

extension ProgramChecker {
  /// How this program's types are written.
  var naming: TypeNaming {
    TypeNaming(
      modelBinders: { [models] id in
        let signature = models[id.index].signature
        return Array(signature?.binders.prefix(signature?.writtenBinderCount ?? 0) ?? [])
      }, structureBinders: { [structures] id in structures[id.index].typed.binders },
      protocolBinders: { [protocols] id in protocols[id.index].typed.binders })
  }

  /// A type as a program would write it.
  func name(_ type: Type) -> String { naming.name(type) }

  /// A tensor type as a program would write it.
  func name(_ tensor: TensorType) -> String { tensor.description }

  /// A shape as a program would write it.
  func name(_ items: [TensorType.Item]) -> String { items.text }

  /// Whether the word in front of a name is `let`.
  func isWrittenAsLet(_ name: SourceSpan) -> Bool {
    let word = Array("let ".utf8)
    let bytes = map[name.file].bytes[..<name.start]
    return bytes.suffix(word.count).elementsEqual(word)
  }

  /// The start of the main file, for values that stand nowhere.
  var nowhere: SourceSpan { SourceSpan(file: SourceID(index: 0), start: 0, end: 0) }
}

extension BodyChecker {
  /// A type as a program would write it.
  func name(_ type: Type) -> String { program.name(type) }

  /// A shape as a program would write it.
  func shape(_ items: [TensorType.Item]) -> String { program.name(items) }

  /// A claim as a program would write it.
  func text(_ claim: DimClaim) -> String {
    switch claim {
    case .equal(let a, let b): "\(a) == \(b)"
    case .atLeast(let a, let b): "\(a) >= \(b)"
    case .different(let a, let b): "\(a) != \(b)"
    }
  }

  /// What a type binder may stand for, in words.
  func constraint(_ variable: TypeVariable) -> String {
    switch variable.constraint {
    case .type: "any type"
    case .tree: "a tree of tensors"
    case .model: "a model"
    case .value(let type): name(type)
    case .element: "an element type"
    case .numeric: "a numeric element type"
    case .floating: "a floating element type"
    case .integer: "an integer element type"
    }
  }
}
