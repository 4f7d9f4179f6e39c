import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// A small generator of numbers, the same on every machine (SplitMix64).
struct Draw {
  /// What the next number is made of.
  private var state: UInt64

  /// The numbers of a seed.
  init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  mutating func bits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// The next number of a range.
  mutating func real(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(bits() >> 11) * 0x1p-53
  }

  /// The next whole number below a limit.
  mutating func int(below limit: Int) -> Int { Int(bits() % UInt64(limit)) }

  /// A tensor of `f64` numbers of a range.
  mutating func tensor(_ shape: [Int], in range: ClosedRange<Double> = -1...1) -> Tensor {
    Tensor((0..<shape.reduce(1, *)).map { _ in real(in: range) }, shape: shape)
  }
}

extension OperationSample.Input {
  /// The input's tensor.
  func tensor(_ draw: inout Draw) -> Tensor {
    switch self {
    case .real(let shape, let range): return draw.tensor(shape, in: range)
    case .definite(let shape): return draw.tensor(shape).withDiagonal { _ in 4 }
    case .distinct(let shape): return draw.tensor(shape).withDiagonal { Double(3 * $0 + 2) }
    case .positions(let shape, let limit):
      let values = (0..<shape.reduce(1, *)).map { _ in Int32(draw.int(below: limit)) }
      return Tensor(values, shape: shape, bound: limit)
    case .truth(let shape):
      return Tensor((0..<shape.reduce(1, *)).map { _ in draw.int(below: 2) == 1 }, shape: shape)
    case .key: return Tensor(scalar: Int64(42))
    case .keys(let shape):
      return Tensor((0..<shape.reduce(1, *)).map { Int64($0) * 7 - 3 }, shape: shape)
    }
  }
}

extension Tensor {
  /// The type of a parameter that takes this tensor.
  var type: TensorType {
    TensorType(elementType, shape.map { Dim($0) }, bound: bound.map { Dim($0) })
  }

  /// The matrices with numbers added along their diagonals.
  func withDiagonal(_ addend: (Int) -> Double) -> Tensor {
    let columns = shape[shape.count - 1]
    let rows = shape[shape.count - 2]
    let values = doubles.enumerated().map { place, value in
      let (row, column) = (place / columns % rows, place % columns)
      return row == column ? value + addend(row) : value
    }
    return Tensor(values, shape: shape)
  }

  /// This tensor moved along a direction.
  func moved(along direction: Tensor, by step: Double) -> Tensor {
    Tensor(zip(doubles, direction.doubles).map { $0 + step * $1 }, shape: shape)
  }

  /// The sum of the products of the elements.
  func dot(_ other: Tensor) -> Double { zip(doubles, other.doubles).reduce(0) { $0 + $1.0 * $1.1 } }
}
