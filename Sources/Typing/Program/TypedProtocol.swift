import MartletShapes
import MartletSource

/// A `protocol` declaration: what a model must offer to stand for one.
public struct TypedProtocol: Sendable {
  /// The name.
  public var name: String
  /// The binders in square brackets.
  public var binders: [BinderSymbol]
  /// The names of the methods, in the order of the text.
  public var methods: [String]
  /// The place of the name.
  public var span: SourceSpan

  /// A protocol of the given parts.
  public init(name: String, binders: [BinderSymbol], methods: [String], span: SourceSpan) {
    self.name = name
    self.binders = binders
    self.methods = methods
    self.span = span
  }
}

/// That a model conforms to a protocol, and how.
public struct TypedConformance: Sendable {
  /// The method that keeps one promise of a protocol.
  public struct Witness: Sendable {
    /// The model's method.
    public var function: FunctionID
    /// The values of the method's own binders, in the symbols of the protocol's signature.
    public var binders: [BinderArgument]

    /// A witness of the given parts.
    public init(function: FunctionID, binders: [BinderArgument]) {
      self.function = function
      self.binders = binders
    }
  }

  /// The protocol, with the values of its binders in the model's symbols.
  public var type: ProtocolType
  /// For each of the protocol's methods, the model's.
  public var witnesses: [String: Witness]

  /// A conformance of the given parts.
  public init(type: ProtocolType, witnesses: [String: Witness]) {
    self.type = type
    self.witnesses = witnesses
  }
}
