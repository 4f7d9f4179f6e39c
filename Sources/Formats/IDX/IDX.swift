import MartletShapes
import MartletTensors

/// The format of MNIST: four magic bytes, big-endian sizes, big-endian elements.
public enum IDX {
  /// The tensor in the file at `path`, inflated if it is a gzip file.
  public static func read(_ path: String) throws(FormatError) -> Tensor {
    try tensor(in: InputFile(reading: path))
  }

  /// The tensor that a file's content states; nothing may follow it.
  public static func tensor(in file: InputFile) throws(FormatError) -> Tensor {
    var cursor = ByteCursor(file)
    guard try cursor.takeBig(UInt16.self, "the magic number") == 0 else {
      throw file.malformed("an idx file starts with two zero bytes", at: 0)
    }
    let type = try elementType(cursor.takeBig(UInt8.self, "the magic number"), file)
    let rank = Int(try cursor.takeBig(UInt8.self, "the magic number"))
    let shapeOffset = cursor.offset
    var shape: [Int] = []
    for axis in 0..<rank {
      shape.append(Int(try cursor.takeBig(UInt32.self, "the size of axis \(axis)")))
    }
    let payload = TensorPayload(
      file: file, elementType: type, shape: shape, shapeOffset: shapeOffset)
    var tensor = try payload.tensor(from: cursor.offset..<cursor.end)
    tensor.swapBytes()
    return tensor
  }

  /// The element type of a code.
  private static func elementType(_ code: UInt8, _ file: InputFile) throws(FormatError)
    -> ElementType
  {
    switch code {
    case 0x08: return .u8
    case 0x09: return .i8
    case 0x0C: return .i32
    case 0x0D: return .f32
    case 0x0E: return .f64
    case 0x0B: throw file.unsupported("the elements are 16-bit integers", at: 2)
    default: throw file.malformed("\(code) is no code of an element type in idx files", at: 2)
    }
  }
}
