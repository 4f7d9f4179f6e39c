import MartletShapes
import MartletTensors

extension Safetensors {
  /// Writes the tensors to a file, whole or not at all.
  public static func write(_ tensors: NamedTensors, to path: String) throws(FormatError) {
    try OutputFile.write(bytes(of: tensors), to: path)
  }

  /// The content of a file that holds the tensors; the same for the same tensors and remarks.
  ///
  /// The header lists them by name. The data start at a multiple of eight, wide elements first,
  /// so that every tensor is aligned to its elements.
  public static func bytes(of tensors: NamedTensors) -> [UInt8] {
    let sorted = tensors.sorted
    let laidOut = ElementType.sizesFromWidest.flatMap { size in
      sorted.filter { $0.tensor.elementType.size == size }
    }
    var offsets: [String: Range<Int>] = [:]
    var end = 0
    for (name, tensor) in laidOut {
      offsets[name] = end..<end + tensor.byteCount
      end += tensor.byteCount
    }
    var header = headerText(sorted, offsets, tensors.metadata)
    header += [UInt8](repeating: 32, count: (8 - header.count % 8) % 8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    bytes.appendLittle(UInt64(header.count))
    bytes += header
    for (_, tensor) in laidOut { tensor.appendElements(to: &bytes) }
    return bytes
  }

  /// The header without padding.
  private static func headerText(
    _ tensors: [(name: String, tensor: Tensor)], _ offsets: [String: Range<Int>],
    _ metadata: [String: String]
  ) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let remarks = metadata.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let pairs = remarks.map { "\(quoted($0)):\(quoted(metadata[$0] ?? ""))" }
      members.append("\"\(metadataKey)\":{\(pairs.joined(separator: ","))}")
    }
    for (name, tensor) in tensors {
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let data = offsets[name] ?? 0..<0
      members.append(
        "\(quoted(name)):{\"dtype\":\"\(tensor.elementType.safetensorsName)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(data.lowerBound),\(data.upperBound)]}")
    }
    return Array("{\(members.joined(separator: ","))}".utf8)
  }

  /// A text as a JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension ElementType {
  /// The sizes that elements have, widest first.
  fileprivate static var sizesFromWidest: [Int] {
    Set(allCases.map(\.size)).sorted(by: >)
  }
}
