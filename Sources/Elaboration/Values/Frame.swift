import MartletShapes
import MartletTyping

/// The bindings of one running function: its locals, `self`, and the values of its binders.
public final class Frame {
  /// The locals by slot; nil before a binding.
  public var slots: [Value?]
  /// Which slots hold a `let` or a parameter, by name: state in them must not be written.
  public var immutableNames: [Int: String] = [:]
  /// The model whose method runs.
  public var selfValue: Value?
  /// The values of the dims in scope.
  public var sizes: [DimSymbol: Dim]
  /// The values of the runs of dims in scope.
  public var runs: [DimRun: [Dim]]
  /// The element types that the type binders in scope stand for.
  var elements: [TypeVariable: ElementType] = [:]
  /// The host's frame whose locals this frame of a graph reads on demand.
  let hostFrame: Frame?

  /// A frame with room for the given number of locals.
  public init(
    slotCount: Int, sizes: [DimSymbol: Dim] = [:], runs: [DimRun: [Dim]] = [:],
    selfValue: Value? = nil, hostFrame: Frame? = nil
  ) {
    self.slots = Array(repeating: nil, count: slotCount)
    self.sizes = sizes
    self.runs = runs
    self.selfValue = selfValue
    self.hostFrame = hostFrame
  }

  /// Takes on the sizes and runs of the model whose method runs.
  func enter(_ base: Value?) {
    guard case .model(let model) = base else { return }
    sizes = model.sizes
    runs = model.runs
  }

  /// Forgets the values of sizes and runs that a new value determines.
  func forget(_ binders: [BinderSymbol]) {
    for binder in binders {
      switch binder {
      case .dim(let symbol): sizes[symbol] = nil
      case .run(let run): runs[run] = nil
      case .type: break
      }
    }
  }

  /// A frame of the same bindings, for a lambda that outlives the present ones.
  func snapshot() -> Frame {
    let copy = Frame(
      slotCount: 0, sizes: sizes, runs: runs, selfValue: selfValue, hostFrame: hostFrame)
    copy.slots = slots
    copy.immutableNames = immutableNames
    copy.elements = elements
    return copy
  }
}
