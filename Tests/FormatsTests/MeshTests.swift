import MartletFormats
import MartletTensors
import Testing

@Suite struct MeshTests {
  /// A tetrahedron in the format OFF.
  static let off = """
    # a corner of the cube
    OFF
    4 4 6
    0 0 0
    1 0 0   # the first axis
    0 1 0
    0 0 1

    3 0 2 1
    3 0 1 3  255 0 0
    3 0 3 2
    3 1 2 3
    """

  /// The same one in the format OBJ, counted from 1, or from the last vertex backwards.
  static let obj = """
    # a corner of the cube
    mtllib corner.mtl
    v 0 0 0
    v 1 0 0 1.0
    v 0 1 0
    v 0 0 1
    vt 0.5 0.5
    vn 0 0 1
    f 1 3 2
    f 1/1/1 2/1/1 \\
      4/1/1
    f -4 -1 -2
    f 2//1 3//1 4//1
    """

  @Test(arguments: [
    off, obj, off.replacing("OFF\n", with: "OFF"), off.replacing("\n", with: "\r\n"),
  ])
  func cornerOfACubeIsRead(_ text: String) throws {
    let mesh = try TriangleMesh(file(text))
    #expect(mesh.vertices == Tensor(f32: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], shape: [4, 3]))
    #expect(mesh.faces.ints == [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3])
    #expect(mesh.faces.shape == [4, 3])
    #expect(mesh.faces.bound == 4)
  }

  @Test func facesOfMoreCornersAreCutIntoTriangles() throws {
    let places = "0 0 0\n1 0 0\n2 1 0\n1 2 0\n0 1 0\n"
    let off = try TriangleMesh(file("OFF\n5 1 0\n" + places + "5 0 1 2 3 4\n"))
    #expect(off.faces.ints == [0, 1, 2, 0, 2, 3, 0, 3, 4])
    let vertices = places.split(separator: "\n").map { "v \($0)\n" }.joined()
    #expect(try TriangleMesh(file(vertices + "f 1 2 3 4 5\n")).faces == off.faces)
  }

  @Test func normalsAndColoursBehindPlacesAreSteppedOver() throws {
    let mesh = try TriangleMesh(file("NOFF\n1 0 0\n1 2 3 0 0 1\n"))
    #expect(mesh.vertices == Tensor(f32: [1, 2, 3], shape: [1, 3]))
    #expect(mesh.faces.shape == [0, 3])
  }

  /// Files and the messages about them.
  static let broken: [(String, String)] = [
    ("", "f: it has no vertices"),
    ("OFF", "f, line 1: the file ends before the line of counts"),
    ("OFF\n2", "f, line 2: the numbers of vertices and faces are missing"),
    ("OFF\n-1 0 0", "f, line 2: the numbers of vertices and faces are below 0"),
    ("OFF\n2.5 0 0", "f, line 2: a whole number was expected, but `2.5` came"),
    (
      "OFF\n9223372036854775807 1 0\n0 0 0\n",
      "f, line 3: the file ends before vertex 2 of 9223372036854775807"
    ),
    (
      "OFF\n1 9223372036854775807 0\n0 0 0\n",
      "f, line 3: the file ends before face 1 of 9223372036854775807"
    ),
    ("OFF\n1 0 0\n0 0\n", "f, line 3: a vertex has 2 of its 3 numbers"),
    ("OFF\n1 0 0\n0 x 0\n", "f, line 3: a number was expected, but `x` came"),
    ("OFF\n1 0 0\n0 nan 0\n", "f, line 3: `nan` is no place in space"),
    ("OFF\n1 0 0\n0 1e39 0\n", "f, line 3: `1e39` is no place in space"),
    ("OFF\n1 1 0\n0 0 0\n3 0 0 1\n", "f, line 4: the face names vertex 1, but there are 1"),
    ("OFF\n1 1 0\n0 0 0\n3 0 -1 0\n", "f, line 4: the face names vertex -1, but there are 1"),
    ("OFF\n1 1 0\n0 0 0\n2 0 0\n", "f, line 4: a face has 2 of at least 3 corners"),
    (
      "OFF\n1 1 0\n0 0 0\n4 0 0 0\n",
      "f, line 4: the face states 4 corners, but 3 numbers follow"
    ),
    (
      "OFF\n1 0 0\n0 0 0\n3 0 0 0\n",
      "f, line 4: the head states 0 faces, but more lines follow"
    ),
    ("OFF BINARY\n", "f, line 1: it is binary"),
    ("4OFF\n1 0 0\n0 0 0 0\n", "f, line 1: it is a file of the kind `4OFF`"),
    ("v 0 0\n", "f, line 1: a vertex has 2 of its 3 numbers"),
    ("v 0 0 0\nf 1 1\n", "f, line 2: a face has 2 of at least 3 corners"),
    ("v 0 0 0\nf 0 1 1\n", "f, line 2: vertices are counted from 1, and 0 came"),
    ("v 0 0 0\nf 1 1 2\n", "f, line 2: the face names vertex 2, but there are 1"),
    (
      "v 0 0 0\nf 1 1 -9223372036854775808\n",
      "f, line 2: the face names vertex -9223372036854775806, but there are 1"
    ),
    ("v 0 0 0\nf 1 1 /2\n", "f, line 2: a whole number was expected, but `` came"),
    (
      "solid cube\n",
      "f, line 1: `solid` is no keyword of OBJ files, and OFF files start with `OFF`"
    ),
  ]

  @Test(arguments: broken)
  func brokenFilesAreRefused(_ text: String, _ message: String) {
    #expect(refusal { try TriangleMesh(file(text)) }?.description == message)
  }

  @Test(arguments: [off, obj])
  func cutOffMeshNeverTraps(_ text: String) {
    for count in 0..<text.utf8.count {
      do {
        let mesh = try TriangleMesh(file(Array(text.utf8.prefix(count))))
        #expect(mesh.faces.ints.allSatisfy { $0 >= 0 && $0 < mesh.vertices.shape[0] })
      } catch { #expect(error.file == "f") }
    }
  }
}
