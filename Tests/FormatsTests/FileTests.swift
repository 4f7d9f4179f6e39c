import MartletFormats
import MartletTensors
import Testing

@Suite struct FileTests {
  @Test func missingFileIsNamed() {
    let error = refusal { try InputFile(reading: "/nowhere/x.csv") }
    #expect(error?.description == "/nowhere/x.csv: cannot be opened: No such file or directory")
    #expect(error?.kind == .inaccessible)
  }

  @Test func folderIsNoFile() {
    #expect(refusal { try InputFile(reading: "/tmp") }?.message == "cannot be read: Is a directory")
  }

  @Test func membersOfGzipAreOneContent() throws {
    let table = try CSVTable(reading: "\(fixtures)/members.csv.gz", header: .present)
    #expect(try table.tensor(named: "x", as: .f64).doubles == [1, 2.5, -300, 0.5])
  }

  @Test func largeContentIsInflatedWhole() throws {
    let digits = try InputFile(reading: repositoryRoot + "/examples/data/digits.csv.gz")
    #expect(digits.bytes.count > 250_000)
    #expect(digits.bytes.last == UInt8(ascii: "\n"))
  }

  @Test func writingReplacesTheFileInOneStep() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/weights.safetensors"
      let first = NamedTensors([("w", counted(.f32, [2]))])
      let second = NamedTensors([("w", counted(.f32, [3]))])
      try Safetensors.write(first, to: path)
      setPermissions(of: path, to: 0o600)
      try Safetensors.write(second, to: path)
      #expect(try Safetensors.read(path)["w"] == counted(.f32, [3]))
      #expect(names(in: folder) == ["weights.safetensors"])
      #expect(permissions(of: path) == 0o600)
    }
  }

  @Test func failedWriteLeavesNothing() throws {
    try withTemporaryFolder { folder in
      let error = refusal { try OutputFile.write([1], to: folder + "/none/x") }
      #expect(error?.message == "cannot be written: No such file or directory")
      try OutputFile.write([1], to: folder + "/x")
      #expect(names(in: folder) == ["x"])
    }
  }

  @Test func arraysSurviveTheDisk() throws {
    try withTemporaryFolder { folder in
      try NPY.write(counted(.f64, [2, 2]), to: folder + "/a.npy")
      #expect(try NPY.read(folder + "/a.npy") == counted(.f64, [2, 2]))
      try NPZ.write(NamedTensors([("a", counted(.i8, [2]))]), to: folder + "/a.npz")
      #expect(try NPZ.read(folder + "/a.npz")["a"] == counted(.i8, [2]))
    }
  }
}
