import MartletShapes

extension PlannedStep {
  /// The storages that it reads and writes, scratch memory among the written.
  var storages: (read: [Int], written: [Int]) {
    switch self {
    case .tiles(let tiles):
      (
        tiles.inputs.map(\.storage),
        tiles.outputs.map(\.storage) + (tiles.tail.map { [$0.storage, $0.scratch] } ?? [])
      )
    case .product(let product):
      (
        [product.left.storage, product.right.storage],
        [product.target, product.left.scratch, product.right.scratch]
      )
    case .gather(let gather):
      ([gather.source] + gather.indices.map(\.storage), [gather.target])
    case .scatter(let scatter):
      ([scatter.target] + scatter.indices.map(\.storage), [scatter.source])
    case .check(let storage, _, _, _, _, _): ([storage], [])
    case .random(_, _, let key, let target, _, _): ([key], [target])
    case .argExtreme(let search): ([search.source], [search.target])
    case .zeros(let storage): ([], [storage])
    case .reference(let reference):
      (reference.inputs.map(\.storage), reference.results.map(\.storage))
    }
  }

  /// Whether it may find data that it has to refuse.
  var mayFail: Bool {
    switch self {
    case .gather, .scatter, .check, .reference: true
    case .tiles, .product, .random, .argExtreme, .zeros: false
    }
  }
}

extension Plan {
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
  /// nothing reads the input later, and nothing can fail any more.
  mutating func findDonors(_ donating: [Bool]) {
    let lastFailure = steps.lastIndex { $0.mayFail } ?? -1
    var taken = Set(storages.indices.filter { storages[$0].isOutput })
    for (index, step) in steps.enumerated() where index > lastFailure {
      guard case .tiles(let tiles) = step else { continue }
      for output in tiles.outputs
      where storages[output.storage].isOutput && storages[output.storage].donor == nil
        && storages[output.storage].firstStep == index
      {
        let donor = tiles.inputs.first { input in
          guard case .parameter(let parameter) = storages[input.storage].origin,
            donating.indices.contains(parameter), donating[parameter]
          else { return false }
          return input.element == output.element && input.strides == output.strides
            && input.offset == output.offset && storages[input.storage].lastStep == index
            && storages[input.storage].count == storages[output.storage].count
            && tiles.inputs.filter { $0.storage == input.storage }.count == 1
            && !taken.contains(input.storage)
        }
        guard let donor, case .parameter(let parameter) = storages[donor.storage].origin else {
          continue
        }
        taken.insert(donor.storage)
        storages[output.storage].donor = parameter
      }
    }
  }
}
