import MartletElaboration
import MartletFormats

extension HostLibrary {
  /// What reads data of other programs.
  static let tables = [
    HostFunction(
      "data.csv.read",
      """
      ## The csv file at `path`, whose first line names the columns: `table["label"] as i32<10>[_]`.
      ## The columns `pixels.0`, `pixels.1`, … are one tensor, `table["pixels"] as f32[_, 64]`.
      proc read(path: String) -> Table
      """
    ) { _, call in
      .host(TextTable(try CSVTable(reading: try call.string(0), header: .present)))
    },
    HostFunction(
      "data.npz.read",
      """
      ## NumPy's arrays in the file at `path`: `arrays["x"] as f32[_, 64]`.
      proc read(path: String) -> Table
      """
    ) { _, call in
      let path = try call.string(0)
      return .host(ArrayTable(try NPZ.read(path), path: path))
    },
    HostFunction(
      "data.idx.read",
      """
      ## The tensor in the file at `path`, in the format of MNIST: `as u8[_, 28, 28]`.
      proc read(path: String) -> tensor
      """
    ) { _, call in
      let path = try call.string(0)
      return .host(LoadedTensor(try IDX.read(path), from: path))
    },
    HostFunction(
      "data.text.numbers",
      """
      ## All numbers of the text file at `path` in reading order, whatever lines they stand on:
      ## `as i32[_]`. Blanks part the numbers.
      proc numbers(path: String) -> tensor
      """
    ) { _, call in .host(LoadedNumbers(try TextNumbers(reading: try call.string(0)))) },
    HostFunction(
      "data.mesh.read",
      """
      ## The places of the vertices and the three vertices of each triangle of the surface in the file
      ## at `path`, in the format OFF or OBJ. Faces of more corners are cut into triangles.
      ## `load_mesh` gives the same as a `Mesh`.
      proc read(path: String) -> (f32[_, 3], i32[_, 3])
      """
    ) { _, call in
      let mesh = try TriangleMesh(reading: try call.string(0))
      return .tuple([.tensor(mesh.vertices), .tensor(mesh.faces)])
    },
  ]
}
