import MartletSource

/// What can be assigned, or differentiated by: `net.layers[k].weight`, `(h, c)`.
public struct Place: Sendable {
  /// The forms of a place.
  public indirect enum Kind: Sendable {
    case name(Name)
    case selfValue
    case member(Place, Name)
    case `subscript`(Place, [BracketItem])
    case tuple([Place])
    case invalid
  }

  /// Which form.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan
}
