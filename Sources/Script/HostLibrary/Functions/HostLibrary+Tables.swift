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
  ]
}
