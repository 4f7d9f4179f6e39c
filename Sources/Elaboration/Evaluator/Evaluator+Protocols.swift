import MartletShapes
import MartletSource
import MartletTyping

extension Evaluator {
  /// Calls the method by which the model at hand keeps a protocol's promise.
  func call(
    _ name: String, of requirements: ProtocolID, on base: Value, _ arguments: [Value?],
    _ given: [BinderArgument], _ frame: Frame, at span: SourceSpan
  ) throws -> Value {
    let witness = try witness(of: name, in: requirements, by: base, at: span)
    let promise = Frame(slotCount: 0)
    promise.enter(base)
    try bind(given, in: promise, from: frame, at: span)
    let binders = witness.binders.filter { isDetermined($0, in: promise) }
    return try invoke(witness.function, on: base, arguments, binders, promise, at: span)
  }

  /// The method by which a value keeps a protocol's promise.
  func witness(of name: String, in requirements: ProtocolID, by base: Value, at span: SourceSpan)
    throws -> TypedConformance.Witness
  {
    guard case .model(let model) = base,
      let witness = conformance(of: model, to: requirements)?.witnesses[name]
    else {
      throw Diagnostic.unexpectedValue(base.kindName, "a model with the method `\(name)`", at: span)
    }
    return witness
  }

  /// How a model conforms to a protocol; nil if it does not.
  private func conformance(of model: ModelValue, to requirements: ProtocolID) -> TypedConformance? {
    program.models[model.model.index].conformances.first { $0.type.declaration == requirements }
  }

  /// The values of a protocol's binders for a model that conforms.
  func sizes(of model: ModelValue, as requirements: ProtocolID) -> [DimSymbol: Dim]? {
    conformance(of: model, to: requirements)?.type.sizes.mapValues {
      $0.substituting(model.sizes)
    }
  }

  /// Whether the call gave what a binder of the method is made of; the arguments give the others.
  private func isDetermined(_ binder: BinderArgument, in frame: Frame) -> Bool {
    switch binder {
    case .dim(_, let dim): dim.symbols.allSatisfy { frame.sizes[$0] != nil }
    case .run(_, let items):
      items.allSatisfy { item in
        switch item {
        case .dim(let dim): dim.symbols.allSatisfy { frame.sizes[$0] != nil }
        case .run(let run): frame.runs[run] != nil
        case .unknown: false
        }
      }
    case .type: true
    }
  }
}
