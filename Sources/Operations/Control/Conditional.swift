import MartletGraph
import MartletShapes
import MartletTensors

/// One of two regions, as a truth value says.
///
///     inputs:   condition: bool[], captured…
///     regions:  (captured…) -> (values…), if it is true, and the same if it is false
///     results:  values…
///
/// Only the chosen region runs.
public struct Conditional: ControlPrimitive, Hashable {
  /// There is only one.
  public init() {}

  /// The name in the text form.
  public var name: String { "if" }

  /// What the first region yields, which what the second yields must fit.
  public func resultTypes(of inputs: [TensorType], regions: [Graph], facts: DimFacts)
    throws(TypeFault) -> [TensorType]
  {
    try TypeFault.check(regions.count == 2, "\(regions.count) regions of a conditional")
    try TypeFault.check(inputs.first == TensorType(.bool), "no condition")
    for region in regions {
      try TypeFault.check(Array(inputs.dropFirst()), fit: region.parameterTypes, facts)
    }
    let types = regions[0].outputTypes
    try TypeFault.check(regions[1].outputTypes, fit: types, facts)
    return types
  }

  /// The chosen region's outputs.
  public func evaluate(
    _ inputs: [Tensor], regions: [Graph], sizes: Sizes, running run: RegionRun
  ) throws(RunFault) -> [Tensor] {
    let isTrue = inputs[0].ints[0] != 0
    let region = regions[isTrue ? 0 : 1]
    let outputs = try run(region, Array(inputs.dropFirst()), sizes)
    return try typed(outputs, as: regions[0].outputTypes, sizes)
  }

  /// The parameter of an input other than the condition.
  public func invariant(ofInput input: Int) -> Int? { input == 0 ? nil : input - 1 }
}
