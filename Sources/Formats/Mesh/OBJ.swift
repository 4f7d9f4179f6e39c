/// The format of Wavefront: a keyword at the start of each line.
///
///     v 0 0 1            # a vertex
///     f 1 2/7/5 -1       # a face: vertices from 1, or from the last one backwards
///
/// Texture coordinates, normals, lines, groups and materials are stepped over.
enum OBJ {
  /// The vertices and triangles that a file states.
  static func parts(of file: InputFile) throws(FormatError) -> MeshParts {
    var scanner = TextScanner(file, comments: true)
    var parts = MeshParts(firstNumber: 1)
    while let line = nextWhole(&scanner) {
      let keyword = scanner.text(line.words[0])
      switch keyword {
      case "v": try parts.addVertex(line.words.dropFirst(), on: line, scanner)
      case "f":
        let corners = try face(line, scanner, vertexCount: parts.coordinates.count / 3)
        try parts.addFace(corners, on: line, scanner)
      default:
        guard ignored.contains(keyword) else {
          throw scanner.malformed(
            "`\(scanner.shown(line.words[0]))` is no keyword of OBJ files, and OFF files start "
              + "with `OFF`", on: line.number)
        }
      }
    }
    return parts
  }

  /// What says nothing of the surface, or of other kinds of it.
  private static let ignored: Set<String> = [
    "vt", "vn", "vp", "l", "p", "g", "o", "s", "mg", "usemtl", "mtllib", "usemap", "maplib",
    "bevel", "c_interp", "d_interp", "lod", "shadow_obj", "trace_obj",
  ]

  /// The next line, together with those that follow a `\` at its end.
  private static func nextWhole(_ scanner: inout TextScanner) -> TextScanner.Line? {
    guard var line = scanner.nextLine() else { return nil }
    while let last = line.words.last, scanner.text(last) == "\\" {
      line.words.removeLast()
      guard let next = scanner.nextLine() else { break }
      line.words += next.words
    }
    return line.words.isEmpty ? nextWhole(&scanner) : line
  }

  /// The corners of the face on a line, counted from 0.
  private static func face(
    _ line: TextScanner.Line, _ scanner: TextScanner, vertexCount: Int
  ) throws(FormatError) -> [Int] {
    var corners: [Int] = []
    for word in line.words.dropFirst() {
      // `vertex/texture/normal`, of which only the first counts.
      let slash = scanner.file.bytes[word].firstIndex(of: UInt8(ascii: "/"))
      let number = try scanner.whole(word.lowerBound..<(slash ?? word.upperBound), on: line)
      guard number != 0 else {
        throw scanner.malformed("vertices are counted from 1, and 0 came", on: line.number)
      }
      // `Int.min` stays below 0 and is refused with the rest.
      corners.append(number > 0 ? number - 1 : vertexCount &+ number)
    }
    return corners
  }
}
