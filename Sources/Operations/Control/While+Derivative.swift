extension While {
  /// The derivative of a loop of `limit` steps.
  public var derivative: Derivative { .none(because: "while loops are differentiated later") }
}
