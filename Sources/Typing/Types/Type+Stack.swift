import MartletShapes

extension Type {
  /// The type of as many values of this type in one; nil if they cannot be stacked.
  ///
  /// Tensors get a leading axis, lists and tuples are stacked part by part, and numbers become
  /// tensors: a Float and an Int that are made anew in each step are data.
  func stacked(_ count: TensorType.Item) -> Type? {
    switch self {
    case .tensor(var tensor):
      tensor.items.insert(count, at: 0)
      return .tensor(tensor)
    case .float: return .tensor(TensorType(element: .known(.f32), items: [count]))
    case .tuple(let parts):
      let stacks = parts.compactMap { $0.stacked(count) }
      return stacks.count == parts.count ? .tuple(stacks) : nil
    case .list(let element): return element.stacked(count).map { .list($0) }
    case .model, .structure, .conforming, .gradient, .variable, .stack: return .stack(self, count)
    case .error: return .error
    case .int, .bool, .string, .enumeration, .unit, .none, .anyTensor, .optional, .function,
      .stream, .host, .range:
      return nil
    }
  }

  /// The element of a stack of gradients, or of a tuple of such and of tensors; nil for all else.
  var vectorOfStack: Type? {
    switch self {
    case .stack(let element, _): element.isGradientTree ? element : nil
    case .tuple(let parts):
      parts.contains { $0.vectorOfStack != nil } ? elements(of: parts).map { .tuple($0) } : nil
    default: nil
    }
  }

  /// The elements of stacks and tensors that are walked in step; nil if a part has none.
  private func elements(of parts: [Type]) -> [Type]? {
    let elements = parts.compactMap { $0.vectorOfStack ?? $0.leading?.element }
    return elements.count == parts.count ? elements : nil
  }

  /// What a loop over the value binds, and how many of it there are; nil for what has no leading
  /// axis.
  var leading: (element: Type, count: TensorType.Item)? {
    switch self {
    case .tensor(var tensor):
      guard let count = tensor.items.first else { return nil }
      if case .run = count { return nil }
      tensor.items.removeFirst()
      return (.tensor(tensor), count)
    case .stack(let element, let count): return (element, count)
    case .tuple, .list, .int, .float, .bool, .string, .enumeration, .unit, .none, .anyTensor,
      .optional,
      .function, .model, .structure, .conforming, .gradient, .variable, .stream, .host, .range,
      .error:
      return nil
    }
  }
}
