import MartletGraph
import MartletRuntime
import MartletSource

/// What is done with each graph that a run builds, beside running it.
public struct GraphTreatment {
  /// Whether every pass is checked to leave a well-formed graph.
  public var verifies: Bool
  /// Whether a run whose results have NaN is a fault, and is traced to where that comes from.
  public var refusesNaN: Bool
  /// Is told of each graph after the passes, its plan, and the statements that it stands for.
  public var observer: ((SourceSpan, Graph, Executable) -> Void)?

  /// Is told what is legal and likely not meant.
  public var warner: ((Diagnostic) -> Void)?

  /// A treatment of the given parts; nothing special by default.
  public init(
    verifies: Bool = false, refusesNaN: Bool = false,
    observer: ((SourceSpan, Graph, Executable) -> Void)? = nil,
    warner: ((Diagnostic) -> Void)? = nil
  ) {
    self.verifies = verifies
    self.refusesNaN = refusesNaN
    self.observer = observer
    self.warner = warner
  }
}
