import MartletFormats
import MartletShapes
import MartletTensors
import Testing

@Suite struct NumPyTests {
  @Test(arguments: ElementType.allCases.filter { $0 != .bf16 && $0 != .bool })
  func everyTypeIsReadAndWritten(_ type: ElementType) throws {
    let path = "\(fixtures)/\(type).npy"
    let tensor = try NPY.read(path)
    #expect(tensor == counted(type, [2, 3]))
    #expect(try NPY.bytes(of: tensor, file: path) == InputFile(reading: path).bytes)
  }

  @Test(arguments: [
    ("bool.npy", Tensor(bool: [false, true, false, true, false, true], shape: [2, 3])),
    ("fortran.npy", counted(.f32, [2, 3, 4])),
    ("scalar.npy", Tensor(scalar: Float(2.5))),
    ("empty.npy", counted(.f64, [3, 0, 2])),
    ("vector.npy", counted(.i32, [5])),
    ("version2.npy", counted(.f32, [2, 3])),
    ("version3.npy", counted(.f32, [2, 3])),
  ])
  func filesOfNumPyAreRead(_ name: String, _ tensor: Tensor) throws {
    #expect(try NPY.read("\(fixtures)/\(name)") == tensor)
  }

  @Test(arguments: [
    ("big-endian.npy", "NumPy's type '>f4'"), ("u16.npy", "NumPy's type '<u2'"),
    ("complex.npy", "NumPy's type '<c8'"), ("records.npy", "the elements are records"),
  ])
  func typesWithoutUseAreRefused(_ name: String, _ part: String) {
    let error = refusal { try NPY.read("\(fixtures)/\(name)") }
    #expect(error?.kind == .unsupported)
    #expect(error?.message.contains(part) == true)
  }

  /// An npy file of version 1 with the given header and as many bytes of data.
  private func npy(_ header: String, data: Int = 24) -> InputFile {
    let length = UInt8(header.utf8.count)
    let head = [0x93] + "NUMPY".utf8 + [1, 0, length, 0] + header.utf8
    return file(head + [UInt8](repeating: 0, count: data))
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 16, "needs 24 bytes", 69),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 25, "there are 25", 69),
    ("{'descr': '<f4', 'fortran_order': False, }", 24, "lacks one of", 10),
    ("{'descr': '<f4', 'descr': '<f4'}", 24, "key 'descr' is unexpected", 27),
    ("{'descr': '<f4', 'fortran_order': Maybe}", 24, "True or False was expected", 44),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", 24, "a size was expected", 61),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", 24,
      "impossibly large", 10
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", 24,
      "impossibly large", 61
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 9223372036854775807)}", 24,
      "impossibly large", 10
    ),
    ("{'descr': '|b1', 'fortran_order': False, 'shape': (2,)} x", 2, "end of the header", 66),
    ("{'descr': '<f4", 24, "a closing quote", 24),
  ])
  func brokenHeadersAreRefused(_ header: String, _ data: Int, _ part: String, _ offset: Int) {
    let error = refusal { try NPY.tensor(in: npy(header, data: data)) }
    #expect(error?.message.contains(part) == true, "\(String(describing: error))")
    #expect(error?.location == .byte(offset), "\(String(describing: error))")
  }

  @Test func boolOfAnotherValueIsRefused() {
    var wrong = npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,)}", data: 2).bytes
    wrong[wrong.count - 1] = 2
    let error = refusal { try NPY.tensor(in: file(wrong)) }
    #expect(error?.description == "f, byte \(wrong.count - 1): a bool is 0 or 1, not 2")
  }

  @Test(arguments: ["stored.npz", "deflated.npz"])
  func archivesAreRead(_ name: String) throws {
    let tensors = try NPZ.read("\(fixtures)/\(name)")
    #expect(tensors.names == ["x", "y"])
    #expect(tensors["x"] == counted(.f32, [2, 3]))
    #expect(tensors["y"] == counted(.i32, [4]))
  }

  @Test func archiveSurvivesARoundTrip() throws {
    let types = ElementType.allCases.filter { $0 != .bf16 }
    let pairs = types.map { ("layers.\($0)/w", counted($0, [1, 2])) }
    let tensors = NamedTensors(pairs + [("é", counted(.f32, [])), ("none", counted(.f32, [0]))])
    let bytes = try NPZ.bytes(of: tensors, file: "f")
    let again = try NPZ.tensors(in: file(bytes))
    #expect(again.sorted.map(\.name) == tensors.sorted.map(\.name))
    #expect(again.sorted.map(\.tensor) == tensors.sorted.map(\.tensor))
    #expect(try NPZ.bytes(of: again, file: "f") == bytes)
  }

  @Test func damagedPartIsNamed() throws {
    var bytes = try InputFile(readingStored: "\(fixtures)/stored.npz").bytes
    let place = try #require(bytes.firstIndex(of: 0x93)) + 130
    bytes[place] ^= 1
    let error = refusal { try NPZ.tensors(in: file(bytes)) }
    #expect(error?.description == "f, byte 0: the part `x.npy` is damaged: its checksum differs")
  }

  @Test func brainFloatsAreNotWritten() {
    let error = refusal { try NPY.bytes(of: counted(.bf16, [2]), file: "f") }
    #expect(error?.message == "NumPy has no bf16; convert to f32 first")
  }

  @Test func referenceNumbersAreReadable() throws {
    let path = repositoryRoot + "/Tests/Reference/data/mlp-adam-f32.npz"
    #expect(try NPZ.read(path)["layers.0.weight"]?.shape == [21, 12, 16])
  }
}
