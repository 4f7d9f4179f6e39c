import MartletSource

extension Value {
  /// Whether it is a function, or a list or tuple of such, that keeps tensors or models from where
  /// it was made.
  var keepsTensors: Bool {
    switch self {
    case .function(.lambda(let lambda, let frame)):
      lambda.body.contains { part in
        if case .global = part.kind { part.type.isTensorTree } else { false }
      }
        || lambda.capturedSlots.contains { slot in
          frame.slots.indices.contains(slot) && frame.slots[slot]?.holdsTensors ?? false
        }
    case .function(.method(_, let base)): base.holdsTensors
    case .list(let values), .tuple(let values): values.contains(where: \.keepsTensors)
    default: false
    }
  }

  /// Whether a tensor is inside; a number of data is none.
  private var holdsTensors: Bool {
    if keepsTensors { return true }
    var found = false
    forEachLeaf { leaf in
      switch leaf {
      case .tensor: found = true
      case .node(let node): found = found || !node.isNumber
      default: break
      }
    }
    return found
  }
}

extension Diagnostic {
  /// A model's function that would hide tensors from `grad` and `save`.
  static func functionKeepsTensors(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .functionKeepsTensors, "the function `\(name)` of a model cannot keep tensors", at: span,
      notes: ["`grad`, `save` and copies see a model's fields, and not what its functions keep"],
      help: ["make the tensors a `param` or `let` of the model, or an argument of the function"])
  }
}
