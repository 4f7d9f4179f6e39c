import MartletGraph
import MartletKernels
import MartletOperations
import MartletShapes

extension Plan: CustomStringConvertible {
  /// The plan as text: a line a step, with the storages that it reads and writes.
  ///
  ///     0: tiles f32[B, 256] of 3: s1, s2 -> s5
  ///     1: rows of f32[B, 10] by sum: s5 -> s6
  ///
  /// Then a line a storage that an input gave, or whose memory an output takes over.
  var description: String {
    var lines: [String] = []
    for (index, step) in steps.enumerated() {
      let (read, written) = step.storages
      let sources = read.map { "s\($0)" }.joined(separator: ", ")
      let scratch = Set(storages.indices.filter { storages[$0].count == 0 })
      let targets = written.filter { !scratch.contains($0) }.map { "s\($0)" }
      lines.append(
        "\(index): \(text(of: step))\(sources.isEmpty ? "" : ": " + sources)"
          + " -> \(targets.joined(separator: ", "))")
    }
    for (index, storage) in storages.enumerated() {
      let name = "s\(index): \(storage.element.rawValue)[\(storage.count)]"
      if case .parameter(let parameter) = storage.origin {
        lines.append("\(name) is \(graph.parameters[parameter].name)")
      } else if let donor = storage.donor {
        lines.append("\(name) may take the memory of \(graph.parameters[donor].name)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What a step does.
  private func text(of step: PlannedStep) -> String {
    switch step {
    case .nothing: return "nothing"
    case .tiles(let tiles):
      let type = "\(tiles.type)\(text(of: tiles.space))"
      let steps = tiles.instructions.isEmpty ? "copy of" : "\(tiles.instructions.count) on"
      guard let tail = tiles.tail else { return "tiles, \(steps) \(type)" }
      return "tiles, \(steps) \(type), \(tail.kind.rawValue) of \(tail.form)"
    case .product(let product):
      let batch = product.batch.isEmpty ? "" : text(of: product.batch)
      let update = product.update == nil ? "" : ", added"
      return "product \(product.element.rawValue)\(batch) \(text(of: product.rows + product.depth))"
        + " @ \(text(of: product.depth + product.columns))\(update)"
    case .gather(let gather):
      return "gather \(text(of: gather.positions)) of \(text(of: gather.rest))"
    case .scatter(let gather):
      return "scatter \(text(of: gather.positions)) of \(text(of: gather.rest))"
    case .check(_, _, let count, _, let bound, _):
      return "check \(dims.dims[count]) below \(dims.dims[bound])"
    case .random(let draw):
      return "\(draw.isNormal ? "normal" : "uniform") numbers "
        + "\(dims.dims[draw.lanes] * dims.dims[draw.count])"
    case .argExtreme(let search):
      return "extremes of \(text(of: search.outer + [search.length] + search.inner))"
    case .zeros: return "zeros"
    case .reference(let reference):
      return "\(graph.nodes[reference.node].operation.name) by reference"
    case .matrices(let matrices):
      let dims = matrices.inputs[0].dims
      return "\(graph.nodes[matrices.node].operation.name) of \(text(of: dims)) by LAPACK"
    case .control(let control): return text(of: control)
    }
  }

  /// A loop or a conditional, with the plans of its regions, indented.
  private func text(of control: ControlPlan) -> String {
    let regions = control.regions.map { region in
      let lines = region.description.split(separator: "\n").map { "\n    \($0)" }
      return " {\(lines.joined())\n   }"
    }
    return graph.nodes[control.node].operation.name + regions.joined()
  }

  /// Sizes as text.
  private func text(of sizes: [Int]) -> String {
    "[\(sizes.map { dims.dims[$0].description }.joined(separator: ", "))]"
  }
}

extension Executable: CustomStringConvertible {
  /// The plan as text.
  public var description: String { plan.description }
}

extension TilePlan.Tail.Form: CustomStringConvertible {
  /// What is reduced.
  var description: String {
    switch self {
    case .rows(let count): "the last \(count) axes"
    case .columns(let outer, let rows): "axes \(outer)..<\(outer + rows)"
    }
  }
}
