import MartletShapes
import MartletTensors

/// NumPy's format of a single array, versions 1 to 3.
public enum NPY {
  /// The array in the file at `path`, inflated if it is a gzip file.
  public static func read(_ path: String) throws(FormatError) -> Tensor {
    try tensor(in: InputFile(reading: path))
  }

  /// The array that a file's content states; nothing may follow it.
  public static func tensor(in file: InputFile) throws(FormatError) -> Tensor {
    var cursor = ByteCursor(file)
    let header = try NPYHeader(&cursor)
    let payload = TensorPayload(
      file: file, elementType: header.elementType, shape: header.shape, shapeOffset: header.offset)
    let tensor = try payload.tensor(from: cursor.offset..<cursor.end)
    return header.isColumnMajor ? tensor.reorderedFromColumnMajor() : tensor
  }

  /// Writes the array to a file, whole or not at all.
  public static func write(_ tensor: Tensor, to path: String) throws(FormatError) {
    try OutputFile.write(bytes(of: tensor, file: path), to: path)
  }

  /// The content of a file of version 1.0 that holds the array.
  ///
  /// - Parameter file: the name to blame if NumPy lacks the element type.
  public static func bytes(of tensor: Tensor, file: String) throws(FormatError) -> [UInt8] {
    guard let description = tensor.elementType.numPyDescription else {
      throw FormatError(
        .unsupported, file: file, "NumPy has no \(tensor.elementType); convert to f32 first")
    }
    let sizes = tensor.shape.map(String.init).joined(separator: ", ")
    let shape = tensor.rank == 1 ? "(\(sizes),)" : "(\(sizes))"
    var header = Array(
      "{'descr': '\(description)', 'fortran_order': False, 'shape': \(shape), }".utf8)
    // The elements start at a multiple of 64, behind ten bytes, the header and a line end.
    header += [UInt8](repeating: 32, count: 63 - (10 + header.count) % 64) + [10]
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes.appendLittle(UInt16(header.count))
    bytes += header
    tensor.appendElements(to: &bytes)
    return bytes
  }
}
