import MartletElaboration
import MartletFormats
import MartletShapes
import MartletTensors

/// A tree of tensors and numbers in a file: `.npy` for one tensor, `.npz`, or else safetensors.
struct SavedTree {
  /// How tensors are laid out in the file.
  private enum Format {
    case npy, npz, safetensors
  }

  /// The file, as the user wrote it.
  let path: String
  /// For the names of fields.
  let context: HostContext

  /// The remark of a file that says where the script's draws stood (decision M23).
  private static let draws = "martlet.draws"

  /// The format that the name stands for.
  private var format: Format {
    if path.hasSuffix(".npy") { return .npy }
    return path.hasSuffix(".npz") ? .npz : .safetensors
  }

  /// Writes the leaves of a tree under their paths.
  func save(_ tree: Value) throws {
    var tensors = NamedTensors()
    tensors.metadata[Self.draws] = context.randomness.text
    _ = try TreeLeaves(context: context).map(tree) { name, value in
      tensors[name] = try stored(value)
      return value
    }
    switch format {
    case .safetensors: try Safetensors.write(tensors, to: path)
    case .npz: try NPZ.write(tensors, to: path)
    case .npy:
      guard tensors.count == 1, let tensor = tensors[tensors.names[0]] else {
        throw HostFault(
          "a .npy file holds one tensor, and there are \(tensors.count)",
          help: ["name the file `.safetensors` or `.npz`"])
      }
      try NPY.write(tensor, to: path)
    }
  }

  /// The tree `like` with the leaves of the file in place of its own; `resuming`, the script goes on
  /// drawing where the one that saved stood.
  func load(like tree: Value, resuming: Bool) throws -> Value {
    let tensors = try read()
    let randomness = resuming ? try savedRandomness(tensors) : context.randomness
    var difference = TreeDifference()
    var wanted: Set<String> = []
    let result = try TreeLeaves(context: context).map(tree) { name, value in
      wanted.insert(name)
      let expected = try stored(value)
      guard let found = tensors[name] else {
        difference.missing.append("\(name): \(expected.typeText)")
        return value
      }
      guard found.elementType == expected.elementType, found.shape == expected.shape else {
        difference.changed.append("\(name): \(found.typeText), not \(expected.typeText)")
        return value
      }
      return try restored(found, like: value, name)
    }
    difference.extra = tensors.names.filter { !wanted.contains($0) }
    if let fault = difference.fault(path) { throw fault }
    context.randomness = randomness
    return result
  }

  /// Where the draws stood when the file was saved.
  private func savedRandomness(_ tensors: NamedTensors) throws -> ScriptRandomness {
    guard let text = tensors.metadata[Self.draws], let randomness = ScriptRandomness(text) else {
      throw HostFault(
        "\(path) does not say where the draws of its script stood",
        help: ["only what `save` writes as `.safetensors` can be resumed"])
    }
    return randomness
  }

  /// The only tensor of the file.
  func loadTensor() throws -> Tensor {
    let tensors = try read()
    guard tensors.count == 1, let tensor = tensors[tensors.names[0]] else {
      throw HostFault(
        "\(path) holds \(tensors.count) tensors, not one",
        help: ["say which tree they make: `load(\"\(path)\", like: tree)`"])
    }
    return tensor
  }

  /// The tensors of the file.
  private func read() throws -> NamedTensors {
    switch format {
    case .npy: NamedTensors([("value", try NPY.read(path))])
    case .npz: try NPZ.read(path)
    case .safetensors: try Safetensors.read(path)
    }
  }

  /// A leaf as the file holds it.
  private func stored(_ value: Value) throws -> Tensor {
    switch value {
    case .tensor(let tensor): tensor
    case .int(let number): Tensor(scalar: Int64(number))
    case .float(let number): Tensor(scalar: number)
    case .bool(let truth): Tensor(scalar: truth)
    default: throw HostFault("\(value.kindName) cannot be kept in a file of tensors")
    }
  }

  /// A leaf of the kind of `value` from what the file holds.
  private func restored(_ tensor: Tensor, like value: Value, _ name: String) throws -> Value {
    switch value {
    case .int: return .int(tensor.scalarInt)
    case .float: return .float(tensor.scalarDouble)
    case .bool: return .bool(tensor.scalarInt != 0)
    case .tensor(let old):
      guard let bound = old.bound else { return .tensor(tensor) }
      if let position = tensor.firstPosition(outside: bound) {
        throw HostFault.outOfRange(
          "\(tensor.ints[position])", bound, at: "\(path), `\(name)`, element \(position)")
      }
      return .tensor(tensor.bounded(by: bound))
    default: return value
    }
  }
}

/// In what a file differs from the tree that it should hold.
private struct TreeDifference {
  /// What the tree has and the file has not.
  var missing: [String] = []
  /// What the file has and the tree has not.
  var extra: [String] = []
  /// What has another type in the file.
  var changed: [String] = []

  /// The message, if there is a difference.
  func fault(_ path: String) -> HostFault? {
    if missing.isEmpty && extra.isEmpty && changed.isEmpty { return nil }
    let notes = [
      note("missing in the file", missing), note("only in the file", extra),
      note("of another type in the file", changed),
    ]
    return HostFault(
      "\(path) does not hold this tree", notes: notes.compactMap(\.self),
      help: ["build the value behind `like:` with the sizes that were saved"])
  }

  /// A heading and names below it.
  private func note(_ heading: String, _ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let rest = names.count > 6 ? ["… and \(names.count - 6) more"] : []
    return ([heading + ":"] + (names.prefix(6) + rest).map { "  " + $0 }).joined(separator: "\n")
  }
}

extension Tensor {
  /// `f32[64, 10]`.
  fileprivate var typeText: String {
    "\(elementType)[" + shape.map(String.init).joined(separator: ", ") + "]"
  }
}
