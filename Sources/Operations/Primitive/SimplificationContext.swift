import MartletGraph

/// The inputs of an operation that might be replaced by something simpler.
public struct SimplificationContext {
  /// Where replacements are added.
  public let builder: GraphBuilder
  /// What the operation is applied to.
  public let inputs: [ValueID]

  /// A context of the given parts.
  public init(builder: GraphBuilder, inputs: [ValueID]) {
    self.builder = builder
    self.inputs = inputs
  }

  /// The type of an input.
  func type(ofInput index: Int) -> TensorType { builder.type(of: inputs[index]) }

  /// The operation that makes an input, if it is of the given kind, with its own inputs.
  func producer<Kind: Primitive>(ofInput index: Int, as kind: Kind.Type)
    -> (operation: Kind, inputs: [ValueID])?
  {
    guard let node = builder.node(producing: inputs[index]),
      let operation = node.operation as? Kind
    else { return nil }
    return (operation, node.inputs)
  }

  /// The number that all elements of an input are, if that is known.
  func uniformValue(ofInput index: Int) -> Double? {
    var value = inputs[index]
    if let broadcast = producer(ofInput: index, as: Broadcast.self) { value = broadcast.inputs[0] }
    guard let constant = builder.node(producing: value)?.operation as? Constant,
      constant.tensor.count == 1
    else { return nil }
    return constant.tensor.scalarDouble
  }
}
