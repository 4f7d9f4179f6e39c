import MartletShapes
import MartletTensors

/// A static argument of an operation, in a form that can be printed, compared and stored.
public enum Attribute: Sendable {
  case int(Int)
  case ints([Int])
  case flag(Bool)
  case place(UInt64)
  case dim(Dim)
  case dims([Dim])
  case string(String)
  case element(ElementType)
  case type(TensorType)
  case tensor(Tensor)
}

extension Attribute: CustomStringConvertible {
  /// The text form; a tensor of more than one element shows as its type.
  public var description: String {
    switch self {
    case .int(let value): "\(value)"
    case .ints(let values): "[\(values.map(\.description).joined(separator: ", "))]"
    case .flag(let value): "\(value)"
    case .place(let value): "#" + String(value, radix: 16)
    case .dim(let dim): "\(dim)"
    case .dims(let dims): "[\(dims.map(\.description).joined(separator: ", "))]"
    case .string(let text): text
    case .element(let element): element.rawValue
    case .type(let type): "\(type)"
    case .tensor(let tensor):
      tensor.shape.isEmpty
        ? tensor.description
        : "\(TensorType(tensor.elementType, tensor.shape.map { Dim($0) }))"
    }
  }
}

extension Attribute: Hashable {
  /// Whether two attributes say the same; tensors are compared bit by bit.
  public static func == (left: Attribute, right: Attribute) -> Bool {
    switch (left, right) {
    case (.int(let a), .int(let b)): a == b
    case (.ints(let a), .ints(let b)): a == b
    case (.flag(let a), .flag(let b)): a == b
    case (.place(let a), .place(let b)): a == b
    case (.dim(let a), .dim(let b)): a == b
    case (.dims(let a), .dims(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.element(let a), .element(let b)): a == b
    case (.type(let a), .type(let b)): a == b
    case (.tensor(let a), .tensor(let b)): a.hasSameBits(as: b) && a.bound == b.bound
    case (.int, _), (.ints, _), (.flag, _), (.place, _), (.dim, _), (.dims, _), (.string, _),
      (.element, _), (.type, _), (.tensor, _):
      false
    }
  }

  /// Feeds what equality compares, save the content of tensors.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .int(let value): hasher.combine(value)
    case .ints(let values): hasher.combine(values)
    case .flag(let value): hasher.combine(value)
    case .place(let value): hasher.combine(value)
    case .dim(let dim): hasher.combine(dim)
    case .dims(let dims): hasher.combine(dims)
    case .string(let text): hasher.combine(text)
    case .element(let element): hasher.combine(element)
    case .type(let type): hasher.combine(type)
    case .tensor(let tensor):
      hasher.combine(tensor.elementType)
      hasher.combine(tensor.shape)
    }
  }
}
