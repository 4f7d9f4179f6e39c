import MartletGraph
import MartletOperations
import MartletShapes
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
        ## `r` whose diagonal is not negative. Of wide matrices, `N >= M`, `q` is `[M, M]` and `r` is `[M, N]`.
        fn qr[T: Floating, ...S, M, N](a: T[...S, M, N]) -> (T[...S, M, N], T[...S, N, N]) where M >= N
        """
      ) { try $0.factored(OrthogonalTriangular(), $1) },
      Builtin(
        "svd",
        """
        ## Each matrix as `u @ diag(s) @ transpose(v)`: columns of `u` and of `v` at right angles, singular
        ## values `s` greatest first; the element of greatest magnitude of each column of `v` is positive.
        ## Of wide matrices, `N >= M`, `u` is `[M, M]`, `s` is `[M]`, `v` is `[N, M]`, and it is the columns
        ## of `u` that have positive greatest elements.
        fn svd[T: Floating, ...S, M, N](a: T[...S, M, N]) -> (T[...S, M, N], T[...S, N], T[...S, N, N]) where M >= N
        """
      ) { try $0.factored(SingularValues(), $1) },
      Builtin(
        "qr_wide",
        """
        ## What `qr` is of matrices that have at least as many columns as rows. The first columns alone
        ## determine `q`.
        fn qr_wide[T: Floating, ...S, M, N](a: T[...S, M, N]) -> (T[...S, M, M], T[...S, M, N]) where N >= M
        """
      ) { try $0.wideTriangle($1) },
      Builtin(
        "svd_wide",
        """
        ## What `svd` is of matrices that have at least as many columns as rows.
        fn svd_wide[T: Floating, ...S, M, N](a: T[...S, M, N]) -> (T[...S, M, M], T[...S, M], T[...S, N, M]) where N >= M
        """
      ) { try $0.wideSingularValues($1) },
    ]
  }
}

extension Evaluator {
  /// `Q R₁` of the first columns, and `R₂ = Qᵀ A₂` of the others.
  fileprivate func wideTriangle(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try scalarOrNode(call.required(0), at: call.span)
    let dims = graph.type(of: x).dims
    let (rows, columns) = (dims.count - 2, dims.count - 1)
    func part(from start: Dim, to limit: Dim) throws -> ValueID {
      let starts = dims.indices.map { $0 == columns ? start : Dim(0) }
      let slice = Slice(
        starts: starts, limits: Array(dims.dropLast()) + [limit], steps: dims.map { _ in 1 })
      return try graph.emit(slice, [x.id], at: call.span)
    }
    let factors = try graph.builder.tryAdd(
      OrthogonalTriangular(), [part(from: 0, to: dims[rows])], at: call.span)
    let batch = Array(0..<rows)
    let product = Contract(
      lhsBatch: batch, rhsBatch: batch, lhsContracted: [rows], rhsContracted: [rows])
    let rest = try graph.emit(
      product, [factors[0], part(from: dims[rows], to: dims[columns])], at: call.span)
    let whole = try graph.emit(Concatenate(axis: columns), [factors[1], rest], at: call.span)
    return .tuple([factors[0], whole].map { .node(GraphNode($0)) })
  }

  /// The singular values of the transposes, whose left vectors are the right ones.
  fileprivate func wideSingularValues(_ call: Invocation) throws -> Value {
    let graph = try currentGraph(at: call.span)
    let x = try scalarOrNode(call.required(0), at: call.span)
    let rank = graph.type(of: x).rank
    let order = Array(0..<rank - 2) + [rank - 1, rank - 2]
    let tall = try graph.emit(Transpose(permutation: order), [x.id], at: call.span)
    let factors = try graph.builder.tryAdd(SingularValues(), [tall], at: call.span)
    return .tuple([factors[2], factors[1], factors[0]].map { .node(GraphNode($0)) })
  }

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
