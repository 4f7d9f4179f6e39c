import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// A small generator of numbers, the same on every machine (a multiplicative congruence).
package struct Draw {
  /// What the next number is made of.
  private var state: UInt64

  /// The numbers of a seed.
  package init(seed: Int) { state = UInt64(seed) &* 7919 &+ 13 }

  /// The next number below a limit.
  package mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  /// A tensor of numbers of a range.
  package mutating func tensor(
    _ shape: [Int], in range: ClosedRange<Double> = -1...1, as element: ElementType = .f64
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    let numbers = (0..<shape.reduce(1, *)).map { _ in
      range.lowerBound + width * Double(next(below: 1 << 30)) / Double(1 << 30)
    }
    return Tensor(numbers, shape: shape).converted(to: element)
  }

  /// Positions below a limit.
  package mutating func positions(_ shape: [Int], below limit: Int) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { _ in Int32(next(below: limit)) }
    return Tensor(values, shape: shape, bound: limit)
  }
}

extension OperationSample.Input {
  /// The input's tensor; numbers are of the given type.
  package func tensor(_ draw: inout Draw, _ element: ElementType) -> Tensor {
    switch self {
    case .real(let shape, let range): return draw.tensor(shape, in: range, as: element)
    case .definite(let shape), .distinct(let shape):
      return draw.tensor(shape, in: -1...1, as: element).withDiagonal { Double(3 * $0 + 4) }
    case .positions(let shape, let limit): return draw.positions(shape, below: limit)
    case .truth(let shape):
      return Tensor((0..<shape.reduce(1, *)).map { _ in draw.next(below: 2) == 1 }, shape: shape)
    case .key: return Tensor(scalar: Int64(42))
    case .keys(let shape):
      return Tensor((0..<shape.reduce(1, *)).map { Int64($0) * 7 - 3 }, shape: shape)
    }
  }
}

extension Tensor {
  /// The matrices with numbers added along their diagonals.
  package func withDiagonal(_ addend: (Int) -> Double) -> Tensor {
    let columns = shape[shape.count - 1]
    let rows = shape[shape.count - 2]
    let values = doubles.enumerated().map { place, value in
      let (row, column) = (place / columns % rows, place % columns)
      return row == column ? value + addend(row) : value
    }
    return Tensor(values, shape: shape).converted(to: elementType)
  }

  /// The type of a parameter that takes this tensor.
  package var type: TensorType {
    TensorType(elementType, shape.map { Dim($0) }, bound: bound.map { Dim($0) })
  }
}
