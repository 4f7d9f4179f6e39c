import MartletElaboration
import MartletFormats

/// A file of named tensors.
final class ArrayTable: HostTable, CustomStringConvertible {
  /// The tensors.
  private let tensors: NamedTensors
  /// The file.
  private let path: String

  /// The name in messages.
  var typeName: String { "Table" }

  /// The tensors of a file.
  init(_ tensors: NamedTensors, path: String) {
    self.tensors = tensors
    self.path = path
  }

  /// The names and the types.
  var description: String {
    tensors.sorted.map { "\($0.name): \($0.tensor.elementType)\($0.tensor.shape)" }
      .joined(separator: "\n")
  }

  /// The tensor of a name.
  func column(_ name: String) throws(HostFault) -> Value {
    guard let tensor = tensors[name] else {
      throw HostFault(
        "\(path) has no array `\(name)`",
        notes: ["it has \(tensors.names.map { "`\($0)`" }.joined(separator: ", "))"])
    }
    return .host(LoadedTensor(tensor, from: "\(path), `\(name)`"))
  }
}
