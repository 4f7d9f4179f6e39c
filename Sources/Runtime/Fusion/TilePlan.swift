import MartletKernels
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors

/// A tile program for sizes that are not known yet; numbers of dims are positions in a `DimTable`.
struct TilePlan {
  /// Memory that is loaded or stored, over the space.
  struct Operand {
    /// The storage.
    var storage: Int
    /// The elements' type.
    var element: ElementType
    /// The register.
    var register: Int
    /// The strides along the axes of the space.
    var strides: [Int]
    /// The first element.
    var offset: Int
  }

  /// A reduction at the program's end.
  struct Tail {
    /// How the reduced part of the space lies.
    enum Form {
      /// The last axes of the space are reduced, as many as said.
      case rows(reducedAxes: Int)
      /// The space is [outer, rows, columns], each of as many axes as said, and rows are reduced.
      case columns(outerAxes: Int, rowAxes: Int)
    }

    /// How numbers are joined.
    var kind: Reduce.Kind
    /// Whether there must be numbers, as the result is a position.
    var needsElements: Bool
    /// The register that is reduced.
    var register: Int
    /// Where the results go, densely.
    var storage: Int
    /// The results' type.
    var element: ElementType
    /// How the reduced part lies.
    var form: Form
    /// Memory for partial results.
    var scratch: Int
    /// The reduction, for faults.
    var node: Int
  }

  /// The type of the registers.
  var type: RegisterType
  /// The sizes of the space.
  var space: [Int]
  /// What is loaded.
  var inputs: [Operand] = []
  /// What is stored.
  var outputs: [Operand] = []
  /// The registers that hold one number.
  var constants: [martlet_constant] = []
  /// The instructions.
  var instructions: [martlet_instruction] = []
  /// The reduction.
  var tail: Tail?
  /// What a place takes, in some tenth of a nanosecond.
  var cost = 1
}
