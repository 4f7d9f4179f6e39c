import MartletGraph
import MartletOperations
import MartletShapes

/// A number that is known when a plan runs: a constant times scalars in memory.
struct ScaleFactor {
  /// The constant.
  var constant = 1.0
  /// The scalars.
  var scalars: [ValueID] = []

  /// The product of two factors.
  static func * (a: ScaleFactor, b: ScaleFactor) -> ScaleFactor {
    ScaleFactor(constant: a.constant * b.constant, scalars: a.scalars + b.scalars)
  }
}

/// A unit that only scales a product of matrices and adds it to something: `a * product + b * base`.
///
/// OpenBLAS does that on the way, in place: a step of gradient descent then costs no pass of its own.
struct ProductUpdate {
  /// The node of the product.
  var product: Int
  /// The factor of the product.
  var alpha: ScaleFactor
  /// What it is added to.
  var base: ValueID
  /// The factor of what it is added to.
  var beta: ScaleFactor
}

/// A sum of a scaled product and a scaled base, as far as it is known.
private struct LinearForm {
  /// The factor of the product.
  var alpha: ScaleFactor?
  /// What it is added to, and its factor.
  var base: (value: ValueID, factor: ScaleFactor)?

  /// The form times a factor.
  func scaled(by factor: ScaleFactor) -> LinearForm {
    LinearForm(
      alpha: alpha.map { $0 * factor }, base: base.map { ($0.value, $0.factor * factor) })
  }

  /// The sum of two forms, if each part occurs once.
  func plus(_ other: LinearForm) -> LinearForm? {
    if alpha != nil && other.alpha != nil || base != nil && other.base != nil { return nil }
    return LinearForm(alpha: alpha ?? other.alpha, base: base ?? other.base)
  }
}

extension Planner {
  /// The update that a unit amounts to, if it does.
  func productUpdate(_ unit: Unit) -> ProductUpdate? {
    guard unit.tail == nil, unit.members.count <= 6, unit.type == .f32 || unit.type == .f64 else {
      return nil
    }
    let results = unit.members.flatMap { graph.nodes[$0].results }
    let kept = results.filter(stored.contains)
    guard kept.count == 1 else { return nil }
    let products = unit.inputs.compactMap { input -> (ValueID, Int)? in
      guard let producer = analysis.producers[input.index],
        graph.nodes[producer].operation is Contract, uses[input.index] == 1,
        productSteps[input] != nil
      else { return nil }
      return (input, producer)
    }
    guard products.count == 1, let (value, node) = products.first,
      let form = linearForm(kept[0], unit, product: value), let alpha = form.alpha,
      let base = form.base, graph.type(of: base.value).dims == graph.type(of: value).dims,
      graph.type(of: base.value).element == graph.type(of: value).element
    else { return nil }
    return ProductUpdate(product: node, alpha: alpha, base: base.value, beta: base.factor)
  }

  /// A value of a unit as a sum of scaled parts.
  private func linearForm(_ value: ValueID, _ unit: Unit, product: ValueID) -> LinearForm? {
    let value = analysis.original(value)
    if value == product { return LinearForm(alpha: ScaleFactor()) }
    guard let producer = analysis.producers[value.index], unit.members.contains(producer),
      let operation = graph.nodes[producer].operation as? Elementwise
    else { return LinearForm(base: (value, ScaleFactor())) }
    let inputs = graph.nodes[producer].inputs
    let form = { (index: Int) in linearForm(inputs[index], unit, product: product) }
    let negative = ScaleFactor(constant: -1)
    switch operation.function {
    case .negate: return form(0)?.scaled(by: negative)
    case .add:
      guard let a = form(0), let b = form(1) else { return nil }
      return a.plus(b)
    case .subtract:
      guard let a = form(0), let b = form(1) else { return nil }
      return a.plus(b.scaled(by: negative))
    case .multiply:
      if let factor = scale(inputs[0]) { return form(1)?.scaled(by: factor) }
      if let factor = scale(inputs[1]) { return form(0)?.scaled(by: factor) }
      return nil
    default: return nil
    }
  }

  /// The factor that a repeated scalar is.
  private func scale(_ value: ValueID) -> ScaleFactor? {
    if let constant = analysis.uniform(value) {
      return ScaleFactor(constant: constant.scalarDouble)
    }
    let original = analysis.original(value)
    guard let producer = analysis.producers[original.index],
      let broadcast = graph.nodes[producer].operation as? Broadcast, broadcast.axes.isEmpty,
      views[original.index] != nil
    else { return nil }
    return ScaleFactor(scalars: [graph.nodes[producer].inputs[0]])
  }
}
