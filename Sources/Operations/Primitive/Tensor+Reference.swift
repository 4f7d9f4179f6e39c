import MartletShapes
import MartletTensors

/// What the reference kernels share: slow, general, and plain.
extension Tensor {
  /// A tensor of the given numbers, each rounded once to the element type.
  init(reals: [Double], shape: [Int], element: ElementType) {
    self = Tensor(reals, shape: shape).converted(to: element)
  }

  /// A tensor of the given whole numbers; narrower types keep the low bits.
  init(wholes: [Int], shape: [Int], element: ElementType, bound: Int? = nil) {
    var result = Tensor(wholes.map { Int64($0) }, shape: shape).converted(to: element)
    result.bound = bound
    self = result
  }

  /// A tensor whose elements are chosen from this one's by their place in memory; `nil` gives 0.
  func rearranged<Failure: Error>(
    to shape: [Int], _ source: (_ position: [Int]) throws(Failure) -> Int?
  ) throws(Failure) -> Tensor {
    let space = IndexSpace(shape)
    var sources: [Int?] = []
    sources.reserveCapacity(space.count)
    try space.forEach { (position) throws(Failure) in sources.append(try source(position)) }
    var result = Tensor(zeros: elementType, shape: shape, bound: bound)
    result.fill(from: self, elementType.swiftType, sources)
    return result
  }

  /// Sets the elements to those of another tensor at the given places.
  private mutating func fill<E: TensorElement>(
    from other: Tensor, _ type: E.Type, _ sources: [Int?]
  ) {
    other.withElements(of: E.self) { elements in
      withMutableElements(of: E.self) { own in
        for (place, source) in sources.enumerated() {
          if let source { own[place] = elements[source] }
        }
      }
    }
  }
}
