import MartletKernels
import MartletOperations
import MartletShapes

extension Reduce.Kind {
  /// The reduction in C; truth values are 1 and 0 there.
  var inC: martlet_reduction {
    switch self {
    case .sum: MARTLET_REDUCE_SUM
    case .product: MARTLET_REDUCE_PRODUCT
    case .maximum, .any: MARTLET_REDUCE_MAXIMUM
    case .minimum, .all: MARTLET_REDUCE_MINIMUM
    }
  }
}

/// What the steps that reduce have in common.
struct Reduction {
  /// How numbers are joined.
  var kind: martlet_reduction
  /// The register that is reduced.
  var register: Int32
  /// The storage of the results.
  var storage: Int
  /// The results' type.
  var element: ElementType
  /// The storage of partial results, of the registers' type.
  var scratch: Int
  /// The registers' type.
  var type: martlet_element

  /// A program that loads partial results as they lie.
  func partials(_ space: [Int], _ type: ElementType) -> TileProgram {
    let operand = TileProgram.Operand(
      storage: scratch, element: type, register: 0,
      strides: space.indices.map { axis in space[(axis + 1)...].reduce(1, *) }, offset: 0)
    return TileProgram(
      type: RegisterType(type) ?? .f32, space: space, inputs: [operand], outputs: [])
  }
}
