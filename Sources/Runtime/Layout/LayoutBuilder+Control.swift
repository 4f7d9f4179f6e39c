import MartletGraph
import MartletOperations

extension LayoutBuilder {
  /// Lays out a loop or a conditional.
  ///
  /// A region that has no layout for these sizes is at fault only when it runs.
  mutating func layOut(_ plan: ControlPlan) -> Step {
    let step = step(plan)
    bytes[plan.scratch] = step.byteCount
    return step
  }

  /// The step of a loop or a conditional.
  private func step(_ plan: ControlPlan) -> ControlStep {
    let inputs = plan.inputs.map { ControlStep.Operand(value($0)) }
    let results = plan.results.map { ControlStep.Operand(value($0)) }
    func parts(_ regions: [Plan]) -> ControlStep.Parts {
      ControlStep.Parts(
        inputs: inputs, results: results, scratch: plan.scratch, regions: regions.map(region))
    }
    switch plan.form {
    case .loop(let count, let carried, let sliced, let isReversed):
      let steps = numbers[count]
      // A body that is never run may have no layout.
      return LoopStep(
        parts(steps > 0 ? plan.regions : []), count: steps, carried: carried, sliced: sliced,
        isReversed: isReversed)
    case .conditional:
      return ConditionalStep(parts(plan.regions))
    case .whileLoop(let carried, let limit):
      return WhileStep(
        parts(plan.regions), limit: limit.map { numbers[$0] }, carried: carried)
    }
  }

  /// The program of a region in the sizes of the graph around it, or the fault it would end with.
  private func region(_ plan: Plan) -> Result<RegionProgram, RunFault> {
    do throws(RunFault) {
      return .success(RegionProgram(plan, try Layout(plan, sizes)))
    } catch {
      return .failure(error)
    }
  }
}
