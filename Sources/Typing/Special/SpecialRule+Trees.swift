import MartletShapes
import MartletSource
import MartletSyntax

extension SpecialRule {
  /// What works on models, gradients and other trees.
  static let trees: [String: SpecialRule] = [
    "stop_gradient": SpecialRule("x") { $0.sameTree($1) },
    "identity": SpecialRule("x") { $0.sameTree($1) },
    "zero_gradient": SpecialRule("x") { $0.treeGradient($1) },
    "coordinates": SpecialRule("x") { $0.treeGradient($1) },
    "norm": SpecialRule("x") { $0.norm($1) },
    "dot": SpecialRule("a b") { $0.dot($1) },
    "parameter_count": SpecialRule("tree") { $0.treeFact($1, .int) },
    "parameters": SpecialRule("tree") {
      $0.treeFact($1, .list(.tuple([.string, .list(.int), .string])))
    },
    "map_leaves": SpecialRule("tree f", variadic: true) { $0.mapLeaves($1) },
  ]
}

extension BodyChecker {
  /// A function that yields a value of its argument's type.
  func sameTree(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0, expecting: call.site.expected) else { return nil }
    return make(call, [x], x.type)
  }

  /// `zero_gradient(net)` and `coordinates(net)`: the gradient's own type.
  func treeGradient(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), isTree(x, call) else { return nil }
    return make(call, [x], x.type.gradient)
  }

  /// `parameter_count(net)` and `parameters(net)`: what the shapes alone say.
  func treeFact(_ call: SpecialCall, _ type: Type) -> Operand? {
    guard let x = operand(call, 0), isTree(x, call) else { return nil }
    return make(call, [x], type)
  }

  /// Whether the argument is a tree; reports what else it is.
  private func isTree(_ operand: Operand, _ call: SpecialCall) -> Bool {
    if operand.type.isTree { return true }
    report(.treeExpected(call.name, name(operand.type), at: operand.span))
    return false
  }

  /// The type of a scalar made from a tree: where leaves differ, or are narrow, that is `f32`.
  private func scalarType(_ type: Type) -> Type {
    if case .tensor(let tensor) = type, tensor.element.isFloating {
      return .tensor(TensorType(element: tensor.element, items: []))
    }
    return .scalar(leafElement(of: type) == .known(.f64) ? .f64 : .f32)
  }

  /// `norm(x)`.
  func norm(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), isTree(x, call) else { return nil }
    return make(call, [x], scalarType(x.type))
  }

  /// `dot(a, b)`, on tensors of one shape and on trees.
  func dot(_ call: SpecialCall) -> Operand? {
    guard let a = operand(call, 0), let b = operand(call, 1), isTree(a, call), isTree(b, call)
    else { return nil }
    if let fault = conformance(of: b, to: a.type) {
      report(
        diagnostic(for: fault, b, expected: a.type, as: .argument("b", of: "dot", a.span)))
      return nil
    }
    return make(call, [a, b], scalarType(a.type))
  }

  /// `map_leaves(g, (path, leaf) => …)`, over several trees of one form at once.
  func mapLeaves(_ call: SpecialCall) -> Operand? {
    guard call.slots.count > 1 else {
      report(.wrongArgumentCount(call.name, expected: 2, found: call.slots.count, at: call.span))
      return nil
    }
    var trees: [Operand] = []
    for index in call.slots.indices.dropLast() {
      guard let tree = operand(call, index), isTree(tree, call) else { return nil }
      if let first = trees.first,
        let fault = conformance(tree.type.gradient, to: first.type.gradient)
      {
        report(
          diagnostic(
            for: fault, tree, expected: first.type, as: .argument("tree", of: call.name, first.span)
          ))
        return nil
      }
      trees.append(tree)
    }
    guard let result = trees.first?.type.gradient else { return nil }
    let wanted = leafFunction(of: trees[0].type, count: trees.count)
    guard let function = operand(call, call.slots.count - 1, as: .function(wanted), "f") else {
      return nil
    }
    return make(call, trees + [function], result)
  }

  /// What `map_leaves` applies: for any shape, and for any floating elements where the leaves may
  /// have several kinds.
  private func leafFunction(of tree: Type, count: Int) -> FunctionType {
    let run = DimRun(id: program.freshNumber(), name: "L")
    var binders: [BinderSymbol] = [.run(run)]
    let element =
      leafElement(of: tree)
      ?? {
        let variable = TypeVariable(id: program.freshNumber(), name: "E", constraint: .floating)
        binders.insert(.type(variable), at: 0)
        return .variable(variable)
      }()
    let leaf = Type.tensor(TensorType(element: element, items: [.run(run)]))
    return FunctionType(
      binders: binders, parameters: [.string] + Array(repeating: leaf, count: count), result: leaf)
  }
}
