import MartletGraph
import MartletShapes
import MartletSource

extension Diagnostic {
  /// A graph that could not be run to its end.
  ///
  /// - Parameters:
  ///   - fault: What happened.
  ///   - span: The expression of the program that runs the graph, for faults without a place.
  public static func run(_ fault: RunFault, at span: SourceSpan) -> Diagnostic {
    switch fault {
    case .sizes(let fault): .sizes(fault, at: span)
    case .operation(let name, let fault, at: let place):
      .operation(name, fault, at: place ?? span)
    case .notANumber(let first): .notANumber(first, at: first.span ?? span)
    }
  }

  /// An operation that could not be carried out.
  ///
  /// - Parameters:
  ///   - name: The operation's name in the text form.
  ///   - fault: What happened.
  ///   - span: The source text that it comes from.
  public static func operation(_ name: String, _ fault: OperationFault, at span: SourceSpan)
    -> Diagnostic
  {
    switch fault {
    case .outOfRange(let value, let bound, let position):
      Diagnostic(
        .valueOutOfBound, "\(value) is not in 0..<\(bound)", at: span,
        label: "element \(position) is \(value)",
        notes: ["elements are counted from 0, row by row"],
        help: ["positions of a range type lie below its bound: correct the data or the bound"])
    case .size(let dim):
      Diagnostic(
        .sizeOutOfRange, "the size `\(dim)` has no value here", at: span,
        notes: ["it is negative, divides by zero, or exceeds what memory can hold"])
    case .memory(let byteCount, let largest):
      .outOfMemory(byteCount, largest, at: span)
    case .slice(let axis, let start, let limit, let size):
      Diagnostic(
        .sizeOutOfRange, "\(start)..<\(limit) is no part of an axis of size \(size)", at: span,
        label: "axis \(axis)")
    case .shape(_, let shapes):
      Diagnostic(
        .sizeOutOfRange, "sizes that must agree do not", at: span,
        notes: shapes.map { "a tensor of shape \($0)" })
    case .emptyExtreme(let axis):
      Diagnostic(
        .sizeOutOfRange, "there is no greatest or smallest of no elements", at: span,
        label: "axis \(axis) has size 0",
        help: ["make sure that the axis is not empty, or give the result for that case yourself"])
    case .singular(let matrix, let pivot):
      Diagnostic(
        .singularMatrix, "this matrix has no inverse", at: span,
        label: "matrix \(matrix), whose pivot \(pivot) is 0",
        notes: [
          "matrices are counted from 0 over the axes in front of the last two, pivots from 0 too"
        ],
        help: ["add a small multiple of `eye` to the matrix, or look for equal rows in it"])
    case .notPositiveDefinite(let matrix, let row):
      Diagnostic(
        .singularMatrix, "this matrix is not positive definite", at: span,
        label: "matrix \(matrix), seen first in row \(row)",
        notes: ["matrices are counted from 0 over the axes in front of the last two"],
        help: ["add a small multiple of `eye` to the matrix"])
    }
  }

  /// Tensors that together need more memory than there is, the largest of them at `span`.
  private static func outOfMemory(
    _ byteCount: Int, _ largest: OperationFault.LargestTensor?, at span: SourceSpan
  ) -> Diagnostic {
    let total = "\(gibibytes(byteCount)) GiB"
    let label = largest.map { "\(gibibytes($0.byteCount)) GiB: \($0.type)" } ?? total
    let notes = largest == nil ? [] : ["all that is held at once takes \(total)"]
    return Diagnostic(
      .outOfMemory, "this needs more memory than there is", at: span, label: label, notes: notes,
      help: ["make the tensors smaller, or work through them in parts"])
  }

  /// Bytes in GiB, rounded up.
  private static func gibibytes(_ byteCount: Int) -> Int {
    let (whole, rest) = byteCount.quotientAndRemainder(dividingBy: 1 << 30)
    return rest > 0 ? whole + 1 : whole
  }
}
