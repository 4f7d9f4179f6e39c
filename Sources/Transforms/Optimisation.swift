import MartletGraph

/// A rewrite of graphs that keeps what they compute.
public enum Pass: String, CaseIterable, Sendable {
  case fold, share, drop, merge

  /// The rewritten graph.
  public func apply(to graph: Graph) -> Graph {
    switch self {
    case .fold: graph.folded()
    case .share: graph.sharingEqualNodes()
    case .drop: graph.droppingDeadNodes()
    case .merge: graph.mergingLoops()
    }
  }
}

/// A graph that computes the same with less, made for running: it is not differentiated any more.
///
/// - Parameters:
///   - graph: The graph.
///   - verifying: Whether the verifier runs after every pass; it traps and names the pass.
public func optimised(_ graph: Graph, verifying: Bool = false) -> Graph {
  let passes: [Pass] = [.fold, .share, .fold, .share, .drop, .merge, .drop]
  return passes.reduce(graph) { graph, pass in
    let result = pass.apply(to: graph)
    guard verifying else { return result }
    do {
      try result.verify()
    } catch {
      preconditionFailure("graphs are well-formed after \(pass.rawValue): \(error)")
    }
    return result
  }
}
