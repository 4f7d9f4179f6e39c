extension Type {
  /// `Grad[self]`, computed as far as the type is known: a floating tensor is its own gradient.
  var gradient: Type {
    switch self {
    case .tensor(let tensor):
      tensor.element.isFloating ? .tensor(tensor.with(element: tensor.element)) : .tuple([])
    case .float: .scalar(.f64)
    case .list(let element): .list(element.gradient)
    case .tuple(let parts): .tuple(parts.map(\.gradient))
    case .optional(let wrapped): .optional(wrapped.gradient)
    case .model, .structure, .conforming, .variable: .gradient(self)
    case .gradient: self
    case .stack(let element, let count): element.gradient.stacked(count) ?? .tuple([])
    case .error: .error
    case .int, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .stream, .host,
      .range:
      .tuple([])
    }
  }

  /// Whether a value of the type changes with the values that it is computed from: it holds
  /// floating tensors.
  var isDifferentiable: Bool {
    switch self {
    case .tensor(let tensor): tensor.element.isFloating
    case .list(let element), .optional(let element), .stack(let element, _):
      element.isDifferentiable
    case .tuple(let parts): parts.contains(where: \.isDifferentiable)
    case .model, .structure, .conforming, .gradient, .variable, .error: true
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .stream,
      .host,
      .range:
      false
    }
  }

  /// The tree whose gradient it is.
  var gradientOf: Type? {
    switch self {
    case .gradient(let of): of
    case .tensor(let tensor): tensor.element.isFloating ? self : nil
    case .list(let element): element.gradientOf.map { .list($0) }
    case .optional(let element): element.gradientOf.map { .optional($0) }
    case .tuple(let parts):
      parts.allSatisfy { $0.gradientOf != nil } ? .tuple(parts.compactMap(\.gradientOf)) : nil
    case .stack(let element, let count): element.gradientOf.map { .stack($0, count) }
    case .error: .error
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .stream,
      .host,
      .range, .model, .structure, .conforming, .variable:
      nil
    }
  }

  /// Whether it is a gradient of something that is no plain tensor.
  var isGradientTree: Bool {
    switch self {
    case .gradient: true
    case .stack(let element, _): element.isGradientTree
    case .list(let element), .optional(let element): element.isGradientTree || element.isTensorTree
    case .tuple(let parts):
      !parts.isEmpty && parts.allSatisfy { $0.isGradientTree || $0.isTensorTree }
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .tensor, .anyTensor, .function,
      .model,
      .structure, .conforming, .variable, .stream, .host, .range, .error:
      false
    }
  }

  /// Whether it is a floating tensor or a nesting of such in lists and tuples.
  var isTensorTree: Bool {
    switch self {
    case .tensor(let tensor): tensor.element.isFloating
    case .list(let element), .optional(let element): element.isTensorTree
    case .tuple(let parts): !parts.isEmpty && parts.allSatisfy(\.isTensorTree)
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .model,
      .structure, .conforming,
      .gradient, .stack, .variable, .stream, .host, .range, .error:
      false
    }
  }

  /// Whether it is a nesting of structs, tuples, lists and models with tensor leaves.
  var isTree: Bool {
    switch self {
    case .tensor, .model, .structure, .conforming, .gradient: true
    case .list(let element), .optional(let element), .stack(let element, _): element.isTree
    case .tuple(let parts): parts.allSatisfy(\.isTree)
    case .variable(let variable):
      switch variable.constraint {
      case .tree, .model, .value: true
      case .type, .element, .numeric, .floating, .integer: false
      }
    case .error: true
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor, .function, .stream,
      .host,
      .range:
      false
    }
  }
}
