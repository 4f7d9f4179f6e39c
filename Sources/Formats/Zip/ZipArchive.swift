/// The directory of a zip archive, checked against its parts before any of them is read.
struct ZipArchive {
  /// The parts in the order of the directory.
  private(set) var entries: [ZipEntry] = []

  /// The archive that a file's content states.
  init(_ file: InputFile) throws(FormatError) {
    let end = try EndRecord(file)
    var cursor = ByteCursor(file, in: end.directory)
    for _ in 0..<end.count {
      var entry = try ZipArchive.directoryEntry(&cursor)
      entry.data = try ZipArchive.data(of: entry, file, before: end.directory.lowerBound)
      entries.append(entry)
    }
    guard cursor.remaining == 0 else {
      throw file.malformed("the directory has more than \(end.count) parts", at: cursor.offset)
    }
    try refuseOverlaps(file)
  }

  /// The next entry of the central directory.
  private static func directoryEntry(_ cursor: inout ByteCursor) throws(FormatError) -> ZipEntry {
    let file = cursor.file
    let start = cursor.offset
    guard try cursor.takeLittle(UInt32.self, "a directory entry") == 0x0201_4B50 else {
      throw file.malformed("an entry of the archive's directory was expected", at: start)
    }
    _ = try cursor.take(4, "a directory entry")
    let flags = try cursor.takeLittle(UInt16.self, "a directory entry")
    let code = try cursor.takeLittle(UInt16.self, "a directory entry")
    _ = try cursor.take(4, "a directory entry")
    let checksum = try cursor.takeLittle(UInt32.self, "a directory entry")
    let storedSize = try cursor.takeLittle(UInt32.self, "a directory entry")
    let size = try cursor.takeLittle(UInt32.self, "a directory entry")
    let nameLength = Int(try cursor.takeLittle(UInt16.self, "a directory entry"))
    let extraLength = Int(try cursor.takeLittle(UInt16.self, "a directory entry"))
    let commentLength = Int(try cursor.takeLittle(UInt16.self, "a directory entry"))
    _ = try cursor.take(8, "a directory entry")
    let offset = try cursor.takeLittle(UInt32.self, "a directory entry")
    let name = String(decoding: file.bytes[try cursor.take(nameLength, "a name")], as: UTF8.self)
    _ = try cursor.take(extraLength + commentLength, "a directory entry")
    if flags & 1 != 0 { throw file.unsupported("the part `\(name)` is encrypted", at: start) }
    guard let method = ZipEntry.Method(rawValue: code) else {
      throw file.unsupported("the part `\(name)` is compressed by method \(code)", at: start)
    }
    if storedSize == .max || size == .max || offset == .max {
      throw file.unsupported("the part `\(name)` takes 4 GiB or more", at: start)
    }
    return ZipEntry(
      name: name, method: method, checksum: checksum, storedSize: Int(storedSize), size: Int(size),
      offset: Int(offset))
  }

  /// The bytes behind an entry's local header, which must agree with the directory.
  private static func data(of entry: ZipEntry, _ file: InputFile, before limit: Int)
    throws(FormatError) -> Range<Int>
  {
    guard entry.offset < limit else {
      throw file.malformed("the part `\(entry.name)` starts behind the data", at: limit)
    }
    var cursor = ByteCursor(file, in: entry.offset..<limit)
    guard try cursor.takeLittle(UInt32.self, "a part's header") == 0x0403_4B50 else {
      throw file.malformed("the header of `\(entry.name)` was expected", at: entry.offset)
    }
    _ = try cursor.take(22, "a part's header")
    let nameLength = Int(try cursor.takeLittle(UInt16.self, "a part's header"))
    let extraLength = Int(try cursor.takeLittle(UInt16.self, "a part's header"))
    let name = try cursor.take(nameLength, "a part's name")
    guard file.bytes[name].elementsEqual(entry.name.utf8) else {
      throw file.malformed(
        "the part that the directory calls `\(entry.name)` has another name", at: name.lowerBound)
    }
    _ = try cursor.take(extraLength, "a part's header")
    return try cursor.take(entry.storedSize, "the part `\(entry.name)`")
  }

  /// Parts that share bytes are a trick to make a small file huge.
  private func refuseOverlaps(_ file: InputFile) throws(FormatError) {
    let ordered = entries.sorted { $0.offset < $1.offset }
    for (before, after) in zip(ordered, ordered.dropFirst())
    where after.offset < before.data.upperBound {
      throw file.malformed(
        "the parts `\(before.name)` and `\(after.name)` overlap", at: after.offset)
    }
  }
}

/// The record that ends a zip archive and says where its directory lies.
private struct EndRecord {
  /// The number of parts.
  let count: Int
  /// The bytes of the directory.
  let directory: Range<Int>

  /// The size of the record without its comment.
  private static let size = 22

  /// The last record in the file whose comment fills the rest.
  init(_ file: InputFile) throws(FormatError) {
    let bytes = file.bytes
    guard bytes.count >= EndRecord.size else {
      throw file.malformed("the file is too short for a zip archive", at: bytes.count)
    }
    let last = bytes.count - EndRecord.size
    let found = (max(0, last - 0xFFFF)...last).last { place in
      bytes[place] == 0x50 && bytes[place + 1] == 0x4B && bytes[place + 2] == 5
        && bytes[place + 3] == 6
        && place + EndRecord.size + Int(bytes[place + 20]) + Int(bytes[place + 21]) << 8
          == bytes.count
    }
    guard let found else {
      throw file.malformed("the end of a zip archive is missing", at: bytes.count)
    }
    var cursor = ByteCursor(file, in: found + 4..<bytes.count)
    let disks = try cursor.takeLittle(UInt32.self, "the end record")
    let here = try cursor.takeLittle(UInt16.self, "the end record")
    let count = try cursor.takeLittle(UInt16.self, "the end record")
    let size = try cursor.takeLittle(UInt32.self, "the end record")
    let start = try cursor.takeLittle(UInt32.self, "the end record")
    guard disks == 0, here == count, count != .max, size != .max, start != .max else {
      throw file.unsupported("the archive is split or has 4 GiB or more", at: found)
    }
    guard Int(start) + Int(size) == found else {
      throw file.malformed(
        "the archive's directory does not end where its record starts", at: found)
    }
    self.count = Int(count)
    self.directory = Int(start)..<found
  }
}
