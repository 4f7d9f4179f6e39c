import MartletShapes

extension Graph {
  /// Where the number of a symbol is read.
  public enum SizeSource: Hashable, Sendable {
    /// The size of an axis of a parameter, both by position.
    case axis(parameter: Int, axis: Int)
    /// The bound of a parameter, by position.
    case bound(parameter: Int)
  }

  /// Where each symbol's number is read: the first place in which it stands bare, shapes first.
  public var sizeSources: [DimSymbol: SizeSource] {
    var sources: [DimSymbol: SizeSource] = [:]
    for (index, parameter) in parameters.enumerated() {
      for (axis, dim) in type(of: parameter.value).dims.enumerated() {
        if let symbol = dim.symbol, sources[symbol] == nil {
          sources[symbol] = .axis(parameter: index, axis: axis)
        }
      }
    }
    for (index, parameter) in parameters.enumerated() {
      if let symbol = type(of: parameter.value).bound?.symbol, sources[symbol] == nil {
        sources[symbol] = .bound(parameter: index)
      }
    }
    return sources
  }

  /// The numbers of all symbols for inputs of the given shapes and bounds.
  ///
  /// A known bound may be smaller than the parameter's: positions in `0..<3` also lie in `0..<5`.
  public func sizes(shapes: [[Int]], bounds: [Int?]) throws(SizeFault) -> Sizes {
    guard shapes.count == parameters.count else {
      throw .inputCount(expected: parameters.count, found: shapes.count)
    }
    for (parameter, shape) in zip(parameters, shapes) {
      let type = type(of: parameter.value)
      guard shape.count == type.rank else {
        throw .rank(parameter: parameter.name, expected: type, found: shape)
      }
    }
    var sizes = Sizes()
    for (symbol, source) in sizeSources {
      switch source {
      case .axis(let parameter, let axis): sizes.bind(symbol, to: shapes[parameter][axis])
      case .bound(let parameter):
        if let bound = bounds[parameter] { sizes.bind(symbol, to: bound) }
      }
    }
    for index in parameters.indices {
      try check(parameter: index, shape: shapes[index], bound: bounds[index], sizes)
    }
    for requirement in requirements where sizes.holds(requirement.claim) != true {
      throw .requirement(requirement.diagnostic)
    }
    return sizes
  }

  /// Checks that an input has the sizes and the bound that its parameter's type says.
  private func check(parameter index: Int, shape: [Int], bound: Int?, _ sizes: Sizes)
    throws(SizeFault)
  {
    let name = parameters[index].name
    let type = type(of: parameters[index].value)
    for (axis, dim) in type.dims.enumerated() where sizes[dim] != shape[axis] {
      throw .size(
        parameter: name, axis: axis, type: type, expected: sizes[dim], found: shape[axis])
    }
    guard let expected = type.bound else { return }
    guard let limit = sizes[expected], let bound, bound <= limit else {
      throw .bound(parameter: name, type: type, expected: sizes[expected], found: bound)
    }
  }
}
