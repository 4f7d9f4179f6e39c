/// Which file of a `SourceMap` a span lies in.
public struct SourceID: Hashable, Sendable {
  /// The file's index in its map.
  public let index: Int

  /// The file of the given index.
  public init(index: Int) { self.index = index }
}

/// A half-open range of bytes in one file.
public struct SourceSpan: Hashable, Sendable {
  /// The file.
  public let file: SourceID
  /// The offset of the first byte.
  public let start: Int
  /// The offset behind the last byte.
  public let end: Int

  /// The bytes `start..<end` of `file`.
  public init(file: SourceID, start: Int, end: Int) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// The smallest span that covers `self` and `other`, which lie in one file.
  public func joined(with other: SourceSpan) -> SourceSpan {
    SourceSpan(file: file, start: min(start, other.start), end: max(end, other.end))
  }
}

/// The files of one compilation; what gives a span its text.
public struct SourceMap: Sendable {
  /// The files in the order they were added.
  public private(set) var files: [SourceFile] = []

  /// A map without files.
  public init() {}

  /// Adds a file and returns its identity.
  public mutating func add(_ file: SourceFile) -> SourceID {
    files.append(file)
    return SourceID(index: files.count - 1)
  }

  /// The file of an identity that `add` returned.
  public subscript(id: SourceID) -> SourceFile { files[id.index] }

  /// The text that a span covers.
  public func text(of span: SourceSpan) -> String { self[span.file].text(in: span) }
}
