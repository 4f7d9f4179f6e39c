import GraphSupport
import MartletGraph
import MartletOperations
import MartletRuntime
import MartletShapes
import MartletTensors
import Testing

/// Linear algebra by LAPACK against the reference kernels, and against what factors promise.
struct FactorisationTests {
  /// All operations, with how many right-hand sides they take.
  static let operations: [(operation: any Primitive, isSystem: Bool)] = [
    (Cholesky(), false), (LogDeterminant(), false), (SymmetricEigen(), false),
    (OrthogonalTriangular(), false), (SingularValues(), false),
    (LinearSolve(), true), (LinearSolve(isTransposed: true), true),
    (TriangularSolve(), true), (TriangularSolve(isUpper: true), true),
    (TriangularSolve(isTransposed: true), true),
    (TriangularSolve(isUpper: true, isTransposed: true), true),
  ]

  /// A graph of one operation on inputs of the given types.
  static func graph(_ operation: any Primitive, _ inputs: [Tensor]) throws -> Graph {
    let builder = GraphBuilder()
    let values = inputs.map { builder.parameter("x", $0.type) }
    return builder.finish(outputs: try builder.tryAdd(operation, values))
  }

  /// What an operation yields by a plan.
  static func run(_ operation: any Primitive, _ inputs: [Tensor], threads: Int = 2) throws
    -> [Tensor]
  {
    try ExecutableTests.run(graph(operation, inputs), inputs, threads: threads)
  }

  @Test(arguments: [0, 1, 2, 3, 7, 33])
  func agreeWithReferences(size: Int) throws {
    for element in [ElementType.f64, .f32] {
      for batch in [[], [3], [2, 0], [2, 2]] {
        var draw = Draw(seed: size)
        let a = draw.tensor(batch + [size, size], as: element).withDiagonal { Double(2 * $0 + 4) }
        for (operation, isSystem) in Self.operations {
          for columns in isSystem ? [0, 1, 5] : [0] {
            let b = draw.tensor(batch + [size, columns], as: element)
            try ExecutableTests.check(
              try Self.graph(operation, isSystem ? [a, b] : [a]), isSystem ? [a, b] : [a],
              tolerance: element == .f64 ? 1e-10 : 2e-4)
          }
        }
      }
    }
  }

  @Test(arguments: [ElementType.f64, .f32], Draw.matrixKinds)
  func singularVectorsMultiplyToTheMatrix(element: ElementType, kind: String) throws {
    for (rows, columns) in [(3, 3), (7, 2), (64, 64), (200, 64), (200, 200)] {
      let a = Draw.matrix(kind, rows, columns, element)
      let tolerance = (element == .f64 ? 1e-12 : 1e-4) * Double(rows)
      let results = try Self.run(SingularValues(), [a]).map(DoubleMatrix.init)
      let (u, s, v) = (results[0], results[1].elements, results[2])
      #expect(zip(s, s.dropFirst()).allSatisfy { $0 >= $1 } && s.allSatisfy { $0 >= 0 })
      #expect(u.transposed.times(u).distance(to: .identity(columns)) < tolerance)
      #expect(v.transposed.times(v).distance(to: .identity(columns)) < tolerance)
      let product = u.scaled(columns: s).times(v.transposed)
      #expect(product.distance(to: DoubleMatrix(a)) < tolerance * max(1, s.first ?? 0))
      #expect(v.greatestOfColumns.allSatisfy { $0 > 0 })
    }
  }

  @Test(arguments: [ElementType.f64, .f32], Draw.matrixKinds)
  func eigenvectorsAndReflectionsMultiplyToTheMatrix(element: ElementType, kind: String) throws {
    for size in [1, 7, 64, 200] {
      let a = Draw.matrix(kind, size, size, element)
      let matrix = DoubleMatrix(a)
      let tolerance = (element == .f64 ? 1e-12 : 1e-4) * Double(size) * max(1, matrix.greatest)
      let eigen = try Self.run(SymmetricEigen(), [a]).map(DoubleMatrix.init)
      let (w, v) = (eigen[0].elements, eigen[1])
      #expect(zip(w, w.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(v.transposed.times(v).distance(to: .identity(size)) < tolerance)
      #expect(
        v.scaled(columns: w).times(v.transposed).distance(to: matrix.symmetrised) < tolerance)
      #expect(v.greatestOfColumns.allSatisfy { $0 > 0 })
      let qr = try Self.run(OrthogonalTriangular(), [a]).map(DoubleMatrix.init)
      #expect(qr[0].transposed.times(qr[0]).distance(to: .identity(size)) < tolerance)
      #expect(qr[0].times(qr[1]).distance(to: matrix) < tolerance)
      #expect((0..<size).allSatisfy { qr[1][$0, $0] >= 0 })
    }
  }

  @Test func illConditionedSystemsHaveSmallResiduals() throws {
    // A Hilbert matrix: its solutions are as good as none, but must solve.
    let a = Draw.matrix("ill-conditioned", 10, 10, .f64)
    var draw = Draw(seed: 4)
    let b = draw.tensor([10, 3])
    let x = DoubleMatrix(try Self.run(LinearSolve(), [a, b])[0])
    let residual = DoubleMatrix(a).times(x).distance(to: DoubleMatrix(b))
    #expect(residual < 1e-13 * max(1, x.greatest))
  }

  @Test(arguments: [ElementType.f64, .f32])
  func matricesWithNaNGiveNaN(element: ElementType) throws {
    for wrong in [Double.nan, .infinity] {
      var numbers = [Double](repeating: 0.5, count: 2 * 24 * 24)
      numbers[24 * 24 + 30] = wrong
      var a = Tensor(numbers, shape: [2, 24, 24]).converted(to: element)
      a = a.withDiagonal { Double($0 + 40) }
      let b = Tensor([Double](repeating: 1, count: 2 * 24 * 2), shape: [2, 24, 2])
        .converted(to: element)
      for (operation, isSystem) in Self.operations
      where !(operation is Cholesky || operation is TriangularSolve) {
        let inputs = isSystem ? [a, b] : [a]
        let reference = try ReferenceInterpreter.evaluate(Self.graph(operation, inputs), inputs)
        for results in [try Self.run(operation, inputs), reference] {
          for result in results {
            let numbers = result.doubles
            let half = numbers.count / 2
            let wrongPlaces = numbers.indices.filter {
              $0 < half ? !numbers[$0].isFinite : !numbers[$0].isNaN
            }
            #expect(wrongPlaces.isEmpty, "\(operation.name)")
          }
        }
      }
    }
  }

  @Test func faultsNameTheMatrixAndThePivot() throws {
    var numbers = [Double](repeating: 0, count: 4 * 9)
    for matrix in 0..<4 { for row in 0..<3 { numbers[matrix * 9 + row * 4] = Double(row + 1) } }
    numbers[2 * 9 + 4] = 0
    numbers[3 * 9 + 8] = 0
    let a = Tensor(numbers, shape: [4, 3, 3])
    var withNaN = numbers
    withNaN[9 + 8] = .nan
    let b = Tensor([Double](repeating: 1, count: 12), shape: [4, 3, 1])
    let cases: [(any Primitive, [Tensor], OperationFault)] = [
      (LinearSolve(), [a, b], .singular(matrix: 2, pivot: 1)),
      (LinearSolve(isTransposed: true), [a, b], .singular(matrix: 2, pivot: 1)),
      (TriangularSolve(), [a, b], .singular(matrix: 2, pivot: 1)),
      (TriangularSolve(isUpper: true), [a, b], .singular(matrix: 2, pivot: 1)),
      (Cholesky(), [a], .notPositiveDefinite(matrix: 2, row: 1)),
      (Cholesky(), [Tensor(withNaN, shape: [4, 3, 3])], .notPositiveDefinite(matrix: 1, row: 2)),
    ]
    for (operation, inputs, fault) in cases {
      let graph = try Self.graph(operation, inputs)
      let expected = RunFault.operation(operation.name, fault, at: nil)
      #expect(throws: expected) { try ReferenceInterpreter.evaluate(graph, inputs) }
      for element in [ElementType.f64, .f32] {
        let inputs = inputs.map { $0.converted(to: element) }
        #expect(throws: expected) { try Self.run(operation, inputs) }
      }
    }
  }

  @Test func threadsDoNotChangeABit() throws {
    var draw = Draw(seed: 8)
    let a = draw.tensor([9, 40, 40], as: .f32).withDiagonal { Double(2 * $0 + 4) }
    let b = draw.tensor([9, 40, 3], as: .f32)
    for (operation, isSystem) in Self.operations {
      let inputs = isSystem ? [a, b] : [a]
      let alone = try Self.run(operation, inputs, threads: 1)
      let together = try Self.run(operation, inputs, threads: 3)
      #expect(alone.map(\.doubles) == together.map(\.doubles), "\(operation.name)")
    }
  }
}
