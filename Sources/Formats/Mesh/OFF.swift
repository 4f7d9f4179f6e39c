/// The Object File Format of Geomview: a head line, three counts, the vertices, the faces.
///
///     OFF
///     4 4 6          # vertices, faces, edges
///     0 0 0
///     …
///     3 0 2 1        # the number of corners, then which, counted from 0
///
/// `COFF` and `NOFF` have colours or normals behind each place, which are stepped over.
enum OFF {
  /// Whether a file starts like this format.
  static func isOFF(_ file: InputFile) -> Bool {
    var scanner = TextScanner(file, comments: true)
    guard let line = scanner.nextLine() else { return false }
    return scanner.text(line.words[0]).contains("OFF")
  }

  /// The vertices and triangles that a file states.
  static func parts(of file: InputFile) throws(FormatError) -> MeshParts {
    var scanner = TextScanner(file, comments: true)
    let (vertexCount, faceCount) = try counts(&scanner)
    var parts = MeshParts(firstNumber: 0)
    for index in 0..<vertexCount {
      let line = try next(&scanner, "vertex \(index + 1) of \(vertexCount)")
      try parts.addVertex(line.words[...], on: line, scanner)
    }
    for index in 0..<faceCount {
      let line = try next(&scanner, "face \(index + 1) of \(faceCount)")
      try parts.addFace(try face(line, scanner), on: line, scanner)
    }
    if let line = scanner.nextLine() {
      throw scanner.malformed(
        "the head states \(faceCount) faces, but more lines follow", on: line.number)
    }
    return parts
  }

  /// The numbers of vertices and faces, from the head line or the one behind it.
  private static func counts(_ scanner: inout TextScanner) throws(FormatError) -> (Int, Int) {
    var line = try next(&scanner, "the head line")
    var words = line.words
    let text = scanner.text(words[0])
    guard let keyword = ["OFF", "COFF", "NOFF", "CNOFF"].first(where: text.hasPrefix) else {
      throw unsupported("it is a file of the kind `\(scanner.shown(words[0]))`", line, scanner)
    }
    // Some files have no blank between the keyword and the counts: `OFF490 518 0`.
    words[0] = words[0].lowerBound + keyword.utf8.count..<words[0].upperBound
    if words[0].isEmpty { words.removeFirst() }
    if words.isEmpty {
      line = try next(&scanner, "the line of counts")
      words = line.words
    }
    if scanner.text(words[0]) == "BINARY" { throw unsupported("it is binary", line, scanner) }
    guard words.count >= 2 else {
      throw scanner.malformed("the numbers of vertices and faces are missing", on: line.number)
    }
    let counts = (try scanner.whole(words[0], on: line), try scanner.whole(words[1], on: line))
    guard counts.0 >= 0, counts.1 >= 0 else {
      throw scanner.malformed("the numbers of vertices and faces are below 0", on: line.number)
    }
    return counts
  }

  /// The corners of the face on a line.
  private static func face(_ line: TextScanner.Line, _ scanner: TextScanner)
    throws(FormatError) -> [Int]
  {
    let count = try scanner.whole(line.words[0], on: line)
    // Behind the corners there may be a colour.
    guard count >= 0, count < line.words.count else {
      throw scanner.malformed(
        "the face states \(count) corners, but \(line.words.count - 1) numbers follow",
        on: line.number)
    }
    var corners: [Int] = []
    for word in line.words[1...count] { corners.append(try scanner.whole(word, on: line)) }
    return corners
  }

  /// The next line, which must be there.
  private static func next(_ scanner: inout TextScanner, _ part: String) throws(FormatError)
    -> TextScanner.Line
  {
    if let line = scanner.nextLine() { return line }
    throw scanner.malformed("the file ends before \(part)", on: max(scanner.lineNumber, 1))
  }

  /// An error about a variant that is not read.
  private static func unsupported(
    _ message: String, _ line: TextScanner.Line, _ scanner: TextScanner
  ) -> FormatError {
    FormatError(.unsupported, file: scanner.file.name, at: .line(line.number), message)
  }
}
