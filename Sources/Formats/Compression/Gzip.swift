/// Files that `gzip` wrote (RFC 1952), recognised by their first bytes.
public enum Gzip {
  /// Whether the bytes start as every gzip file does.
  public static func isGzip(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// The content of a gzip file; several members are one content.
  public static func inflated(_ file: InputFile) throws(FormatError) -> InputFile {
    // Deflate makes nothing more than 1,032 times smaller.
    let limit = file.bytes.count.multipliedReportingOverflow(by: 1032)
    let inflater = Inflater(wrapping: .gzip, limit: limit.overflow ? .max : limit.partialValue)
    var content: [UInt8] = []
    var offset = 0
    while offset < file.bytes.count {
      do throws(Inflater.Failure) {
        let (piece, end) = try inflater.inflate(file.bytes, in: offset..<file.bytes.count)
        if content.isEmpty { content = piece } else { content += piece }
        offset = end
      } catch {
        throw reason(for: error, in: file, memberAt: offset)
      }
    }
    return InputFile(name: file.name, bytes: content)
  }

  /// The inflater's failure as a message about the file.
  private static func reason(
    for failure: Inflater.Failure, in file: InputFile, memberAt offset: Int
  ) -> FormatError {
    switch failure {
    case .cutOff:
      file.malformed("the gzip file is cut off", at: file.bytes.count)
    case .garbled(let place):
      file.malformed("the gzip data is damaged", at: place)
    case .tooLong:
      file.malformed("the gzip data is larger than gzip can make it", at: offset)
    }
  }
}
