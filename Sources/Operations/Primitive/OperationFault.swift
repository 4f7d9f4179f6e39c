import MartletGraph
import MartletShapes

/// Why an operation cannot be carried out on the values or the sizes that it met.
public enum OperationFault: Error, Hashable, Sendable {
  /// A value lies outside of the range that it was declared to have; `position` counts elements.
  case outOfRange(value: Int, bound: Int, position: Int)
  /// A size has no number: a symbol is unbound, a divisor zero, or the number too big.
  case size(Dim)
  /// All tensors that are needed at once take more memory than there is.
  case memory(byteCount: Int, largest: LargestTensor?)
  /// A part of an axis reaches beyond it.
  case slice(axis: Int, start: Int, limit: Int, size: Int)
  /// Sizes that had to agree do not.
  case shape(operation: String, [[Int]])
  /// The extreme of no elements was asked for.
  case emptyExtreme(axis: Int)
  /// A matrix has no inverse, since elimination finds no pivot for a column; matrices are counted over
  /// the axes in front of them.
  case singular(matrix: Int, pivot: Int)
  /// A matrix is not positive definite, as the given row shows first.
  case notPositiveDefinite(matrix: Int, row: Int)

  /// The tensor that takes the most memory.
  public struct LargestTensor: Hashable, Sendable {
    /// Its type.
    public let type: TensorType
    /// Its size in memory.
    public let byteCount: Int

    /// A tensor of the given type and size.
    public init(type: TensorType, byteCount: Int) {
      (self.type, self.byteCount) = (type, byteCount)
    }
  }
}
