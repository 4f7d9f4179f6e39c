import CZlib

/// Undoes zlib's compression, piece by piece, so that nothing is allocated on a header's word.
struct Inflater {
  /// What wraps the compressed bytes.
  enum Wrapping: Int32 {
    /// Nothing: the entries of a zip archive.
    case none = -15
    /// A gzip member.
    case gzip = 31
  }

  /// What stopped the work.
  enum Failure: Error, Hashable {
    /// The compressed bytes end early.
    case cutOff
    /// They are not what zlib writes.
    case garbled(offset: Int)
    /// They hold more than the stated number of bytes.
    case tooLong
  }

  /// What wraps the compressed bytes.
  let wrapping: Wrapping
  /// The number of bytes after which to give up.
  let limit: Int

  /// The bytes of one compressed run that starts at `start`, and the offset behind it.
  func inflate(_ bytes: [UInt8], in range: Range<Int>) throws(Failure) -> (
    output: [UInt8], end: Int
  ) {
    var stream = z_stream()
    let version = ZLIB_VERSION
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, wrapping.rawValue, version, size) == Z_OK else {
      throw .garbled(offset: range.lowerBound)
    }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var offset = range.lowerBound
    var status = Z_OK
    while status != Z_STREAM_END {
      if offset == range.upperBound && stream.avail_out != 0 && status == Z_BUF_ERROR {
        throw .cutOff
      }
      let room = min(max(output.count, 64 * 1024), 16 * 1024 * 1024)
      let piece = step(&stream, bytes, from: &offset, to: range.upperBound, room: room, &status)
      if output.isEmpty { output = piece } else { output += piece }
      if output.count > limit { throw .tooLong }
      switch status {
      case Z_OK, Z_STREAM_END: continue
      case Z_BUF_ERROR where offset < range.upperBound || !piece.isEmpty: continue
      case Z_BUF_ERROR: throw .cutOff
      default: throw .garbled(offset: offset)
      }
    }
    return (output, offset)
  }

  /// Inflates until `room` bytes came out or the input is used up; advances `offset`.
  private func step(
    _ stream: inout z_stream, _ bytes: [UInt8], from offset: inout Int, to end: Int, room: Int,
    _ status: inout Int32
  ) -> [UInt8] {
    var used = 0
    let piece = [UInt8](unsafeUninitializedCapacity: room) { space, count in
      bytes.withUnsafeBufferPointer { input in
        // zlib counts in 32 bits; a longer input is handed over in parts.
        let given = min(end - offset, Int(Int32.max))
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + offset })
        stream.avail_in = UInt32(given)
        stream.next_out = space.baseAddress
        stream.avail_out = UInt32(room)
        status = CZlib.inflate(&stream, Z_NO_FLUSH)
        used = given - Int(stream.avail_in)
        count = room - Int(stream.avail_out)
      }
    }
    offset += used
    return piece
  }
}
