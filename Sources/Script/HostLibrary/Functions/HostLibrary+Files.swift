import Glibc
import MartletElaboration
import MartletFormats

extension HostLibrary {
  /// What reads and writes a program's own files.
  static let files = [
    HostFunction(
      "save",
      """
      ## Writes the tensors and numbers of a tree to a file, under the paths of their fields. The
      ## file's name says how: `.npy` and `.npz` as NumPy does, anything else as safetensors, with how
      ## much the script has drawn so far beside it.
      proc save[T: Tree](path: String, tree: T)
      """
    ) { context, call in
      try SavedTree(path: try call.string(0), context: context).save(try call.value(1))
      return .unit
    },
    HostFunction(
      "load",
      """
      ## The tree `like` with the numbers that `save` wrote to the file. Without `like`, the only
      ## tensor of the file, to be used with `as`: `load("x.npy") as f32[_, 64]`. With `resume` the
      ## script goes on with the random numbers that the one that saved would have drawn next.
      proc load[T: Tree](path: String, like: T, resume: Bool = false) -> T
      """
    ) { context, call in
      let file = SavedTree(path: try call.string(0), context: context)
      guard let tree = call.optional(1) else {
        return .host(LoadedTensor(try file.loadTensor(), from: file.path))
      }
      return try file.load(like: tree, resuming: try call.bool(2, default: false))
    },
    HostFunction(
      "load_if_exists",
      """
      ## `load(path, like: tree, resume: …)`, or `None` where there is no such file.
      proc load_if_exists[T: Tree](path: String, like: T, resume: Bool = false) -> T?
      """
    ) { context, call in
      let file = SavedTree(path: try call.string(0), context: context)
      guard Glibc.access(file.path, F_OK) == 0 else { return .none }
      return try file.load(
        like: try call.value(1), resuming: try call.bool(2, default: false))
    },
    HostFunction(
      "open_safetensors",
      """
      ## The named tensors of the safetensors file at `path`: `file["logit_scale"] as f32[]`.
      proc open_safetensors(path: String) -> Table
      """
    ) { _, call in
      let path = try call.string(0)
      return .host(ArrayTable(try Safetensors.read(path), path: path))
    },
    HostFunction(
      "exists",
      """
      ## Whether there is a file or folder at `path`.
      proc exists(path: String) -> Bool
      """
    ) { _, call in .bool(Glibc.access(try call.string(0), F_OK) == 0) },
    HostFunction(
      "beside",
      """
      ## The path of a file that lies in the folder of the running script.
      proc beside(path: String) -> String
      """
    ) { context, call in
      let path = try call.string(0)
      return .string(path.hasPrefix("/") ? path : context.directory + path)
    },
  ]
}
