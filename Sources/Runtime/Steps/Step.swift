import MartletOperations

/// A step of a plan that has been laid out; subclasses say what it does.
class Step {
  /// A step that does nothing.
  init() {}

  /// Does the step.
  func run(_ context: RunContext) throws(RunFault) {}

  /// What it does, for the printed plan.
  var summary: String { "nothing" }
}
