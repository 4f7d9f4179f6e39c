import MartletTensors

/// NumPy's format of several named arrays: a zip archive of `.npy` files.
public enum NPZ {
  /// The arrays in the file at `path`, in its order, named without `.npy`.
  public static func read(_ path: String) throws(FormatError) -> NamedTensors {
    try tensors(in: InputFile(readingStored: path))
  }

  /// The arrays that a file's content states.
  public static func tensors(in file: InputFile) throws(FormatError) -> NamedTensors {
    var result = NamedTensors()
    for entry in try ZipArchive(file).entries {
      guard entry.name.hasSuffix(".npy") else {
        throw file.malformed("the part `\(entry.name)` is no .npy file", at: entry.offset)
      }
      let name = String(entry.name.dropLast(4))
      let part = InputFile(name: "\(file.name)/\(entry.name)", bytes: try entry.content(of: file))
      guard result[name] == nil else {
        throw file.malformed("the part `\(entry.name)` occurs twice", at: entry.offset)
      }
      result[name] = try NPY.tensor(in: part)
    }
    return result
  }

  /// Writes the arrays to a file, whole or not at all, in the order of their names.
  public static func write(_ tensors: NamedTensors, to path: String) throws(FormatError) {
    try OutputFile.write(bytes(of: tensors, file: path), to: path)
  }

  /// The content of a file that holds the arrays, uncompressed; the same for the same arrays.
  public static func bytes(of tensors: NamedTensors, file: String) throws(FormatError) -> [UInt8] {
    var writer = ZipWriter()
    for (name, tensor) in tensors.sorted {
      let content = try NPY.bytes(of: tensor, file: "\(file)/\(name).npy")
      try writer.add(content, name: name + ".npy", file: file)
    }
    return try writer.finish(file: file)
  }
}
