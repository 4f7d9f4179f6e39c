/// The string of `einsum` or `rearrange`: which axes tensors have, and which the result has.
///
///     let pattern = try AxisPattern("b (h k) c -> b c h k")
///     pattern.inputs[0].entries.count   // 3: `b`, `(h k)` and `c`
///     pattern.result?.names             // ["b", "c", "h", "k"]
///
/// Names are separated by spaces. A pattern in which no operand has a space and some word is longer
/// than a letter is in the compact form of other libraries, `bid,bjd->bij`, where each letter is a
/// name; only `einsum` reads it so.
public struct AxisPattern: Sendable {
  /// What one word of a pattern stands for.
  public struct Axis: Sendable {
    /// The meanings of a word.
    public enum Kind: Hashable, Sendable {
      case named(String)
      /// `1`: an axis of one element.
      case one
      /// `...`: all axes that nothing else names.
      case rest
    }

    /// The meaning.
    public var kind: Kind
    /// The bytes of the string that it is written with.
    public var range: Range<Int>

    /// The name, where it has one.
    public var name: String? { if case .named(let name) = kind { name } else { nil } }
  }

  /// One axis of a tensor: a word, or several in parentheses, of which the last runs fastest.
  public struct Entry: Sendable {
    /// The words.
    public var axes: [Axis]
    /// Whether parentheses stand around them.
    public var isGroup: Bool
    /// The bytes that it is written with.
    public var range: Range<Int>

    /// Whether it is a bare `...`.
    public var isRest: Bool { !isGroup && axes[0].kind == .rest }
  }

  /// The axes of one tensor.
  public struct Side: Sendable {
    /// The axes in order.
    public var entries: [Entry]
    /// The bytes that it is written with.
    public var range: Range<Int>

    /// All words, also those in parentheses.
    public var axes: [Axis] { entries.flatMap(\.axes) }
    /// All names in the order of the text.
    public var names: [String] { axes.compactMap(\.name) }
    /// Where `...` stands outside parentheses; nil if it does not.
    public var restIndex: Int? { entries.firstIndex(where: \.isRest) }
  }

  /// What a pattern describes.
  public enum Form: Sendable {
    /// `einsum`: products of several tensors.
    case products
    /// `rearrange`: one tensor in another order.
    case rearrangement
  }

  /// The axes of each tensor that is given.
  public var inputs: [Side]
  /// The axes of the result; nil where there is no arrow.
  public var result: Side?
  /// Whether each letter is a name.
  public var isCompact: Bool
  /// How many bytes the string has.
  public var length: Int

  /// The names of the inputs in the order in which they first occur.
  public var inputNames: [String] {
    var seen: Set<String> = []
    return inputs.flatMap(\.names).filter { seen.insert($0).inserted }
  }
}

/// Why a string is no pattern, and where.
public struct AxisPatternFault: Error, Hashable, Sendable {
  /// The kinds of faults.
  public enum Kind: Hashable, Sendable {
    case strangeCharacter(String)
    case number(String)
    case secondArrow, unclosedGroup, unopenedGroup, nestedGroup, secondRest
    /// Parentheses where axes can be neither split nor merged.
    case groupInProduct
    /// `1` in a product.
    case oneInProduct
    /// A comma where there is one tensor.
    case comma
  }

  /// What is wrong.
  public var kind: Kind
  /// The bytes of the string.
  public var range: Range<Int>
}
