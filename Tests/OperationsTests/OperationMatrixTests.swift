import Foundation
import MartletOperations
import Testing

/// The table of what is tested of each operation, `docs/operations.md`, made from the same pages that
/// the tests run over.
@Suite struct OperationMatrixTests {
  /// The table's place.
  static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../docs/operations.md").standardizedFileURL

  @Test func theTableOfOperationsIsUpToDate() throws {
    let table = Self.text
    if ProcessInfo.processInfo.environment["MARTLET_ACCEPT"] == "1" {
      try table.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: Self.file, encoding: .utf8) == table)
  }

  /// The whole page.
  static var text: String {
    """
    # Operations

    Made by `make accept` from the pages that `CatalogTests` and `BatchTests` run over; each word stands
    for a test on the operation's samples. *Differences*: compared with central differences in `f64`
    along a random direction. *Gradient*: the tangent compared also with the gradient. *Loop*: many lanes
    at once compared with a loop over them. Where there is no derivative the reason stands instead.

    | operation | samples | reverse | forward | second order | map |
    |---|---|---|---|---|---|

    """ + Catalog.pages.map(row).joined(separator: "\n") + "\n"
  }

  /// The line of an operation.
  static func row(_ page: OperationPage) -> String {
    let cells = [
      "`\(page.name)`", "\(page.samples.count)", derivatives(page), batching(page),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  /// The cells of the derivatives.
  static func derivatives(_ page: OperationPage) -> String {
    guard let sample = page.samples.first else { return "no sample | no sample | no sample" }
    switch sample.operation.derivative {
    case .rule where !page.samples.contains(where: \.hasReals):
      return "by golden programs | by golden programs | by golden programs"
    case .rule(_, forward: .none(let reason)):
      return "differences | none: \(reason) | differences"
    case .rule, .regions: return "differences | differences, gradient | differences, both modes"
    case .zero(let reason): return "0: \(reason) | 0 | 0"
    case .none(let reason): return "none: \(reason) | none | none"
    }
  }

  /// The cell of maps.
  static func batching(_ page: OperationPage) -> String {
    guard let sample = page.samples.first else { return "no sample" }
    switch sample.operation.batching {
    case .rule: return sample.inputs.isEmpty ? "nothing to map" : "loop"
    case .none(let reason): return "none: \(reason)"
    }
  }
}

extension OperationSample {
  /// Whether an input is varied by the tests of derivatives.
  fileprivate var hasReals: Bool {
    inputs.contains { input in
      switch input {
      case .real, .definite, .distinct: true
      case .positions, .truth, .key, .keys: false
      }
    }
  }
}
