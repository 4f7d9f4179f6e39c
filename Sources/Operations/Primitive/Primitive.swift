import MartletGraph
import MartletTensors

/// An operation of the engine, in one place: its shape rule, its meaning, its derivative,
/// its form for many lanes.
public protocol Primitive: Operation {
  /// The meaning of the operation: naive, exact, safe on any input.
  ///
  /// Floating-point numbers are computed in `Double` and rounded once. It is the oracle of the fast
  /// kernels and the fallback where there is none.
  func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor]

  /// What the reference says; a family of operations has several pages.
  static var pages: [OperationPage] { get }

  /// The functions of the language that are this operation, for programs to call; often none.
  static var functions: [OperationFunction] { get }

  /// The reverse-mode derivative.
  var derivative: Derivative { get }

  /// How it is carried out on all lanes of a map at once.
  var batching: Batching { get }

  /// Something simpler that yields the same, if its inputs allow it; nodes may be added for it.
  func simplified(_ context: SimplificationContext) -> ValueID?

  /// The inputs that the results are, of an operation that means something to derivatives only.
  func passedOn(_ inputs: [ValueID]) -> [ValueID]?
}

extension Primitive {
  /// Programs do not call it.
  public static var functions: [OperationFunction] { [] }

  /// There is nothing simpler.
  public func simplified(_ context: SimplificationContext) -> ValueID? { nil }

  /// The results are none of the inputs.
  public func passedOn(_ inputs: [ValueID]) -> [ValueID]? { nil }
}
