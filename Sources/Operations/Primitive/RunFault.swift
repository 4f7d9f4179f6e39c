import MartletGraph
import MartletSource

/// Why a graph could not be run to its end.
public enum RunFault: Error, Hashable, Sendable {
  /// The inputs do not fit the parameters.
  case sizes(SizeFault)
  /// An operation could not be carried out.
  case operation(String, OperationFault, at: SourceSpan?)
  /// A number came out that is none, where that was looked for.
  case notANumber(FirstNaN)
}
