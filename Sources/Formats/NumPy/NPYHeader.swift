import MartletShapes

/// What the head of an `.npy` file says of its array.
struct NPYHeader {
  /// The type of the elements.
  var elementType: ElementType
  /// Whether the first axis is the innermost.
  var isColumnMajor: Bool
  /// The sizes of the axes.
  var shape: [Int]
  /// The offset of the header's text, for messages.
  var offset: Int

  /// Reads the header and leaves the cursor behind it.
  init(_ cursor: inout ByteCursor) throws(FormatError) {
    let file = cursor.file
    let start = cursor.offset
    let magic = try cursor.take(6, "the magic string")
    guard file.bytes[magic].elementsEqual([0x93] + Array("NUMPY".utf8)) else {
      throw file.malformed("an npy file starts with \\x93NUMPY", at: start)
    }
    let major = try cursor.takeLittle(UInt8.self, "the version")
    let minor = try cursor.takeLittle(UInt8.self, "the version")
    guard (1...3).contains(major), minor == 0 else {
      throw file.unsupported("version \(major).\(minor) of npy is not known", at: start + 6)
    }
    let length =
      major == 1
      ? Int(try cursor.takeLittle(UInt16.self, "the header's length"))
      : Int(try cursor.takeLittle(UInt32.self, "the header's length"))
    let text = try cursor.take(length, "the header")
    var parser = NPYHeaderParser(ByteCursor(file, in: text))
    self = try parser.parse()
  }

  /// A header of the given parts.
  init(elementType: ElementType, isColumnMajor: Bool, shape: [Int], offset: Int) {
    self.elementType = elementType
    self.isColumnMajor = isColumnMajor
    self.shape = shape
    self.offset = offset
  }
}

extension ElementType {
  /// NumPy's description of the elements, low byte first; `nil` for `bf16`, which it lacks.
  var numPyDescription: String? {
    switch self {
    case .f64: "<f8"
    case .f32: "<f4"
    case .f16: "<f2"
    case .i64: "<i8"
    case .i32: "<i4"
    case .i8: "|i1"
    case .u8: "|u1"
    case .bool: "|b1"
    case .bf16: nil
    }
  }

  /// The element type of a NumPy description that says it with the low byte first, or any order
  /// for single bytes.
  init?(numPyDescription text: String) {
    let kind = text.dropFirst()
    let found = ElementType.allCases.first { type in
      guard let own = type.numPyDescription, own.dropFirst() == kind else { return false }
      return own == text || (type.size == 1 && "<|=".contains(text.prefix(1)))
    }
    guard let found, !text.isEmpty else { return nil }
    self = found
  }
}
