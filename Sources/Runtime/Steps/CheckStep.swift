import MartletKernels
import MartletOperations
import MartletShapes

/// Checks that positions are in range.
final class CheckStep: Step {
  /// Where the positions lie.
  private let place: ProductStep.Place
  /// Their type.
  private let element: martlet_element
  /// Their number, and what they have to stay below.
  private let (count, bound): (Int, Int)
  /// What a fault is said to come from.
  private let fault: (OperationFault) -> RunFault

  /// A step that checks positions.
  init(
    place: ProductStep.Place, element: ElementType, count: Int, bound: Int,
    fault: @escaping (OperationFault) -> RunFault
  ) {
    self.place = place
    self.element = element.inC
    (self.count, self.bound) = (count, bound)
    self.fault = fault
  }

  override func run(_ context: RunContext) throws(RunFault) {
    let numbers = context.addresses[place.storage] + place.byte
    let wrong = Int(martlet_first_outside(numbers, element, Int64(count), Int64(bound)))
    if wrong < 0 { return }
    let value: Int =
      switch element {
      case MARTLET_I64: Int(numbers.load(fromByteOffset: wrong * 8, as: Int64.self))
      case MARTLET_I8: Int(numbers.load(fromByteOffset: wrong, as: Int8.self))
      case MARTLET_U8: Int(numbers.load(fromByteOffset: wrong, as: UInt8.self))
      default: Int(numbers.load(fromByteOffset: wrong * 4, as: Int32.self))
      }
    throw fault(.outOfRange(value: value, bound: bound, position: wrong))
  }

  override var summary: String { "check that \(count) positions are below \(bound)" }
}
