import MartletGraph
import MartletOperations
import MartletSource

extension Builtins {
  /// Factorisations of matrices into several parts.
  static var matrices: [Builtin] {
    [
      Builtin(
        "slogdet",
        """
        ## The sign of the determinant of each matrix of the last two axes, and the logarithm of its
        ## magnitude; of a singular matrix 0 and -inf.
        fn slogdet[T: Floating, ...S, N](a: T[...S, N, N]) -> (T[...S], T[...S])
        """
      ) { try $0.factored(LogDeterminant(), $1) },
      Builtin(
        "eigh",
        """
        ## The eigenvalues of the symmetric part of each matrix, smallest first, and the eigenvectors as
        ## columns; the element of greatest magnitude of each is positive. The gradient counts what
        ## belongs to equal eigenvalues as 0.
        fn eigh[T: Floating, ...S, N](a: T[...S, N, N]) -> (T[...S, N], T[...S, N, N])
        """
      ) { try $0.factored(SymmetricEigen(), $1) },
      Builtin(
        "qr",
        """
        ## Each matrix as `q @ r`: columns of `q` at right angles and of length 1, and an upper triangle
        ## `r` whose diagonal is not negative.
        fn qr[T: Floating, ...S, M, N](a: T[...S, M, N]) -> (T[...S, M, N], T[...S, N, N]) where M >= N
        """
      ) { try $0.factored(OrthogonalTriangular(), $1) },
      Builtin(
        "svd",
        """
        ## Each matrix as `u @ diag(s) @ transpose(v)`: columns of `u` and of `v` at right angles, singular
        ## values `s` greatest first; the element of greatest magnitude of each column of `v` is positive.
        fn svd[T: Floating, ...S, M, N](a: T[...S, M, N]) -> (T[...S, M, N], T[...S, N], T[...S, N, N]) where M >= N
        """
      ) { try $0.factored(SingularValues(), $1) },
    ]
  }
}

extension Evaluator {
  /// The parts of a matrix that an operation finds, as a tuple.
  fileprivate func factored(_ operation: some Primitive, _ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try scalarOrNode(call.required(0), at: call.span)
    do {
      let results = try graph.builder.tryAdd(operation, [x.id], at: call.span)
      return .tuple(results.map { .node(GraphNode($0)) })
    } catch {
      throw Diagnostic.operationRefused(
        operation.name, [graph.type(of: x).description], "\(error)", at: call.span)
    }
  }
}
