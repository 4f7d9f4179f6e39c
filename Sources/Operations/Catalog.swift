/// All primitives, each in one line; tests, documentation and the language's signatures iterate it.
public enum Catalog {
  /// The types of all primitives.
  public static let primitives: [any Primitive.Type] = [
    Constant.self,
    SizeValue.self,
    Iota.self,
    Elementwise.self,
    Cast.self,
    Broadcast.self,
    Transpose.self,
    Reverse.self,
    Reshape.self,
    Concatenate.self,
    Slice.self,
    Pad.self,
    Reduce.self,
    ArgExtreme.self,
    CumulativeSum.self,
    CumulativeExtreme.self,
    LinearRecurrence.self,
    Contract.self,
    Cholesky.self,
    TriangularSolve.self,
    LinearSolve.self,
    LogDeterminant.self,
    SymmetricEigen.self,
    OrthogonalTriangular.self,
    SingularValues.self,
    Gather.self,
    ScatterAdd.self,
    SegmentExtreme.self,
    Argsort.self,
    Windows.self,
    Fold.self,
    DeriveKey.self,
    RandomUniform.self,
    RandomNormal.self,
    StopGradient.self,
    Identity.self,
    Recall.self,
    Upstream.self,
    CustomRule.self,
    Assume.self,
    CheckBound.self,
    Loop.self,
    Conditional.self,
    While.self,
  ]

  /// The reference's pages, in the order of `primitives`.
  public static var pages: [OperationPage] { primitives.flatMap { $0.pages } }

  /// The functions of the language that are one operation each, in the order of `primitives`.
  public static var functions: [OperationFunction] { primitives.flatMap { $0.functions } }

  /// The functions that users call by their names, in the language itself, with documentation.
  public static var signatures: String {
    let scalars = ScalarFunction.allCases.filter(\.row.isCallable).map(\.declaration)
    return (scalars + functions.map(\.declaration)).joined(separator: "\n")
  }
}

extension ScalarFunction {
  /// The function as the language declares it.
  fileprivate var declaration: String {
    let (trait, result) =
      switch row.typing {
      case .numeric: ("Numeric", "T")
      case .floating: ("Floating", "T")
      case .integer: ("Integer", "T")
      case .test: ("Floating", "bool")
      case .comparison, .logical, .choice: ("Element", "bool")
      }
    let parameters = ["x", "y", "z"].prefix(arity).map { "\($0): T[...S]" }
    return """
      ## \(row.summary)
      fn \(name)[T: \(trait), ...S](\(parameters.joined(separator: ", "))) -> \(result)[...S]

      """
  }
}
