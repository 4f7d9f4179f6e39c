extension Conditional {
  /// A conditional of the regions' derivatives.
  public var derivative: Derivative { .none(because: "conditionals are differentiated later") }
}
