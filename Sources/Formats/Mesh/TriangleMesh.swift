import MartletTensors

/// A surface made of triangles, as a file of the formats OFF or OBJ states it.
///
///     let mesh = try TriangleMesh(reading: "bunny.off")
///     mesh.vertices   // f32[3485, 3]
///     mesh.faces      // i32<3485>[6966, 3]
///
/// Faces of more corners are cut into the triangles around their first corner.
public struct TriangleMesh: Sendable {
  /// The places of the vertices, `f32[V, 3]`.
  public let vertices: Tensor
  /// The vertices of each triangle, `i32<V>[F, 3]`, in the order of the file.
  public let faces: Tensor

  /// The mesh in the file at `path`, inflated if it is a gzip file; the content says which format.
  public init(reading path: String) throws(FormatError) {
    try self.init(InputFile(reading: path))
  }

  /// The mesh that a file's content states.
  public init(_ file: InputFile) throws(FormatError) {
    let parts = OFF.isOFF(file) ? try OFF.parts(of: file) : try OBJ.parts(of: file)
    try self.init(parts, of: file)
  }

  /// The mesh of the given parts; every corner must be one of the vertices.
  private init(_ parts: MeshParts, of file: InputFile) throws(FormatError) {
    let count = parts.coordinates.count / 3
    guard count > 0 else {
      throw FormatError(.malformed, file: file.name, "it has no vertices")
    }
    // The numbers of vertices are kept in 32 bits.
    guard count <= Int32.max else {
      throw FormatError(.unsupported, file: file.name, "it has \(count) vertices")
    }
    for (corner, line) in zip(parts.corners, parts.lines) where corner < 0 || corner >= count {
      throw FormatError(
        .malformed, file: file.name, at: .line(line),
        "the face names vertex \(corner + parts.firstNumber), but there are \(count)")
    }
    vertices = Tensor(f32: parts.coordinates, shape: [count, 3])
    faces = Tensor(
      i32: parts.corners.map { Int32($0) }, shape: [parts.corners.count / 3, 3], bound: count)
  }
}

/// What a reader gathers of a mesh, before it is known whether every corner exists.
struct MeshParts {
  /// The number of the first vertex in the file's own counting.
  let firstNumber: Int
  /// Three numbers for each vertex.
  var coordinates: [Float] = []
  /// Three positions of vertices for each triangle, counted from 0.
  var corners: [Int] = []
  /// For each corner the line that states it.
  var lines: [Int] = []

  /// The parts of an empty mesh.
  init(firstNumber: Int) { self.firstNumber = firstNumber }

  /// Takes the first three of some words as the place of a vertex.
  mutating func addVertex(
    _ words: ArraySlice<Range<Int>>, on line: TextScanner.Line, _ scanner: TextScanner
  ) throws(FormatError) {
    guard words.count >= 3 else {
      throw scanner.malformed("a vertex has \(words.count) of its 3 numbers", on: line.number)
    }
    for word in words.prefix(3) {
      let number = Float(try scanner.number(word, on: line))
      guard number.isFinite else {
        throw scanner.malformed("`\(scanner.shown(word))` is no place in space", on: line.number)
      }
      coordinates.append(number)
    }
  }

  /// Cuts a face into the triangles around its first corner.
  mutating func addFace(_ face: [Int], on line: TextScanner.Line, _ scanner: TextScanner)
    throws(FormatError)
  {
    guard face.count >= 3 else {
      throw scanner.malformed("a face has \(face.count) of at least 3 corners", on: line.number)
    }
    for second in 1..<face.count - 1 {
      corners += [face[0], face[second], face[second + 1]]
      lines += [line.number, line.number, line.number]
    }
  }
}
