import MartletGraph

extension GraphBuilder {
  /// The sum of two values of one type; what one of them adds to zeros is added to the other.
  ///
  /// The gradient of what was picked from a table has as many rows as were picked, and should not
  /// cost a pass over the table each time that it is added to another one.
  public func sum(_ a: ValueID, _ b: ValueID) -> ValueID {
    updating(a, as: b) ?? updating(b, as: a) ?? elementwise(.add, [a, b])
  }

  /// A value with the updates that another one has added to zeros; `nil` if that is no such thing.
  private func updating(_ base: ValueID, as sum: ValueID) -> ValueID? {
    guard let node = node(producing: sum), node.operation is ScatterAdd else { return nil }
    guard let start = isZero(node.inputs[0]) ? base : updating(base, as: node.inputs[0]) else {
      return nil
    }
    return add(node.operation, [start] + node.inputs.dropFirst(), at: node.span)
  }

  /// Whether a value is a repeated 0.
  private func isZero(_ value: ValueID) -> Bool {
    guard let node = node(producing: value) else { return false }
    switch node.operation {
    case let constant as Constant:
      return constant.tensor.count == 1 && constant.tensor.scalarDouble == 0
    case is Broadcast: return isZero(node.inputs[0])
    default: return false
    }
  }
}
