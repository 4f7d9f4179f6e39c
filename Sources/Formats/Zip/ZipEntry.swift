import CZlib

/// A file in a zip archive, as the central directory describes it.
struct ZipEntry {
  /// How the content is stored.
  enum Method: UInt16 {
    /// As it is.
    case stored = 0
    /// Compressed by zlib.
    case deflated = 8
  }

  /// The name.
  var name: String
  /// How the content is stored.
  var method: Method
  /// The checksum of the content.
  var checksum: UInt32
  /// The bytes that the content takes in the archive.
  var storedSize: Int
  /// The bytes of the content.
  var size: Int
  /// The offset of the local header.
  var offset: Int
  /// The bytes of the archive where the content is stored.
  var data: Range<Int> = 0..<0

  /// The content, inflated and checked against its size and checksum.
  func content(of file: InputFile) throws(FormatError) -> [UInt8] {
    let content: [UInt8]
    switch method {
    case .stored: content = Array(file.bytes[data])
    case .deflated: content = try inflated(file)
    }
    guard content.count == size else {
      throw file.malformed(
        "the part `\(name)` has \(content.count) bytes, not \(size) as stated", at: offset)
    }
    guard ZipEntry.checksum(of: content) == checksum else {
      throw file.malformed("the part `\(name)` is damaged: its checksum differs", at: offset)
    }
    return content
  }

  /// The content, inflated.
  private func inflated(_ file: InputFile) throws(FormatError) -> [UInt8] {
    do throws(Inflater.Failure) {
      return try Inflater(wrapping: .none, limit: size).inflate(file.bytes, in: data).output
    } catch {
      switch error {
      case .cutOff:
        throw file.malformed("the part `\(name)` is cut off", at: data.upperBound)
      case .garbled(let place):
        throw file.malformed("the part `\(name)` is damaged", at: place)
      case .tooLong:
        throw file.malformed("the part `\(name)` is longer than its \(size) bytes", at: offset)
      }
    }
  }

  /// The CRC-32 of some bytes.
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer {
      UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
    }
  }
}
