import MartletShapes
import MartletSource

extension ProgramChecker {
  /// A type as a program would write it.
  func name(_ type: Type) -> String {
    switch type {
    case .int: "Int"
    case .float: "Float"
    case .bool: "Bool"
    case .string: "String"
    case .unit: "nothing"
    case .none: "None"
    case .tensor(let tensor): name(tensor)
    case .anyTensor: "tensor"
    case .list(let element): element == .none ? "[]" : "[\(name(element))]"
    case .tuple(let parts): "(\(parts.map(name).joined(separator: ", ")))"
    case .optional(let wrapped): name(wrapped) + "?"
    case .function(let function):
      "(\(function.parameters.map(name).joined(separator: ", "))) -> \(name(function.result))"
    case .model(let model): name(model)
    case .structure(let structure):
      name(
        structure.name, structures[structure.structure.index].typed.binders, structure.sizes,
        structure.types)
    case .gradient(let of): "Grad[\(name(of))]"
    case .variable(let variable): variable.name
    case .stream(let element): "Stream[\(name(element))]"
    case .host(let name): name
    case .range: "a range"
    case .error: "_"
    }
  }

  /// A tensor type as a program would write it.
  func name(_ tensor: TensorType) -> String {
    let bound =
      switch tensor.bound {
      case .none: ""
      case .below(let dim): "<\(dim)>"
      case .unknown: "<_>"
      }
    return tensor.element.name + bound + name(tensor.items)
  }

  /// A shape as a program would write it.
  func name(_ items: [TensorType.Item]) -> String {
    "[\(items.map(name).joined(separator: ", "))]"
  }

  /// An item of a shape as a program would write it.
  func name(_ item: TensorType.Item) -> String {
    switch item {
    case .dim(let dim): dim.description
    case .run(let run): "..." + run.name
    case .unknown: "_"
    }
  }

  /// A model type with the sizes of its brackets, unless none is known.
  private func name(_ model: ModelType) -> String {
    let signature = models[model.model.index].signature
    let binders = signature?.binders.prefix(signature?.writtenBinderCount ?? 0) ?? []
    return name(model.name, Array(binders), model.sizes, model.types)
  }

  /// A declaration's name with the values of its binders.
  private func name(
    _ name: String, _ binders: [BinderSymbol], _ sizes: [DimSymbol: Dim],
    _ types: [TypeVariable: Type]
  ) -> String {
    let values = binders.map { binder -> String? in
      switch binder {
      case .dim(let symbol): sizes[symbol]?.description
      case .type(let variable): types[variable].map(self.name)
      case .run(let run): "..." + run.name
      }
    }
    if values.allSatisfy({ $0 == nil }) { return name }
    return "\(name)[\(values.map { $0 ?? "_" }.joined(separator: ", "))]"
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
