import MartletShapes
import MartletSource
import MartletTyping

extension Evaluator {
  /// Refuses a model for a variable that holds one of another type: the type of a model is its name
  /// and all its static fields, of which the checker compares the sizes.
  func expectSameStaticParts(_ value: Value, in place: TypedPlace, _ frame: Frame) throws {
    guard place.steps.isEmpty, case .model = value, let old = held(by: place.root, frame),
      let change = change(from: old, to: value, path: [])
    else { return }
    throw Diagnostic.changedStaticPart(
      change.path, from: change.old, to: change.new, at: place.span)
  }

  /// What a variable holds, without a look at it becoming an input of the graph.
  private func held(by root: TypedPlace.Root, _ frame: Frame) -> Value? {
    switch root {
    case .local(let id): frame.slots[id.index] ?? frame.hostFrame?.slots[id.index]
    case .global(let id): graph?.globals[id.index] ?? globals[id.index]
    case .selfValue: frame.selfValue
    }
  }

  /// The first static part in which two values differ: where it is, and both in words.
  private func change(from old: Value, to new: Value, path: [String]) -> StaticChange? {
    switch (old, new) {
    case (.model(let a), .model(let b)): change(from: a, to: b, path: path)
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      a.count == b.count
        ? zip(a, b).lazy.enumerated().compactMap { index, pair in
          self.change(from: pair.0, to: pair.1, path: path + ["\(index)"])
        }.first
        : StaticChange(path: path + ["count"], old: "\(a.count)", new: "\(b.count)")
    case (.bool, .bool), (.int, .int), (.string, .string), (.enumeration, .enumeration):
      old.hasSameForm(as: new)
        ? nil : StaticChange(path: path, old: text(old), new: text(new))
    case (.none, .none): nil
    case (.none, _): StaticChange(path: path, old: "None", new: "there")
    case (_, .none): StaticChange(path: path, old: "there", new: "None")
    case (.function(let a), .function(let b)):
      a.mayBeSame(as: b)
        ? nil : StaticChange(path: path, old: "one function", new: "another")
    default: nil
    }
  }

  /// The first static part in which two models differ.
  private func change(from old: ModelValue, to new: ModelValue, path: [String]) -> StaticChange? {
    guard old.model == new.model else { return nil }
    for (symbol, dim) in old.sizes.sorted(by: { $0.key < $1.key }) {
      guard let before = dim.constant, let now = new.sizes[symbol]?.constant, before != now
      else { continue }
      return StaticChange(path: path + [symbol.name], old: "\(before)", new: "\(now)")
    }
    let fields = program.models[old.model.index].fields
    for (field, (before, now)) in zip(fields, zip(old.fields, new.fields)) {
      if let change = change(from: before, to: now, path: path + [field.name]) { return change }
    }
    return nil
  }

  /// A static value in words.
  private func text(_ value: Value) -> String { (try? ValueFormat("").text(of: value)) ?? "" }
}

/// A static part of a model that an assignment would change.
private struct StaticChange {
  /// The fields that lead to it.
  var path: [String]
  /// What it is in the variable.
  var old: String
  /// What it is in the new value.
  var new: String
}

extension FunctionValue {
  /// Whether both may do the same: what lambdas keep is not compared.
  fileprivate func mayBeSame(as other: FunctionValue) -> Bool {
    switch (self, other) {
    case (.function(let a), .function(let b)): a == b
    case (.model(let a), .model(let b)): a == b
    case (.builtin(let a), .builtin(let b)): a == b
    case (.method(let a, _), .method(let b, _)): a == b
    case (.lambda(let a, _), .lambda(let b, _)): a.body.span == b.body.span
    case (.function, _), (.model, _), (.builtin, _), (.method, _), (.lambda, _): false
    }
  }
}

extension Diagnostic {
  /// An assignment of a model of another type.
  static func changedStaticPart(
    _ path: [String], from old: String, to new: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .changingVariable,
      "this variable holds a model whose `\(path.joined(separator: "."))` is \(old), not \(new)",
      at: span,
      notes: ["the type of a model is its name and all its static fields"],
      help: ["give the other model a name of its own with `let`"])
  }
}
