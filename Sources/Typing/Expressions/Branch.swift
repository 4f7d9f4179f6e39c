/// A branch of an `if` or an arm of a `match`, checked under what its condition says of sizes.
struct Branch {
  /// The branch, with the type that its value has everywhere.
  var block: TypedBlock
  /// The branch as a value of the expected type, if it is one under its condition: where `extra` is
  /// 0, an `f32[N]` is an `f32[N + extra]`.
  var asExpected: TypedBlock?
}

extension BodyChecker {
  /// A branch, in a scope of its own.
  func branch(
    expecting expected: Type?, isUsed: Bool, repetition: Scope.Repetition? = nil,
    _ body: () -> TypedBlock
  ) -> Branch {
    var asExpected: TypedBlock?
    let block = blockInScope(repetition: repetition) {
      let block = body()
      if isUsed, let expected, let value = block.value, !value.type.isError, !expected.hasUnknown,
        !isOpen(expected),
        conformance(value.type, to: expected) == nil
      {
        asExpected = give(block, expected)
      }
      return block
    }
    return Branch(block: block, asExpected: asExpected)
  }

  /// The branches as values of one type, with that type; nil if they have none in common.
  func join(_ branches: [Branch], expecting expected: Type?) -> (blocks: [TypedBlock], type: Type)?
  {
    let types = branches.compactMap(\.block.value?.type)
    guard types.count == branches.count, let first = types.first else { return nil }
    let common = types.dropFirst().reduce(Optional(first)) { common, type in
      common.flatMap { join($0, type) }
    }
    if let common { return (branches.map { give($0.block, common) }, common) }
    let blocks = branches.compactMap(\.asExpected)
    guard let expected, blocks.count == branches.count else { return nil }
    return (blocks, expected)
  }

  /// The first two branches whose values have no type in common, for messages.
  func mismatch(_ branches: [Branch]) -> (first: TypedExpression, second: TypedExpression)? {
    let values = branches.compactMap(\.block.value)
    guard let first = values.first else { return nil }
    return values.first { join(first.type, $0.type) == nil }.map { (first, $0) }
      ?? values.last.map { (first, $0) }
  }
}
