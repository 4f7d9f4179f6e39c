import MartletGraph
import MartletOperations
import MartletShapes

extension LayoutBuilder {
  /// Lays out an operation of linear algebra.
  func layOut(matrices plan: ReferencePlan) -> Step {
    plan.results[0].element == .f32
      ? layOut(matrices: plan, Float.self) : layOut(matrices: plan, Double.self)
  }

  /// Lays out an operation of linear algebra on elements of a type.
  private func layOut<Element: LapackElement>(matrices plan: ReferencePlan, _: Element.Type)
    -> Step
  {
    let node = self.plan.graph.nodes[plan.node]
    let (inputs, builder, sizes) = (plan.inputs.map(value), self, self.sizes)
    guard let routine = LayoutBuilder.routine(node.operation, inputs, Element.self) else {
      preconditionFailure("\(node.operation.name) has a routine")
    }
    return MatrixStep(
      node.operation.name, routine, inputs: inputs, results: plan.results.map(value),
      refusal: { matrix, pivot in
        node.operation is Cholesky
          ? .notPositiveDefinite(matrix: matrix, row: pivot)
          : .singular(matrix: matrix, pivot: pivot)
      }, fault: { builder.fault($0, at: plan.node) }
    ) { (inputs) throws(RunFault) in
      try ReferenceInterpreter.results(of: node, inputs, sizes)
    }
  }

  /// The routine of an operation for inputs of given sizes.
  private static func routine<Element: LapackElement>(
    _ operation: any Operation, _ inputs: [ReferenceStep.Value], _: Element.Type
  ) -> (any MatrixRoutine<Element>)? {
    func size(_ input: Int, _ axisFromEnd: Int) -> Int {
      inputs[input].shape[inputs[input].shape.count - axisFromEnd]
    }
    let (rows, columns) = (size(0, 2), size(0, 1))
    switch operation {
    case is Cholesky: return DefiniteRoutine(size: rows)
    case let operation as TriangularSolve:
      return TriangleRoutine(
        size: rows, columns: size(1, 1), isUpper: operation.isUpper,
        isTransposed: operation.isTransposed)
    case let operation as LinearSolve:
      return SystemRoutine(
        size: rows, columns: size(1, 1), isTransposed: operation.isTransposed)
    case is LogDeterminant: return DeterminantRoutine(size: rows)
    case is SymmetricEigen: return EigenRoutine(size: rows)
    case is OrthogonalTriangular: return OrthogonalRoutine(rows: rows, columns: columns)
    case is SingularValues: return SingularRoutine(rows: rows, columns: columns)
    default: return nil
    }
  }
}
