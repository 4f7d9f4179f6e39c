import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import MartletTransforms
import Testing

/// Operations on many lanes at once yield what they yield lane by lane.
@Suite struct BatchTests {
  /// The operations that can be mapped.
  static let names = Catalog.pages.filter { page in
    page.samples.allSatisfy { !$0.inputs.isEmpty }
  }.map(\.name)

  @Test(arguments: names) func eachInputAloneAndAllTogetherAgreeWithALoop(_ name: String) throws {
    var draw = Draw(seed: 5)
    for sample in Catalog.pages.first(where: { $0.name == name })!.samples {
      let check = BatchCheck(sample, lanes: 3, &draw)
      let inputs = sample.inputs.indices
      for alone in inputs { try check.expectAgreement(mapped: inputs.map { $0 == alone }) }
      for shared in inputs { try check.expectAgreement(mapped: inputs.map { $0 != shared }) }
      try check.expectAgreement(mapped: inputs.map { _ in true })
      try check.expectAgreement(mapped: inputs.map { _ in false })
    }
  }

  @Test func onlyOperationsWithoutInputsHaveNoRule() {
    for sample in Catalog.pages.flatMap(\.samples) {
      guard case .none = sample.operation.batching else { continue }
      #expect(sample.inputs.isEmpty, "\(sample.operation.name)")
    }
  }

  @Test(arguments: names) func gradientsOfManyLanesAgreeWithDifferences(_ name: String) throws {
    var draw = Draw(seed: 6)
    for sample in Catalog.pages.first(where: { $0.name == name })!.samples {
      if case .none = sample.operation.derivative { continue }
      let check = BatchCheck(sample, lanes: 2, &draw)
      let inputs = check.lanes[0].indices.map { index in
        Tensor(stacking: check.lanes.map { $0[index] })!
      }
      try GradientCheck(inputs) { builder, values in
        let lanes = values.map { LaneValue($0, isMapped: true) }
        let results = try! batch(check.region, into: builder, inputs: lanes, count: 2)
        return results.map { $0.spread(over: 2, builder) }
      }.expectAgreement(order: 1)
    }
  }
}
