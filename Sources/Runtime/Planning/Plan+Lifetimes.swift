import MartletShapes

extension PlannedStep {
  /// The storages that it reads and writes, scratch memory among the written.
  var storages: (read: [Int], written: [Int]) {
    switch self {
    case .nothing: ([], [])
    case .tiles(let tiles):
      (
        tiles.inputs.map(\.storage),
        tiles.outputs.map(\.storage) + (tiles.tail.map { [$0.storage, $0.scratch] } ?? [])
      )
    case .product(let product):
      (
        [product.left.storage, product.right.storage] + (product.update?.storages ?? []),
        [product.target, product.left.scratch, product.right.scratch]
      )
    case .gather(let gather):
      ([gather.source] + gather.indices.map(\.storage), [gather.target])
    case .scatter(let scatter):
      ([scatter.target] + scatter.indices.map(\.storage), [scatter.source])
    case .check(let storage, _, _, _, _, _): ([storage], [])
    case .random(let draw): ([draw.keys], [draw.target])
    case .argExtreme(let search): ([search.source], [search.target])
    case .zeros(let storage): ([], [storage])
    case .reference(let reference), .matrices(let reference):
      (reference.inputs.map(\.storage), reference.results.map(\.storage))
    case .control(let control):
      (control.inputs.map(\.storage), control.results.map(\.storage) + [control.scratch])
    }
  }

  /// Whether it may find data that it has to refuse.
  var mayFail: Bool {
    switch self {
    case .gather, .scatter, .check, .reference, .matrices: true
    case .control(let control): control.regions.contains { $0.steps.contains(where: \.mayFail) }
    case .nothing, .tiles, .product, .random, .argExtreme, .zeros: false
    }
  }
}

extension ProductPlan.Update {
  /// The storages that it reads.
  var storages: [Int] { [base] + (alpha.scalars + beta.scalars).map(\.storage) }
}

extension Plan {
  /// Drops the steps that moved elsewhere.
  mutating func dropNothings() {
    steps.removeAll { if case .nothing = $0 { true } else { false } }
  }

  /// Finds the steps between which each storage is in use.
  mutating func findLifetimes() {
    for (index, step) in steps.enumerated() {
      let (read, written) = step.storages
      for storage in read + written {
        storages[storage].firstStep = min(storages[storage].firstStep, index)
        storages[storage].lastStep = max(storages[storage].lastStep, index)
      }
    }
  }

  /// Finds the outputs that may take over the memory of an input.
  ///
  /// A tile program may overwrite what it reads if it reads each element only where it writes it,
  /// a product what it adds to; if nothing reads the input later, and nothing can fail any more.
  /// In a region, whose inputs are a loop's own, a fault does no harm, and each carried output has
  /// one input that it may take over: `partners` says which, by storage.
  mutating func findDonors(_ donating: [Bool], partners: [Int: Int]? = nil) {
    let lastFailure = partners == nil ? steps.lastIndex { $0.mayFail } ?? -1 : -1
    var taken = Set(storages.indices.filter { storages[$0].isOutput })
    for (index, step) in steps.enumerated() where index > lastFailure {
      for (target, candidates) in overwritable(step)
      where storages[target].isOutput && storages[target].donor == nil
        && storages[target].firstStep == index
      {
        for candidate in candidates where !taken.contains(candidate) {
          guard case .parameter(let parameter) = storages[candidate].origin,
            donating.indices.contains(parameter), donating[parameter],
            partners.map({ $0[target] == parameter }) ?? true,
            storages[candidate].lastStep == index,
            storages[candidate].element == storages[target].element,
            storages[candidate].count == storages[target].count
          else { continue }
          taken.insert(candidate)
          storages[target].donor = parameter
          break
        }
      }
    }
  }

  /// The storages that a step writes, with those that it reads only where it writes the same.
  private func overwritable(_ step: PlannedStep) -> [(target: Int, candidates: [Int])] {
    let (read, _) = step.storages
    switch step {
    case .tiles(let tiles):
      return tiles.outputs.map { output in
        let inputs = tiles.inputs.filter { input in
          input.strides == output.strides && input.offset == output.offset
            && read.count { $0 == input.storage } == 1
        }
        return (output.storage, inputs.map(\.storage))
      }
    case .product(let product):
      guard let update = product.update, dims.dims[update.baseOffset] == 0,
        read.count(where: { $0 == update.base }) == 1
      else { return [] }
      return [(product.target, [update.base])]
    case .nothing, .gather, .scatter, .check, .random, .argExtreme, .zeros, .reference, .matrices,
      .control:
      return []
    }
  }
}
