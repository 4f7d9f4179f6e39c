import MartletTensors

/// Tensors by name, in a stated order, with remarks: what archives of weights hold.
public struct NamedTensors: Sendable {
  /// The names in the order of the file.
  public private(set) var names: [String] = []
  /// The tensors.
  private var tensors: [String: Tensor] = [:]
  /// Remarks by name; only safetensors files keep them.
  public var metadata: [String: String] = [:]

  /// No tensors.
  public init() {}

  /// The given tensors; of two with one name, the later stays.
  public init(_ pairs: [(String, Tensor)], metadata: [String: String] = [:]) {
    for (name, tensor) in pairs { self[name] = tensor }
    self.metadata = metadata
  }

  /// The tensor of a name; setting a new name puts it at the end, setting `nil` removes it.
  public subscript(name: String) -> Tensor? {
    get { tensors[name] }
    set {
      if tensors[name] == nil && newValue != nil { names.append(name) }
      if tensors[name] != nil && newValue == nil { names.removeAll { $0 == name } }
      tensors[name] = newValue
    }
  }

  /// The number of tensors.
  public var count: Int { names.count }

  /// The names and tensors in the order of the names' bytes.
  public var sorted: [(name: String, tensor: Tensor)] {
    // Names come from the same dictionary, so that each has a tensor.
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { name in
      tensors[name].map { (name, $0) }
    }
  }
}
