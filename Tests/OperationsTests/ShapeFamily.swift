import Foundation
import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors

/// An application of an operation for any sizes `n` and `m`, which may be symbols or numbers.
struct ShapeFamily: Sendable {
  /// An input of such sizes.
  enum Input: Sendable {
    /// Floating-point numbers of a range.
    case real([Dim], ClosedRange<Double> = -2...2)
    /// Matrices whose diagonal outweighs the rest.
    case definite([Dim])
    /// Matrices whose eigenvalues and singular values lie apart.
    case distinct([Dim])
    /// Positions below a size.
    case positions([Dim], below: Dim)
    /// Whole numbers below a size, whose type does not say so.
    case wholes([Dim], below: Dim)
    /// Truth values.
    case truth([Dim])
    /// Keys.
    case keys([Dim])
  }

  /// An operation with its inputs.
  struct Application {
    /// The operation.
    let operation: any Primitive
    /// The inputs.
    let inputs: [Input]
    /// The bodies, for inputs of the given types.
    var regions: (GraphBuilder, [TensorType]) -> [Graph] = { _, _ in [] }

    /// An operation without bodies.
    init(_ operation: any Primitive, _ inputs: Input...) {
      self.operation = operation
      self.inputs = inputs
    }

    /// An operation with bodies.
    init(
      _ operation: any Primitive, _ inputs: [Input],
      regions: @escaping (GraphBuilder, [TensorType]) -> [Graph]
    ) {
      self.operation = operation
      self.inputs = inputs
      self.regions = regions
    }
  }

  /// The sizes at which it is tried.
  let sizes: [[Int]]
  /// Whether its inputs may be of `f32`, too.
  let isForAllReals: Bool
  /// The application for given sizes.
  let application: @Sendable (_ n: Dim, _ m: Dim) -> Application

  /// Sizes around those at which kernels change their ways: empty, one, odd, powers of two and
  /// their neighbours, more than a tile.
  static let wide =
    [[0, 3], [3, 0], [1, 1], [2, 3], [7, 1], [1, 127], [129, 2], [2, 300]] + long
  /// Sizes beyond what a group of threads shares out; tried where `MARTLET_LONG` is set.
  private static let long =
    ProcessInfo.processInfo.environment["MARTLET_LONG"] == nil
    ? [] : [[128, 3], [3, 1000], [1, 4097], [1031, 17]]
  /// Sizes of matrices, for operations whose cost grows with the third power.
  static let small = [[0, 2], [1, 1], [2, 3], [3, 1], [7, 2], [17, 5]]

  /// A family tried at the given sizes.
  init(
    _ sizes: [[Int]] = ShapeFamily.wide, allReals: Bool = true,
    _ application: @escaping @Sendable (_ n: Dim, _ m: Dim) -> Application
  ) {
    self.sizes = sizes
    isForAllReals = allReals
    self.application = application
  }
}

extension ShapeFamily.Input {
  /// The type of the input.
  func type(_ element: ElementType) -> TensorType {
    switch self {
    case .real(let dims, _), .definite(let dims), .distinct(let dims): TensorType(element, dims)
    case .positions(let dims, let limit): TensorType(.i32, dims, bound: limit)
    case .wholes(let dims, _): TensorType(.i32, dims)
    case .truth(let dims): TensorType(.bool, dims)
    case .keys(let dims): TensorType(.i64, dims)
    }
  }

  /// A tensor for known sizes.
  func tensor(_ element: ElementType, _ draw: inout Draw) -> Tensor {
    let shape = type(element).dims.map { $0.constant! }
    let sample: OperationSample.Input
    switch self {
    case .real(_, let range): sample = .real(shape, range)
    case .definite: sample = .definite(shape)
    case .distinct: sample = .distinct(shape)
    case .positions(_, let limit): sample = .positions(shape, below: limit.constant!)
    case .wholes(_, let limit):
      var tensor = OperationSample.Input.positions(shape, below: limit.constant!).tensor(&draw)
      tensor.bound = nil
      return tensor
    case .truth: sample = .truth(shape)
    case .keys: sample = .keys(shape)
    }
    let tensor = sample.tensor(&draw)
    return tensor.elementType == .f64 ? tensor.converted(to: element) : tensor
  }
}
