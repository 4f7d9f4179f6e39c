import MartletGraph
import MartletShapes
import MartletTensors

/// Numbers drawn from the standard normal distribution.
public struct RandomNormal: RandomDraw, Hashable {
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

  /// The number at an index of the draw.
  public func number(at index: UInt64, of generator: Philox) -> Double {
    generator.normal(at: index, element)
  }
}

extension RandomNormal {
  /// The page of the reference.
  public static var pages: [OperationPage] {
    [
      OperationPage(
        "random_normal", "(key: i64[S]) -> T[S, dims]",
        "Numbers drawn from the standard normal distribution.",
        [
          OperationSample(RandomNormal(place: 3, element: .f32, dims: [2, 5]), .key),
          OperationSample(RandomNormal(place: 3, element: .f64, dims: [0]), .key),
          OperationSample(RandomNormal(place: 3, element: .f32, dims: [3]), .keys([2, 2])),
        ])
    ]
  }
}
