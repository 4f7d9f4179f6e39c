import Foundation
import MartletGraph
import MartletOperations
import MartletShapes
import MartletTensors
import Testing

/// Matrices without rows, which LAPACK takes for a mistake of the caller and says so.
@Suite(.serialized) struct EmptyMatrixTests {
  @Test(arguments: [ElementType.f64, .f32]) func lapackHasNothingToSay(element: ElementType) throws
  {
    let a = Tensor(zeros: element, shape: [0, 0])
    let said = try errorOutput {
      for (operation, isSystem) in FactorisationTests.operations {
        for columns in isSystem ? [0, 2] : [0] {
          let b = Tensor(zeros: element, shape: [0, columns])
          _ = try FactorisationTests.run(operation, isSystem ? [a, b] : [a])
        }
      }
    }
    #expect(!said.contains("illegal value"), "\(said)")
  }

  @Test func whatLapackSaysIsHeard() throws {
    let said = try errorOutput { FileHandle.standardError.write(Data("an illegal value".utf8)) }
    #expect(said.contains("illegal value"))
  }

  /// What is written to the error output meanwhile, also by others.
  private func errorOutput(_ body: () throws -> Void) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let (saved, written) = (dup(2), open(file.path, O_CREAT | O_WRONLY, 0o600))
    try #require(saved >= 0 && written >= 0)
    dup2(written, 2)
    defer {
      dup2(saved, 2)
      close(saved)
    }
    close(written)
    try body()
    return try String(contentsOf: file, encoding: .utf8)
  }
}
