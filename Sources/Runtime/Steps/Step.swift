import MartletOperations

/// A step of a plan that has been laid out; subclasses say what it does.
class Step {
  /// A step that does nothing.
  init() {}

  /// Does the step.
  func run(_ context: RunContext) throws(RunFault) {}

  /// Whether it can do some of a number of rows by themselves, when `prepare` has been called.
  func hasRows(_ rows: Int) -> Bool { false }

  /// Makes ready for `runRows`.
  func prepare(_ context: RunContext) {}

  /// Does the step for some of the rows that `hasRows` said it has, on the calling thread.
  func runRows(_ part: Range<Int>, of rows: Int, _ context: RunContext) {}

  /// What it does, for the printed plan.
  var summary: String { "nothing" }
}
