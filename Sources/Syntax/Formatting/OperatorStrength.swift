/// How loosely an operator binds, for those in front of which a line may be broken.
enum OperatorStrength: CaseIterable {
  /// `|>`.
  case pipe
  /// `or`.
  case or
  /// `and`.
  case and
  /// `==` and its like.
  case comparison
  /// `??`.
  case coalesce
  /// `+` and `-`.
  case additive
  /// `*` and its like.
  case multiplicative

  /// The strength of a token between two operands; nil for all others.
  init?(_ kind: Token.Kind) {
    switch kind {
    case .symbol(.pipe): self = .pipe
    case .keyword(.or): self = .or
    case .keyword(.and): self = .and
    case .symbol(.equal), .symbol(.notEqual), .symbol(.less), .symbol(.lessOrEqual),
      .symbol(.greater), .symbol(.greaterOrEqual):
      self = .comparison
    case .symbol(.coalesce): self = .coalesce
    case .symbol(.plus), .symbol(.minus): self = .additive
    case .symbol(.star), .symbol(.slash), .symbol(.floorDivide), .symbol(.percent), .symbol(.at):
      self = .multiplicative
    default: return nil
    }
  }
}
