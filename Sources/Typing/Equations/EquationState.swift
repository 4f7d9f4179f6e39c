import MartletShapes
import MartletSource

/// What is known of an equation while its right side is checked.
final class EquationState {
  /// All indices, of the left side and of reducers.
  var indices: [EquationIndexState] = []
  /// The axes that `...` stands for, once an access has shown them, with its place.
  var rest: (items: [TensorType.Item], span: SourceSpan)?
  /// Whether the left side has `...`.
  var hasRest = false
  /// Positions that must lie in an axis, proved when all ranges are known.
  var positions: [(position: Dim, size: Dim, span: SourceSpan)] = []
}

/// An index name of an equation.
final class EquationIndexState {
  /// Its identity.
  let id: IndexID
  /// The name.
  let name: String
  /// The symbol that stands for its value.
  let symbol: DimSymbol
  /// Its place.
  let span: SourceSpan
  /// The written bound.
  let bound: TypedExpression?
  /// The size of its range, and the place that gives it; nil until one is found.
  var range: (size: TensorType.Item, span: SourceSpan)?

  /// An index of the given parts.
  init(
    id: IndexID, name: String, symbol: DimSymbol, span: SourceSpan, bound: TypedExpression?,
    range: (size: TensorType.Item, span: SourceSpan)?
  ) {
    self.id = id
    self.name = name
    self.symbol = symbol
    self.span = span
    self.bound = bound
    self.range = range
  }

  /// The index in the typed program.
  var typed: TypedEquationIndex {
    TypedEquationIndex(id: id, name: name, bound: bound, span: span)
  }
}
