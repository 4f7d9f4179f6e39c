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
        ## String. Of several trees of one form, `f` gets a leaf each: `map_leaves(a, b, f)`. Where the
        ## leaves have several element types, or a binder hides which, `f` has to work for all.
        fn map_leaves[T: Tree, E: Floating](tree: T, f: fn[...L](String, E[...L]) -> E[...L]) -> Grad[T]
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
      Builtin(
        "type_as",
        """
        ## `x` with the element type of `like`: what `f32(x)` is where that has no name, as in a
        ## function for any elements.
        fn type_as[T: Numeric, E: Floating, ...S, ...R](x: T[...S], like: E[...R]) -> E[...S]
        """
      ) { evaluator, call in
        let graph = try evaluator.currentGraph(at: call.span)
        let like = try evaluator.node(call.required(1), nil, at: call.span)
        let x = try evaluator.node(call.required(0), nil, at: call.span)
        return .node(
          GraphNode(try graph.cast(x.id, to: graph.type(of: like).element, at: call.span)))
      },
      Builtin(
        "parameter_count",
        """
        ## How many numbers the trained tensors of a tree hold.
        fn parameter_count[T: Tree](tree: T) -> Int
        """, isStatic: true
      ) { evaluator, call in
        let count = try evaluator.leaves(of: call.required(0)).reduce(Dim(0)) {
          $0 + $1.dims.reduce(Dim(1), *)
        }
        return count.constant.map { .int($0) } ?? .size(count)
      },
      Builtin(
        "parameters",
        """
        ## The path, shape and element type of each trained tensor of a tree, in the order of fields.
        fn parameters[T: Tree](tree: T) -> [(String, [Int], String)]
        """, isStatic: true
      ) { evaluator, call in
        .list(
          try evaluator.leaves(of: call.required(0)).map { leaf in
            let shape = leaf.dims.map { dim in dim.constant.map { Value.int($0) } ?? .size(dim) }
            return .tuple([.string(leaf.path), .list(shape), .string(leaf.element.rawValue)])
          })
      },
    ]
  }
}

extension Evaluator {
  /// The path, shape and element type of each trained tensor of a tree.
  fileprivate func leaves(of tree: Value) throws -> [(
    path: String, dims: [Dim], element: ElementType
  )] {
    var leaves: [(path: String, dims: [Dim], element: ElementType)] = []
    _ = try gradientTree(of: tree) { path, leaf in
      switch leaf {
      case .tensor(let tensor):
        leaves.append((path, tensor.shape.map { Dim($0) }, tensor.elementType))
      case .node(let node):
        if let type = graph?.type(of: node) { leaves.append((path, type.dims, type.element)) }
      default: break
      }
      return leaf
    }
    return leaves
  }
}
