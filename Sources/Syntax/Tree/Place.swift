import MartletSource

/// What can be assigned, or differentiated by: `net.layers[k].weight`, `(h, c)`.
public struct Place: Sendable {
  /// The forms of a place.
  public indirect enum Kind: Sendable {
    /// `net`.
    case name(Name)
    /// `self`.
    case selfValue
    /// `net.weight`.
    case member(Place, Name)
    /// `layers[k]`.
    case `subscript`(Place, [BracketItem])
    /// `(h, c)`.
    case tuple([Place])
    /// What cannot be assigned, and has been reported.
    case invalid
  }

  /// Which form.
  public var kind: Kind
  /// Where it stands.
  public var span: SourceSpan
}
