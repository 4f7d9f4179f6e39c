import MartletShapes

/// What the header of a safetensors file says of one tensor.
struct SafetensorsEntry {
  /// The name.
  var name: String
  /// The type of the elements.
  var elementType: ElementType
  /// The sizes of the axes.
  var shape: [Int]
  /// The bytes of the elements, counted from the end of the header.
  var data: Range<Int>
  /// The offset of the entry in the file, for messages.
  var offset: Int

  /// An entry of the given parts.
  init(name: String, elementType: ElementType, shape: [Int], data: Range<Int>, offset: Int) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
    self.data = data
    self.offset = offset
  }

  /// Takes the value of the member `name`, which stands at `offset`.
  init(_ scanner: inout JSONScanner, name: String, offset: Int) throws(FormatError) {
    let file = scanner.cursor.file
    var elementType: ElementType?
    var shape: [Int]?
    var data: Range<Int>?
    try scanner.object { (scanner, key, place) throws(FormatError) in
      switch key {
      case "dtype" where elementType == nil:
        elementType = try SafetensorsEntry.elementType(&scanner, of: name)
      case "shape" where shape == nil: shape = try scanner.sizes()
      case "data_offsets" where data == nil:
        let ends = try scanner.sizes()
        guard ends.count == 2, ends[0] <= ends[1] else {
          throw file.malformed("`\(name)` has no begin and end of its data", at: place)
        }
        data = ends[0]..<ends[1]
      default: throw file.malformed("the key `\(key)` of `\(name)` is unexpected", at: place)
      }
    }
    guard let elementType, let shape, let data else {
      throw file.malformed("`\(name)` lacks one of dtype, shape and data_offsets", at: offset)
    }
    self.init(name: name, elementType: elementType, shape: shape, data: data, offset: offset)
  }

  /// Takes the element type of the tensor called `name`.
  private static func elementType(_ scanner: inout JSONScanner, of name: String)
    throws(FormatError) -> ElementType
  {
    let place = scanner.place()
    let text = try scanner.string()
    if let type = ElementType.allCases.first(where: { $0.safetensorsName == text }) { return type }
    let readable = ElementType.allCases.map(\.safetensorsName).joined(separator: " ")
    throw scanner.cursor.file.unsupported(
      "`\(name)` is of type \(text); Martlet reads \(readable)", at: place)
  }
}

extension ElementType {
  /// What safetensors files call the type.
  var safetensorsName: String { rawValue.uppercased() }
}
