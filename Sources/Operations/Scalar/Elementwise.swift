import MartletGraph
import MartletShapes
import MartletTensors

/// A scalar function applied to tensors of the same sizes, element by element.
///
///     elementwise(x, y) {function: add}
public struct Elementwise: Primitive, Hashable {
  /// The function.
  public let function: ScalarFunction

  /// The given function, element by element.
  public init(function: ScalarFunction) { self.function = function }

  /// The function's own name: the text form reads `add(x, y)`.
  public var name: String { function.name }

  /// All inputs have the same sizes and, but for a condition, the same element type.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    let row = function.row
    try TypeFault.check(inputs, count: row.arity)
    for input in inputs.dropFirst() {
      try TypeFault.check(input.dims, equals: inputs[0].dims, facts)
    }
    let operands = if case .choice = row.typing { inputs[1...] } else { inputs[...] }
    let element = operands[operands.endIndex - 1].element
    let types = inputs.map(\.element.rawValue).joined(separator: ", ")
    try TypeFault.check(
      operands.allSatisfy { $0.element == element } && row.typing.accepts(element)
        && (operands.count == inputs.count || inputs[0].element == .bool),
      "element types \(types)")
    var result = TensorType(row.typing.yields(element), inputs[0].dims)
    if case .choice = row.typing, facts.equal(inputs[1].bound, inputs[2].bound) {
      result.bound = inputs[1].bound
    }
    return [result]
  }

  /// Applies the row's closure.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let row = function.row
    let shape = inputs[0].shape
    guard inputs.allSatisfy({ $0.shape == shape }) else {
      throw .shape(operation: name, inputs.map(\.shape))
    }
    let element = row.typing.yields(inputs[inputs.count - 1].elementType)
    if let whole = row.whole, !inputs.contains(where: \.elementType.isFloating) {
      let columns = inputs.map(\.ints)
      let values = columns[0].indices.map { i in whole(columns.map { $0[i] }) }
      return [Tensor(wholes: values, shape: shape, element: element)]
    }
    let columns = inputs.map(\.doubles)
    let values = columns[0].indices.map { i in row.real(columns.map { $0[i] }) }
    return [Tensor(reals: values, shape: shape, element: element)]
  }

  /// The row's partial derivatives; a partial times a gradient or times a tangent is one formula.
  public var derivative: Derivative {
    switch function.row.partials {
    case .zero(let reason): .zero(because: reason)
    case .of(let partials):
      .single(forward: { context in
        let parts = partials.indices.compactMap { index -> Term? in
          guard let tangent = context.tangents[index] else { return nil }
          return partials[index]?(
            ScalarPoint(context.inputs, context.results[0], tangent, context.builder))
        }
        return parts.dropFirst().reduce(parts.first) { sum, part in sum.map { $0 + part } }?.value
      }) { context, gradient in
        let point = ScalarPoint(context.inputs, context.results[0], gradient, context.builder)
        return partials.indices.map { index in
          context.wanted[index] ? partials[index]?(point).value : nil
        }
      }
    }
  }

  /// All lanes in one.
  public var batching: Batching { .asItIs(self) }
}

extension ScalarRow.Typing {
  /// Whether operands may have the given element type.
  public func accepts(_ element: ElementType) -> Bool {
    switch self {
    case .numeric: element != .bool
    case .floating, .test: element.isFloating
    case .integer: element.isInteger
    case .comparison, .choice: true
    case .logical: element == .bool
    }
  }

  /// The element type of the result for operands of the given one.
  public func yields(_ element: ElementType) -> ElementType {
    switch self {
    case .numeric, .floating, .integer, .choice: element
    case .comparison, .logical, .test: .bool
    }
  }
}

extension Elementwise {
  /// The pages of the reference, one a function.
  public static var pages: [OperationPage] {
    ScalarFunction.allCases.map { function in
      let row = function.row
      let samples = [[], [3], [2, 1, 3], [0, 2]].map { shape in
        OperationSample(Elementwise(function: function), inputs: row.inputs(of: shape))
      }
      return OperationPage(function.name, row.signature, row.summary, samples)
    }
  }
}

extension ScalarRow {
  /// Inputs of the given shape, drawn from the row's domain.
  fileprivate func inputs(of shape: [Int]) -> [OperationSample.Input] {
    domain.enumerated().map { index, range in
      switch typing {
      case .logical: .truth(shape)
      case .integer: .positions(shape, below: 7)
      case .choice: index == 0 ? .truth(shape) : .real(shape, range)
      case .numeric, .floating, .comparison, .test: .real(shape, range)
      }
    }
  }

  /// What it takes and yields.
  fileprivate var signature: String {
    switch typing {
    case .numeric, .floating, .integer:
      arity == 1 ? "(x: T[S]) -> T[S]" : "(x: T[S], y: T[S]) -> T[S]"
    case .comparison: "(x: T[S], y: T[S]) -> bool[S]"
    case .logical:
      arity == 1 ? "(x: bool[S]) -> bool[S]" : "(x: bool[S], y: bool[S]) -> bool[S]"
    case .choice: "(condition: bool[S], x: T[S], y: T[S]) -> T[S]"
    case .test: "(x: T[S]) -> bool[S]"
    }
  }
}
