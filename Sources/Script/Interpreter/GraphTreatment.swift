import MartletGraph
import MartletRuntime
import MartletSource

/// What is done with each graph that a run builds, beside running it.
public struct GraphTreatment {
  /// Whether every pass is checked to leave a well-formed graph.
  public var verifies: Bool
  /// Is told of each graph after the passes, its plan, and the statements that it stands for.
  public var observer: ((SourceSpan, Graph, Executable) -> Void)?

  /// Is told what is legal and likely not meant.
  public var warner: ((Diagnostic) -> Void)?

  /// A treatment of the given parts; nothing special by default.
  public init(
    verifies: Bool = false, observer: ((SourceSpan, Graph, Executable) -> Void)? = nil,
    warner: ((Diagnostic) -> Void)? = nil
  ) {
    self.verifies = verifies
    self.observer = observer
    self.warner = warner
  }
}
