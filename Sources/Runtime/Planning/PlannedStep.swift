import MartletGraph
import MartletOperations
import MartletShapes

/// A step of a plan, for sizes that are not known yet.
enum PlannedStep {
  /// Nothing any more.
  case nothing
  /// A tile program.
  case tiles(TilePlan)
  /// A product of matrices.
  case product(ProductPlan)
  /// Rows chosen by positions.
  case gather(GatherPlan)
  /// Rows added at positions.
  case scatter(GatherPlan)
  /// A check that positions are in range.
  case check(storage: Int, element: ElementType, count: Int, offset: Int, bound: Int, node: Int)
  /// Random numbers.
  case random(DrawPlan)
  /// The places of extreme elements along the middle of [outer, length, inner].
  case argExtreme(ArgExtremePlan)
  /// Zeros.
  case zeros(storage: Int)
  /// A node by its reference kernel.
  case reference(ReferencePlan)
  /// An operation of linear algebra, by LAPACK.
  case matrices(ReferencePlan)
  /// A loop or a conditional.
  case control(ControlPlan)
}

/// A product of two values, whose axes fall into groups.
struct ProductPlan {
  /// An operand: where it lies, and its strides by group.
  struct Operand {
    /// The storage.
    var storage: Int
    /// The first element.
    var offset: Int
    /// The strides of the batch axes.
    var batch: [Int]
    /// The strides of the axes that stay.
    var free: [Int]
    /// The strides of the axes that are summed over.
    var contracted: [Int]
    /// Memory for a copy in a form that products take.
    var scratch: Int
  }

  /// The type of the elements.
  var element: ElementType
  /// The left operand.
  var left: Operand
  /// The right operand.
  var right: Operand
  /// The sizes of the batch axes.
  var batch: [Int]
  /// The sizes of the left operand's axes that stay.
  var rows: [Int]
  /// The sizes of the right operand's axes that stay.
  var columns: [Int]
  /// The sizes of the axes that are summed over.
  var depth: [Int]
  /// Where the result goes, densely.
  var target: Int
  /// What the scaled product is added to; `nil` if it is the result itself.
  var update: Update?
  /// The node.
  var node: Int

  /// A scaled sum that a product ends with.
  struct Update {
    /// A constant times the first elements of storages.
    struct Factor {
      /// The constant.
      var constant: Double
      /// The storages, with the positions of the elements.
      var scalars: [(storage: Int, offset: Int, element: ElementType)]
    }

    /// The factor of the product.
    var alpha: Factor
    /// The factor of what it is added to.
    var beta: Factor
    /// The storage of what it is added to, which lies densely.
    var base: Int
    /// Its first element.
    var baseOffset: Int
  }
}

/// Parts of a tensor at positions along some axes.
struct GatherPlan {
  /// Positions along an axis.
  struct Index {
    /// The storage of the positions, which lie densely.
    var storage: Int
    /// The first position.
    var offset: Int
    /// The positions' type.
    var element: ElementType
    /// The size of the axis.
    var size: Int
    /// The stride of the axis.
    var stride: Int
  }

  /// The tensor that is read, or added to.
  var source: Int
  /// Its first element.
  var offset: Int
  /// The type of its elements.
  var element: ElementType
  /// The positions.
  var indices: [Index]
  /// The sizes of the positions' axes.
  var positions: [Int]
  /// The sizes of the other axes.
  var rest: [Int]
  /// The strides of the other axes.
  var restStrides: [Int]
  /// What is written, or added, densely.
  var target: Int
  /// Its first element.
  var targetOffset: Int
  /// The node.
  var node: Int
}

/// Random numbers of some keys.
struct DrawPlan {
  /// The draw's place in the program.
  var place: UInt64
  /// Whether the numbers are normal, not uniform.
  var isNormal: Bool
  /// The keys, which lie densely.
  var keys: Int
  /// The first key.
  var offset: Int
  /// How many keys.
  var lanes: Int
  /// How many numbers of each.
  var count: Int
  /// Where the numbers go.
  var target: Int
}

/// The search for extreme elements.
struct ArgExtremePlan {
  /// The tensor, which lies densely.
  var source: Int
  /// Its first element.
  var offset: Int
  /// The type of its elements.
  var element: ElementType
  /// Whether the greatest is looked for.
  var isMaximum: Bool
  /// Whether the axis may be empty.
  var isTotal: Bool
  /// The sizes of the axes before.
  var outer: [Int]
  /// The size of the axis.
  var length: Int
  /// The sizes of the axes behind.
  var inner: [Int]
  /// Where the positions go.
  var target: Int
  /// The node.
  var node: Int
}

/// A node that runs by its reference kernel.
struct ReferencePlan {
  /// Where inputs and results lie, densely.
  struct Value {
    /// The storage.
    var storage: Int
    /// The first element.
    var offset: Int
    /// The type.
    var element: ElementType
    /// The sizes.
    var dims: [Int]
    /// The bound, if it has one.
    var bound: Int?
  }

  /// The node.
  var node: Int
  /// What it reads.
  var inputs: [Value]
  /// What it writes.
  var results: [Value]
}
