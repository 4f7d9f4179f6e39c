import Foundation
import MartletOperations
import Testing

/// The table of what is tested of each operation, `docs/operations.md`, made of the comparisons that
/// `ProofTests` made.
@Suite struct OperationMatrixTests {
  /// The table's place.
  static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../docs/operations.md").standardizedFileURL

  @Test func theTableOfOperationsIsUpToDate() async throws {
    var rows: [String] = []
    for page in Catalog.pages { rows.append(Self.row(await Proof.all[page.name]!.value)) }
    let table = Self.heading + rows.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["MARTLET_ACCEPT"] == "1" {
      try table.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: Self.file, encoding: .utf8) == table)
  }

  /// What stands above the rows.
  static let heading = """
    # Operations

    What the tests compare, for each operation; made by `make accept` from the comparisons themselves,
    whose number stands behind the `×`. Where nothing can be compared, the reason stands instead.

    - **value**: the reference kernel, the plan on one thread and the optimised plan on two, with the
      library and the number of cases of `Tests/Reference`: empty, size-one, odd and large tensors, NaN,
      infinities, both zeros, integers that overflow, the narrow types.
    - **reverse**: the gradient with central differences in `f64` along a random direction.
    - **forward**: the tangent with the same differences, and `⟨u, J v⟩` with `⟨Jᵀ u, v⟩` to 1e-10.
    - **second and third order**: reverse over reverse, forward over reverse, reverse over forward and
      forward over forward with each other and with differences; three times reverse, three times
      forward; the plans of all of these.
    - **map**: 3, 1 and 0 lanes, each input alone mapped, each alone shared, a map in a map, with a
      loop; the gradient of a map, the map of a gradient and of a tangent likewise.
    - **complex shapes**: one plan of symbolic sizes, with the gradient, at many sizes (empty, one, odd,
      about powers of two, longer than a tile), on whole, transposed and strided inputs and as the
      lanes of two maps, in `f64` and `f32`, with the reference kernels at known sizes.

    | operation | value | reverse | forward | second and third order | map | complex shapes |
    |---|---|---|---|---|---|---|

    """

  /// The line of an operation.
  static func row(_ proof: Proof) -> String {
    let cells = Proof.Property.allCases.map { proof.findings[$0]!.cell }
    return "| " + (["`\(proof.name)`"] + cells).joined(separator: " | ") + " |"
  }
}
