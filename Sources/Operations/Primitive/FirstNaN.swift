import MartletGraph
import MartletSource

/// Where NaN comes from: a value that has some, made of values that have none.
public struct FirstNaN: Hashable, Sendable {
  /// Where along an axis there is NaN.
  public struct Extent: Hashable, Sendable {
    /// The first place.
    public let first: Int
    /// The number of places.
    public let count: Int

    /// An extent of the given parts.
    public init(first: Int, count: Int) { (self.first, self.count) = (first, count) }
  }

  /// The operation's name in the text form.
  public var operation = ""
  /// The source text that it comes from.
  public var span: SourceSpan?
  /// The value's type, whose dims name its axes.
  public var type: TensorType
  /// The value's sizes.
  public var shape: [Int]
  /// How many elements are NaN.
  public var count: Int
  /// The first of them.
  public var position: [Int]
  /// Where they are, axis by axis.
  public var extents: [Extent]
  /// The name under which it was given to the graph, if nothing in this made it.
  public var input: String?
  /// What a function of single elements was applied to at that position.
  public var operands: [Double] = []
  /// Whether something that the value was made of is infinite.
  public var isOfInfinity = false
  /// What made that infinite, if it is known.
  public var infinity: SourceSpan?
  /// The steps of the loops around, outermost first.
  public var steps: [Int] = []

  /// NaN at the given place.
  public init(
    type: TensorType, shape: [Int], count: Int, position: [Int], extents: [Extent]
  ) {
    (self.type, self.shape) = (type, shape)
    (self.count, self.position, self.extents) = (count, position, extents)
  }
}
