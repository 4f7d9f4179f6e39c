import MartletElaboration
import MartletTyping

/// The identity of a binding, for sets.
enum StorageKey: Hashable {
  case local(Int)
  case global(Int)

  /// The identity of a binding.
  init(_ storage: LocalDeclaration.Storage) {
    switch storage {
    case .local(let id): self = .local(id.index)
    case .global(let id): self = .global(id.index)
    }
  }

  /// The binding that a capture reads, if it is one.
  init?(_ root: Capture.Root) {
    switch root {
    case .local(let id): self = .local(id.index)
    case .global(let id): self = .global(id.index)
    case .selfValue, .computed, .key: return nil
    }
  }
}
