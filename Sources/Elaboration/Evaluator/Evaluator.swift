import MartletGraph
import MartletOperations
import MartletShapes
import MartletSource
import MartletTensors
import MartletTyping

/// The part of the interpreter that runs outside of graphs: host functions, and graphs themselves.
public protocol Host: AnyObject {
  /// Carries out a function of the host library.
  func call(_ name: String, _ invocation: Invocation) throws -> Value
  /// Evaluates an expression that computes with tensors by building and running a graph.
  func compute(_ expression: TypedExpression, in frame: Frame) throws -> Value
  /// Executes a block's statements, runs of tensor statements as graphs (decision M25).
  func execute(_ block: TypedBlock, in frame: Frame) throws -> Flow
  /// Runs `body` with random numbers that follow from `seed`, and goes on with those of before.
  func seeding(_ seed: Int, _ body: () throws -> Value) throws -> Value
}

/// How the execution of statements went on.
public enum Flow {
  /// To the end, with the block's value.
  case value(Value)
  case breakLoop
  case continueLoop
  case returned(Value)
}

/// Gives the typed intermediate form its meaning: static parts are computed, and tensors either
/// extend the graph that is being built or, outside of one, are left to the host.
///
/// One evaluator serves scripts, tests and the building of graphs, so that they cannot disagree.
public final class Evaluator {
  /// The checked program.
  public let program: TypedProgram
  /// The values of the top-level bindings; nil before they are bound.
  public var globals: [Value?]
  /// What runs outside of graphs; nil where a graph is built without a script around.
  public weak var host: (any Host)?
  /// The graph that is being built; nil while host code runs.
  public internal(set) var graph: GraphContext?
  /// The values of the declared settings, innermost `with` last.
  var settings: [Value]
  /// The values of the declared settings outside of every `with`.
  private(set) var initialSettings: [Value] = []
  /// The value of the innermost `with seed`, if any.
  var seed: Int?
  /// Where random numbers of this place get their numbering from (decision M23).
  var draws = DrawPath()
  /// The numbers of the lanes of maps, and of the turns of loops in the graph, around this place;
  /// draws take their key from them (decision M23).
  var turns: [ValueID] = []
  /// The maps around this place, innermost last.
  var maps: [MapLanes] = []
  /// Which statement of the running graph is being built; each has its own key.
  var statementOffset = 0
  /// How many functions are running.
  var depth = 0
  /// How many blocks of `grad` and its relatives are being built, one inside the other.
  var derivativeDepth = 0
  /// The frame at the outermost level of the graph that is being built.
  var rootFrame: Frame?
  /// Which top-level `let`s of libraries are being computed, to find circles.
  var pendingGlobals: Set<Int> = []

  /// How many choices by data are being built inside of each other.
  var choiceDepth = 0

  /// The deepest nesting of calls.
  static let depthLimit = 1_000

  /// The deepest nesting of choices by data.
  static let choiceDepthLimit = 32

  /// The most elements that a range becomes a list of.
  static let longestList = 1 << 26

  /// An evaluator of a program, before any of its statements has run.
  public init(_ program: TypedProgram) throws {
    self.program = program
    self.globals = Array(repeating: nil, count: program.globals.count)
    self.settings = []
    let frame = Frame(slotCount: 0)
    for setting in program.settings { settings.append(try evaluate(setting.defaultValue, frame)) }
    initialSettings = settings
  }

  /// The current graph, in code that only runs while one is built.
  func currentGraph(at span: SourceSpan) throws -> GraphContext {
    guard let graph else {
      throw Diagnostic.unexpectedValue("host code", "a graph", at: span)
    }
    return graph
  }

  /// Builds into `context` while `body` runs.
  public func building<Result>(
    _ context: GraphContext, rootFrame frame: Frame, _ body: () throws -> Result
  ) rethrows -> Result {
    let outer = (graph, rootFrame, draws, turns, maps, statementOffset)
    graph = context
    rootFrame = frame
    draws = DrawPath()
    turns = []
    maps = []
    statementOffset = 0
    defer { (graph, rootFrame, draws, turns, maps, statementOffset) = outer }
    return try body()
  }

  /// Builds the `index`-th statement of the graph, whose random numbers have their own key.
  public func buildingStatement<Result>(_ index: Int, _ body: () throws -> Result) rethrows
    -> Result
  {
    statementOffset = index
    draws = DrawPath()
    return try body()
  }

  /// Runs `body` one call, loop, branch or iteration deeper, where draws are numbered anew.
  func descending<Result>(_ iteration: Int? = nil, _ body: () throws -> Result) rethrows -> Result {
    let outer = draws.enter(iteration)
    defer { draws = outer }
    return try body()
  }
}

/// A place in the program as draws see it: the path of calls, loops and branches that led there.
struct DrawPath {
  /// The hash of the path.
  private(set) var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
  /// How many calls, loops, branches and draws the present block has had.
  private var ordinal: UInt64 = 0

  /// The path before any step.
  init() {}

  /// The number of the next draw in this block.
  mutating func next() -> UInt64 {
    ordinal += 1
    return DrawPath.mixed(hash, ordinal)
  }

  /// Goes one step deeper and returns the path to come back to.
  mutating func enter(_ iteration: Int?) -> DrawPath {
    let place = next()
    let outer = self
    hash = iteration.map { DrawPath.mixed(place, UInt64(bitPattern: Int64($0))) } ?? place
    ordinal = 0
    return outer
  }

  /// A hash of two words, by the finaliser of SplitMix64.
  static func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var z = a ^ (b &+ 0x9E37_79B9_7F4A_7C15 &+ (a << 6) &+ (a >> 2))
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
