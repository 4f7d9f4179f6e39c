import Glibc
import MartletFormats
import MartletShapes
import MartletTensors
import Testing

/// The folder of the files that NumPy and others wrote.
let fixtures = repositoryRoot + "/Tests/Reference/data/formats"

/// The folder of the repository.
let repositoryRoot = String(
  #filePath.prefix(#filePath.count - "/Tests/FormatsTests/Fixtures.swift".count))

/// 0, 1, 2, … of the given type and shape, as all fixtures hold it.
func counted(_ elementType: ElementType, _ shape: [Int]) -> Tensor {
  let numbers = (0..<shape.reduce(1, *)).map { Double($0) }
  return Tensor(f64: numbers, shape: shape).converted(to: elementType)
}

/// A file that is in memory.
func file(_ bytes: [UInt8]) -> InputFile { InputFile(name: "f", bytes: bytes) }

/// A file that is in memory and holds text.
func file(_ text: String) -> InputFile { file(Array(text.utf8)) }

/// What a reader throws.
func refusal<R>(_ body: () throws -> R) -> FormatError? {
  #expect(throws: FormatError.self) { _ = try body() }
}

/// Calls `body` with the path of an empty folder, which is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  var template = Array("\(P_tmpdir)/martlet-formats-XXXXXX".utf8CString)
  try #require(mkdtemp(&template) != nil)
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer {
    for name in names(in: folder) { unlink(folder + "/" + name) }
    rmdir(folder)
  }
  try body(folder)
}

/// The names of the files in a folder, in order.
func names(in folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

/// Who may read and write a file.
func permissions(of path: String) -> UInt32 {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
}

/// Changes who may read and write a file.
func setPermissions(of path: String, to mode: UInt32) { chmod(path, mode) }

/// A reader of each format, by the end of its files' names.
func read(_ file: InputFile, named name: String) throws -> [Tensor] {
  let content = Gzip.isGzip(file.bytes) ? try Gzip.inflated(file) : file
  if name.hasSuffix(".npy") { return [try NPY.tensor(in: content)] }
  if name.hasSuffix(".npz") { return try NPZ.tensors(in: content).sorted.map(\.tensor) }
  if name.hasSuffix(".safetensors") {
    return try Safetensors.tensors(in: content).sorted.map(\.tensor)
  }
  if name.contains(".idx") { return [try IDX.tensor(in: content)] }
  return [try CSVTable(content, header: .detected).tensor(as: .f32)]
}
