import MartletShapes

/// How types are written: as a program would, with the sizes in the brackets of models and structs.
struct TypeNaming {
  /// The written binders of a model.
  let modelBinders: (ModelID) -> [BinderSymbol]
  /// The binders of a struct.
  let structureBinders: (StructureID) -> [BinderSymbol]
  /// The binders of a protocol.
  let protocolBinders: (ProtocolID) -> [BinderSymbol]

  /// A type as a program would write it.
  func name(_ type: Type) -> String {
    switch type {
    case .int: "Int"
    case .float: "Float"
    case .bool: "Bool"
    case .string: "String"
    case .unit: "nothing"
    case .none: "None"
    case .tensor(let tensor): tensor.description
    case .anyTensor: "tensor"
    case .list(let element): element == .none ? "[]" : "[\(name(element))]"
    case .tuple(let parts): "(\(parts.map(name).joined(separator: ", ")))"
    case .optional(let wrapped): name(wrapped) + "?"
    case .function(let function):
      "(\(function.parameters.map(name).joined(separator: ", "))) -> \(name(function.result))"
    case .model(let model):
      name(model.name, modelBinders(model.model), model.sizes, model.runs, model.types)
    case .structure(let structure):
      name(
        structure.name, structureBinders(structure.structure), structure.sizes, structure.runs,
        structure.types)
    case .enumeration(let enumeration): enumeration.name
    case .conforming(let type):
      name(type.name, protocolBinders(type.declaration), type.sizes, [:], type.types)
    case .gradient(let of): "Grad[\(name(of))]"
    case .stack(let element, let count): stackedName(element) + "[\(count.text)]"
    case .variable(let variable): variable.name
    case .stream(let element): "Stream[\(name(element))]"
    case .host(let name): name
    case .range: "a range"
    case .error: "_"
    }
  }

  /// The name of a stack's elements; the sizes of a model are shown, so that the length of the stack
  /// is not taken for them.
  private func stackedName(_ element: Type) -> String {
    guard case .model(let model) = element else { return name(element) }
    let binders = modelBinders(model.model)
    let plain = name(element)
    if binders.isEmpty || plain != model.name { return plain }
    return "\(plain)[\(binders.map { $0.isRun ? "..." : "_" }.joined(separator: ", "))]"
  }

  /// A declaration's name with the values of its binders, unless none is known.
  private func name(
    _ name: String, _ binders: [BinderSymbol], _ sizes: [DimSymbol: Dim],
    _ runs: [DimRun: [TensorType.Item]], _ types: [TypeVariable: Type]
  ) -> String {
    let values = binders.map { binder -> [String]? in
      switch binder {
      case .dim(let symbol): sizes[symbol].map { [$0.description] }
      case .type(let variable): types[variable].map { [self.name($0)] }
      case .run(let run): runs[run]?.map(\.text)
      }
    }
    if values.allSatisfy({ $0 == nil }) { return name }
    let parts = zip(binders, values).flatMap { $1 ?? [$0.isRun ? "..." : "_"] }
    return "\(name)[\(parts.joined(separator: ", "))]"
  }
}

extension TensorType: CustomStringConvertible {
  /// The type as a program would write it.
  public var description: String {
    let limit =
      switch bound {
      case .none: ""
      case .below(let dim): "<\(dim)>"
      case .unknown: "<_>"
      }
    return element.name + limit + items.text
  }
}

extension [TensorType.Item] {
  /// The shape as a program would write it.
  public var text: String { "[\(map(\.text).joined(separator: ", "))]" }
}

extension TensorType.Item {
  /// The item as a program would write it.
  var text: String {
    switch self {
    case .dim(let dim): dim.description
    case .run(let run): "..." + run.name
    case .unknown: "_"
    }
  }
}
