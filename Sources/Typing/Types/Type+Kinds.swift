import MartletShapes

extension Type {
  /// A scalar tensor.
  static func scalar(_ element: ElementType) -> Type { .tensor(TensorType(element, [])) }

  /// The tensor type that it is.
  var tensor: TensorType? {
    if case .tensor(let tensor) = self { tensor } else { nil }
  }

  /// What an optional holds; any other type itself.
  var withoutOptional: Type {
    if case .optional(let wrapped) = self { wrapped } else { self }
  }

  /// Whether an error was reported for it.
  var isError: Bool { self == .error }

  /// Whether it is an Int or a Float.
  var isNumber: Bool { self == .int || self == .float }

  /// Whether a value of it is fixed when a constructor has run, so that it can be a field.
  var isStaticField: Bool {
    switch self {
    case .int, .float, .bool, .string, .enumeration, .function: true
    case .list(let element), .optional(let element): element.isStaticField
    case .tuple(let parts): parts.allSatisfy(\.isStaticField)
    case .unit, .none, .tensor, .anyTensor, .model, .structure, .conforming, .gradient, .stack,
      .variable,
      .stream, .host, .range, .error:
      false
    }
  }

  /// Whether it holds parts that are only known when built.
  var hasUnknown: Bool {
    switch self {
    case .tensor(let tensor): tensor.items.contains(.unknown) || tensor.bound == .unknown
    case .list(let element), .optional(let element), .stream(let element): element.hasUnknown
    case .stack(let element, let count): element.hasUnknown || count == .unknown
    case .tuple(let parts): parts.contains(where: \.hasUnknown)
    case .anyTensor: true
    case .int, .float, .bool, .string, .enumeration, .unit, .none, .model, .structure, .conforming,
      .gradient,
      .variable,
      .function, .host, .range, .error:
      false
    }
  }

  /// What the value is seen as where its own type is a binder: `M: Mlp[I, C]` is an `Mlp`.
  var seenThrough: Type {
    if case .variable(let variable) = self, case .value(let type) = variable.constraint {
      return type.seenThrough
    }
    return self
  }
}

extension TensorType.Element {
  /// Whether its values approximate real numbers.
  var isFloating: Bool {
    switch self {
    case .known(let element): element.isFloating
    case .variable(let variable): variable.constraint == .floating
    }
  }

  /// Whether its values are whole numbers.
  var isInteger: Bool {
    switch self {
    case .known(let element): element.isInteger
    case .variable(let variable): variable.constraint == .integer
    }
  }

  /// Whether arithmetic works on it.
  var isNumeric: Bool {
    switch self {
    case .known(let element): element != .bool
    case .variable(let variable):
      variable.constraint == .numeric || isFloating || isInteger
    }
  }

  /// Whether its values are truth values.
  var isBool: Bool { self == .known(.bool) }

  /// The name, as a program writes it.
  var name: String {
    switch self {
    case .known(let element): element.rawValue
    case .variable(let variable): variable.name
    }
  }
}

extension TensorType {
  /// Whether it is a scalar.
  var isScalar: Bool { items.isEmpty }

  /// The number of axes, unless a run hides it.
  var rank: Int? {
    items.contains { if case .run = $0 { true } else { false } } ? nil : items.count
  }

  /// The same shape with other elements.
  func with(element: Element, bound: Bound = .none) -> TensorType {
    TensorType(element: element, items: items, bound: bound)
  }
}
