import MartletGraph
import MartletShapes
import MartletTensors

/// An operation that runs regions: closed graphs in the sizes of the graph around them.
///
/// What a region uses is an input of the node and a parameter of the region. A value fits a
/// parameter of the same element type and sizes, whose bound, if it has one, is no smaller.
public protocol ControlPrimitive: Primitive {
  /// The meaning of the operation; `run` runs its regions.
  func evaluate(
    _ inputs: [Tensor], regions: [Graph], sizes: Sizes, running run: RegionRun
  ) throws(RunFault) -> [Tensor]

  /// The node of the results that are used, of which there is one, without what only others need.
  func trimmed(_ regions: [Graph], used: [Bool]) -> TrimmedNode

  /// The parameter of a region that is an input in every run of it; `nil` if there is none.
  func invariant(ofInput input: Int) -> Int?
}

/// Runs a region on inputs, in the sizes of the graph around it.
public typealias RegionRun = (_ region: Graph, _ inputs: [Tensor], _ sizes: Sizes)
  throws(RunFault) -> [Tensor]

extension ControlPrimitive {
  /// Nothing: without regions there is no meaning.
  public func evaluate(_ inputs: [Tensor], sizes: Sizes) throws(OperationFault) -> [Tensor] {
    preconditionFailure("operations with regions are evaluated with them: \(name)")
  }

  /// Nothing: without regions there is no type.
  public func resultTypes(of inputs: [TensorType], facts: DimFacts) throws(TypeFault)
    -> [TensorType]
  {
    throw TypeFault("\(name) without regions")
  }

  /// Numbers of dims, for which a fault is this operation's.
  func numbers<Result>(_ body: () throws(OperationFault) -> Result) throws(RunFault) -> Result {
    do {
      return try body()
    } catch {
      throw .operation(name, error, at: nil)
    }
  }

  /// Tensors as values of the given types, whose bounds they take.
  func typed(_ tensors: [Tensor], as types: [TensorType], _ sizes: Sizes) throws(RunFault)
    -> [Tensor]
  {
    try numbers { () throws(OperationFault) in
      var result = tensors
      for (index, type) in types.enumerated() {
        result[index].bound = nil
        if let bound = type.bound { result[index].bound = try sizes.number(bound) }
      }
      return result
    }
  }
}

extension Graph {
  /// The types of the parameters.
  public var parameterTypes: [TensorType] { parameters.map { type(of: $0.value) } }
  /// The types of the outputs.
  public var outputTypes: [TensorType] { outputs.map(type(of:)) }
}

extension TypeFault {
  /// Checks that values fit parameters, one by one.
  static func check(_ types: [TensorType], fit parameters: [TensorType], _ facts: DimFacts)
    throws(TypeFault)
  {
    try check(types.count == parameters.count, "\(types.count) values for \(parameters.count)")
    for (type, parameter) in zip(types, parameters) {
      try check(facts.fits(type, parameter), "\(type) for \(parameter)")
    }
  }
}

extension DimFacts {
  /// Whether a value of one type can be taken for one of another.
  public func fits(_ type: TensorType, _ target: TensorType) -> Bool {
    guard type.element == target.element, equal(type.dims, target.dims) else { return false }
    guard let limit = target.bound else { return true }
    guard let bound = type.bound else { return false }
    return equal(bound, limit) || isProved(.atLeast(limit, bound))
  }
}
