extension Loop {
  /// A loop in the other direction, over what the steps of this one met.
  public var derivative: Derivative { .none(because: "loops are differentiated later") }
}
