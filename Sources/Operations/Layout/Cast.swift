import MartletGraph
import MartletShapes
import MartletTensors

/// The same numbers in another element type, each rounded once.
///
/// To integers towards zero and saturating; among integers the low bits; to `bool` whether it is
/// not 0.
public struct Cast: Primitive, Hashable {
  /// The element type of the result.
  public let element: ElementType

  /// The conversion to the given element type.
  public init(element: ElementType) { self.element = element }

  /// The name in the text form.
  public var name: String { "cast" }
  /// The element type.
  public var attributes: [(name: String, value: Attribute)] { [("element", .element(element))] }

  /// The same sizes; a bound stays among the integers that are wide enough for any size.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    return [TensorType(element, inputs[0].dims, bound: keepsBound ? inputs[0].bound : nil)]
  }

  /// Converts every element.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    var result = inputs[0].converted(to: element)
    if !keepsBound { result.bound = nil }
    return [result]
  }

  /// The gradient, converted back; nothing passes through integers.
  public var derivative: Derivative {
    .single(forward: { [element] context in
      guard element.isFloating else { return nil }
      return context.tangents[0].map { context.builder.cast($0, to: element) }
    }) { context, gradient in
      let source = context.type(ofInput: 0).element
      return [source.isFloating ? context.builder.cast(gradient, to: source) : nil]
    }
  }

  /// All lanes in one.
  public var batching: Batching { .asItIs(self) }

  /// Whether positions on an axis remain such.
  private var keepsBound: Bool { element == .i32 || element == .i64 }
}

extension Cast {
  /// The input, if it has the element type.
  public func simplified(_ context: SimplificationContext) -> ValueID? {
    context.type(ofInput: 0).element == element ? context.inputs[0] : nil
  }
}

extension Cast {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "cast", "(x: T[S]) -> U[S]",
        "The same numbers in another element type.",
        [
          OperationSample(Cast(element: .f64), .real([2, 3])),
          OperationSample(Cast(element: .i32), .real([4])),
          OperationSample(Cast(element: .f64), .positions([3], below: 5)),
        ])
    ]
  }
}
