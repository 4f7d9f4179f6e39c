import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

extension Builtins {
  /// Functions over trees.
  static var trees: [Builtin] {
    [
      Builtin(
        "zero_gradient",
        "## The gradient of `x` that is 0 everywhere.\nfn zero_gradient[T: Tree](x: T) -> Grad[T]"
      ) { evaluator, call in
        let graph = try evaluator.currentGraph(at: call.span)
        return try evaluator.gradientTree(of: call.required(0)) { _, leaf in
          let type = graph.type(of: try evaluator.node(leaf, nil, at: call.span))
          return .node(
            GraphNode(
              graph.builder.at(call.span) {
                graph.builder.filled(0, NodeType(type.element, type.dims))
              }))
        }
      },
      Builtin(
        "coordinates",
        """
        ## The trained tensors of `x` as a vector: `x` less the origin, which weight decay needs.
        fn coordinates[T: Tree](x: T) -> Grad[T]
        """
      ) { evaluator, call in
        try evaluator.gradientTree(of: call.required(0)) { _, leaf in leaf }
      },
      Builtin(
        "identity", "## `x` itself.\nfn identity[A: Type](x: A) -> A", isStatic: true
      ) { _, call in try call.required(0) },
      Builtin(
        "map_leaves",
        """
        ## The gradient with `f(path, leaf)` in place of each tensor; `path` is its field path, a
        ## String. Of several trees of one form, `f` gets a leaf each: `map_leaves(a, b, f)`.
        fn map_leaves[T: Tree](tree: T, f: fn[...L](String, f32[...L]) -> f32[...L]) -> Grad[T]
        """
      ) { evaluator, call in
        guard case .function(let function)? = call.arguments.last ?? nil else {
          throw Diagnostic.unexpectedValue("a value", "a function", at: call.span)
        }
        var others: [[Value]] = []
        for index in call.arguments.indices.dropFirst().dropLast() {
          var leaves: [Value] = []
          _ = try evaluator.gradientTree(of: call.required(index)) { _, leaf in
            leaves.append(leaf)
            return leaf
          }
          others.append(leaves)
        }
        var position = 0
        return try evaluator.gradientTree(of: call.required(0)) { path, leaf in
          guard others.allSatisfy({ position < $0.count }) else {
            throw Diagnostic.treesDiffer(position + 1, position, at: call.span)
          }
          defer { position += 1 }
          return try evaluator.apply(
            function, [.string(path), leaf] + others.map { $0[position] }, call.frame,
            at: call.span)
        }
      },
    ]
  }
}
