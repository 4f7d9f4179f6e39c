import MartletShapes
import MartletTensors

/// The format of named tensors that holds nothing but sizes and numbers.
///
/// Eight bytes give the header's length, the header is JSON, and the elements follow without gaps.
public enum Safetensors {
  /// The header may be no longer: what the format's own library allows.
  static let longestHeader = 100_000_000

  /// The key of the remarks in the header.
  static let metadataKey = "__metadata__"

  /// The tensors in the file at `path`, in the order of their data.
  public static func read(_ path: String) throws(FormatError) -> NamedTensors {
    try tensors(in: InputFile(reading: path))
  }

  /// The tensors that a file's content states.
  public static func tensors(in file: InputFile) throws(FormatError) -> NamedTensors {
    var cursor = ByteCursor(file)
    let length = try cursor.takeLittle(UInt64.self, "the header's length")
    guard length <= longestHeader else {
      throw file.malformed("a header of \(length) bytes is too long", at: 0)
    }
    let header = try cursor.take(Int(length), "the header")
    guard header.isEmpty || file.bytes[header.lowerBound] == UInt8(ascii: "{") else {
      throw file.malformed("the header does not start with '{'", at: header.lowerBound)
    }
    var (entries, metadata) = try entries(ByteCursor(file, in: header))
    entries.sort { one, other in
      (one.data.lowerBound, one.data.upperBound) < (other.data.lowerBound, other.data.upperBound)
    }
    try requireDense(entries, from: cursor.offset, file)
    var result = NamedTensors()
    result.metadata = metadata
    for entry in entries {
      let payload = TensorPayload(
        file: file, elementType: entry.elementType, shape: entry.shape, shapeOffset: entry.offset)
      // `requireDense` has bounded every range by the file's end.
      let start = cursor.offset + entry.data.lowerBound
      result[entry.name] = try payload.tensor(from: start..<start + entry.data.count)
    }
    return result
  }

  /// What the header states of the tensors, and its remarks.
  private static func entries(_ header: ByteCursor) throws(FormatError) -> (
    [SafetensorsEntry], [String: String]
  ) {
    let file = header.file
    var entries: [SafetensorsEntry] = []
    var seen: Set<String> = []
    var metadata: [String: String] = [:]
    var scanner = JSONScanner(header)
    try scanner.object { (scanner, name, place) throws(FormatError) in
      guard seen.insert(name).inserted else {
        throw file.malformed("`\(name)` occurs twice", at: place)
      }
      if name == metadataKey {
        try scanner.object { (scanner, key, _) throws(FormatError) in
          metadata[key] = try scanner.string()
        }
      } else {
        entries.append(try SafetensorsEntry(&scanner, name: name, offset: place))
      }
    }
    try scanner.end()
    return (entries, metadata)
  }

  /// Requires that the tensors' data, in order, fill the rest of the file.
  private static func requireDense(
    _ entries: [SafetensorsEntry], from start: Int, _ file: InputFile
  ) throws(FormatError) {
    let room = file.bytes.count - start
    var end = 0
    for entry in entries {
      guard entry.data.lowerBound == end else {
        let fault = entry.data.lowerBound < end ? "overlaps the tensor before it" : "follows a gap"
        throw file.malformed("the data of `\(entry.name)` \(fault)", at: entry.offset)
      }
      end = entry.data.upperBound
      guard end <= room else {
        throw file.malformed(
          "the data of `\(entry.name)` ends at byte \(end) of \(room)", at: entry.offset)
      }
    }
    guard end == room else {
      throw file.malformed("\(room - end) bytes belong to no tensor", at: start + end)
    }
  }
}
