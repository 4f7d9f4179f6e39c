import MartletShapes
import MartletSource

/// `let y[..., i, j < T] = e`: a tensor defined element by element.
public struct TypedEquation: Sendable {
  /// One entry of the left side.
  public enum Item: Sendable {
    /// `...`: the same run everywhere in the equation.
    case rest
    case index(TypedEquationIndex)
  }

  /// The left side, in the order of the result's axes.
  public var items: [Item]
  /// The right side, a scalar.
  public var body: TypedExpression
  /// The type of the tensor that is defined.
  public var type: Type

  /// An equation of the given parts.
  public init(items: [Item], body: TypedExpression, type: Type) {
    self.items = items
    self.body = body
    self.type = type
  }
}

/// An index name, bound on the left side or by a reducer.
public struct TypedEquationIndex: Sendable {
  /// Its identity in the equation.
  public let id: IndexID
  /// The name as written.
  public let name: String
  /// The written bound of `i < n`; nil where the bare occurrences give the range.
  public let bound: TypedExpression?
  /// Its place in the source.
  public let span: SourceSpan

  /// An index of the given parts.
  public init(id: IndexID, name: String, bound: TypedExpression?, span: SourceSpan) {
    self.id = id
    self.name = name
    self.bound = bound
    self.span = span
  }
}

/// What combines the values over an index.
public enum ReducerKind: String, CaseIterable, Sendable {
  case sum, prod, max, min, mean, any, all, argmax, argmin, logsumexp
}

/// What rescales the values along an index and keeps it.
public enum NormaliserKind: String, CaseIterable, Sendable {
  case softmax
  case logSoftmax = "log_softmax"
  case cumulativeSum = "cumsum"
}
