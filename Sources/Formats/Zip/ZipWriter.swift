/// Builds a zip archive of uncompressed parts; the same bytes for the same parts.
struct ZipWriter {
  /// The parts so far.
  private var bytes: [UInt8] = []
  /// Their entries in the directory.
  private var directory: [UInt8] = []
  /// The number of parts.
  private var count = 0

  /// The first day that the format can state; no file tells when it was written.
  private static let date: UInt16 = 1 << 5 | 1

  /// Adds a part.
  mutating func add(_ content: [UInt8], name: String, file: String) throws(FormatError) {
    let offset = bytes.count
    guard name.utf8.count < 0xFFFF, offset + content.count < Int(Int32.max), count < 0xFFFE else {
      throw FormatError(.unsupported, file: file, "the archive would take 2 GiB or more")
    }
    let common = ZipWriter.commonFields(content, name)
    bytes.appendLittle(0x0403_4B50 as UInt32)
    bytes += common
    bytes += Array(name.utf8) + content
    directory.appendLittle(0x0201_4B50 as UInt32)
    directory.appendLittle(20 as UInt16)
    directory += common
    // Comment, disk and attributes, all empty.
    directory += [UInt8](repeating: 0, count: 10)
    directory.appendLittle(UInt32(offset))
    directory += Array(name.utf8)
    count += 1
  }

  /// The archive.
  consuming func finish(file: String) throws(FormatError) -> [UInt8] {
    let start = bytes.count
    bytes += directory
    bytes.appendLittle(0x0605_4B50 as UInt32)
    bytes.appendLittle(0 as UInt32)
    bytes.appendLittle(UInt16(count))
    bytes.appendLittle(UInt16(count))
    bytes.appendLittle(UInt32(directory.count))
    bytes.appendLittle(UInt32(start))
    bytes.appendLittle(0 as UInt16)
    return bytes
  }

  /// The fields that a part's header and its entry in the directory share, extra length included.
  private static func commonFields(_ content: [UInt8], _ name: String) -> [UInt8] {
    var fields: [UInt8] = []
    fields.appendLittle(20 as UInt16)
    // Bit 11: the name is UTF-8.
    fields.appendLittle(1 << 11 as UInt16)
    fields.appendLittle(ZipEntry.Method.stored.rawValue)
    fields.appendLittle(0 as UInt16)
    fields.appendLittle(date)
    fields.appendLittle(ZipEntry.checksum(of: content))
    fields.appendLittle(UInt32(content.count))
    fields.appendLittle(UInt32(content.count))
    fields.appendLittle(UInt16(name.utf8.count))
    fields.appendLittle(0 as UInt16)
    return fields
  }
}
