import MartletGraph
import MartletShapes
import MartletTensors

/// Numbers drawn from a distribution, numbered by their place in the program.
///
/// The input is the key of the run, an `i64` scalar, or a tensor of keys: then each of them draws
/// for itself, in the axes behind its own. The same key, place and sizes give the same numbers, in
/// whatever order, beside how many other keys and on how many threads they are drawn.
public protocol RandomDraw: Primitive {
  /// The number of the draw's place in the program.
  var place: UInt64 { get }
  /// The type of the numbers.
  var element: ElementType { get }
  /// How many of each key, along each axis.
  var dims: [Dim] { get }

  /// The number at an index of the draw.
  func number(at index: UInt64, of generator: Philox) -> Double
}

extension RandomDraw {
  /// The place, the type and the sizes.
  public var attributes: [(name: String, value: Attribute)] {
    [("place", .place(place)), ("element", .element(element)), ("dims", .dims(dims))]
  }

  /// The given type, the sizes of the keys and the given sizes.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    try TypeFault.check(inputs, count: 1)
    try TypeFault.check(
      inputs[0].element == .i64 && inputs[0].bound == nil, "keys of type \(inputs[0])")
    try TypeFault.check(element.isFloating, "draws of type \(element)")
    return [TensorType(element, inputs[0].dims + dims)]
  }

  /// One number after another, key by key.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    let shape = try sizes.numbers(dims)
    let count = shape.reduce(1, *)
    let numbers = inputs[0].ints.flatMap { key in
      let generator = Philox(key: key, place: place)
      return (0..<count).map { number(at: UInt64($0), of: generator) }
    }
    return [Tensor(reals: numbers, shape: inputs[0].shape + shape, element: element)]
  }

  /// Draws do not depend on anything that could be changed a little.
  public var derivative: Derivative { .zero(because: "a draw does not change with its key") }

  /// Each lane draws under its own key.
  public var batching: Batching { .asItIs(self) }
}
