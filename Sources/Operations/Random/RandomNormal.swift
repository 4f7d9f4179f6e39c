import MartletGraph
import MartletShapes
import MartletTensors

/// Numbers drawn from the standard normal distribution, numbered by their place in the program.
///
/// The input is the key of the run, an `i64` scalar. The same key, place and sizes give the same
/// numbers, in whatever order and on how many threads they are drawn.
public struct RandomNormal: Primitive, Hashable {
  /// The number of the draw's place in the program.
  public let place: UInt64
  /// The type of the numbers.
  public let element: ElementType
  /// How many, along each axis.
  public let dims: [Dim]

  /// A draw at the given place, of the given type and sizes.
  public init(place: UInt64, element: ElementType, dims: [Dim]) {
    self.place = place
    self.element = element
    self.dims = dims
  }

  /// The name in the text form.
  public var name: String { "random_normal" }
  /// The place, the type and the sizes.
  public var attributes: [(name: String, value: Attribute)] {
    [("place", .place(place)), ("element", .element(element)), ("dims", .dims(dims))]
  }

  /// The given type and sizes.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(inputs[0] == TensorType(.i64), "key of type \(inputs[0])")
    try TypeFault.check(element.isFloating, "draws of type \(element)")
    return [TensorType(element, dims)]
  }

  /// One number after another.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let generator = Philox(key: inputs[0].scalarInt, place: place)
    let shape = try sizes.numbers(dims)
    let numbers = (0..<shape.reduce(1, *)).map { generator.normal(at: UInt64($0), element) }
    return [Tensor(reals: numbers, shape: shape, element: element)]
  }

  /// Draws do not depend on anything that could be changed a little.
  public var derivative: Derivative { .zero(because: "a draw does not change with its key") }
}

extension RandomNormal {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "random_normal", "(key: i64[]) -> T[dims]",
        "Numbers drawn from the standard normal distribution.",
        [
          OperationSample(RandomNormal(place: 3, element: .f32, dims: [2, 5]), .key),
          OperationSample(RandomNormal(place: 3, element: .f64, dims: [0]), .key),
        ])
    ]
  }
}
