import MartletCompiler
import Testing

/// Where an executable finds the library that belongs to it.
@Suite struct LibraryPlaceTests {
  /// Where the files of a test lie.
  let folder: TemporaryFolder

  /// A test with a folder of its own.
  init() throws { folder = try TemporaryFolder() }

  @Test func installedCommandFindsTheSharedFolder() throws {
    _ = try folder.write("", to: "usr/share/martlet/stdlib/nn.mlt")
    let library = StandardLibrary(near: folder.path + "usr/bin/martlet")
    #expect(library?.folder == folder.path + "usr/share/martlet/stdlib")
  }

  @Test func commandInABuildFolderFindsTheRepository() throws {
    _ = try folder.write("", to: "stdlib/nn.mlt")
    let library = StandardLibrary(near: folder.path + ".build/release/martlet")
    #expect(library?.folder == folder.path + "stdlib")
  }

  @Test func nearestLibraryIsTaken() throws {
    _ = try folder.write("", to: "stdlib/nn.mlt")
    _ = try folder.write("", to: "inner/share/martlet/stdlib/nn.mlt")
    let library = StandardLibrary(near: folder.path + "inner/bin/martlet")
    #expect(library?.folder == folder.path + "inner/share/martlet/stdlib")
  }

  @Test func folderWithoutALibraryIsRefused() {
    #expect(StandardLibrary(folder: folder.path) == nil)
  }
}
