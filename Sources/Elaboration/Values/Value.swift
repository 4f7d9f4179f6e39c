import MartletGraph
import MartletShapes
import MartletTensors
import MartletTyping

/// The type of a value in a graph, as opposed to the checker's type of the same name.
typealias NodeType = MartletGraph.TensorType

/// What an expression evaluates to: static data, a tensor in memory, or a value of a graph.
public indirect enum Value {
  /// The value of what returns nothing.
  case unit
  /// A known whole number.
  case int(Int)
  /// A whole number made from sizes that the graph leaves open.
  case size(Dim)
  /// A real number that exists while the graph is built.
  case float(Double)
  case bool(Bool)
  case string(String)
  case enumeration(EnumerationValue)
  /// An absent optional.
  case none
  case list([Value])
  case tuple([Value])
  case range(Dim, Dim)
  /// A tensor in memory.
  case tensor(Tensor)
  /// A tensor in the graph that is being built.
  case node(GraphNode)
  case model(ModelValue)
  case structure(StructureValue)
  /// The gradient of a model: its fields without what is frozen, state or static.
  case gradient(GradientValue)
  /// As many models, structs or gradients in one: their tensors have a leading axis.
  case stack(StackValue)
  /// A part of a gradient that has no parameters.
  case absent
  /// A state leaf inside a model's fields.
  case cell(Cell)
  case function(FunctionValue)
  /// Something that only the host library can make and use.
  case host(any HostObject)
}

/// A tensor in the graph that is being built.
public struct GraphNode {
  /// Which value of the graph.
  public let id: ValueID
  /// Whether it is a Float that entered the graph as data, and so adapts to the dtype it meets.
  public let isNumber: Bool

  /// The graph's value `id`.
  public init(_ id: ValueID, isNumber: Bool = false) {
    self.id = id
    self.isNumber = isNumber
  }
}

/// A model: its declaration, its static sizes and its fields.
public struct ModelValue {
  /// Which declaration.
  public let model: ModelID
  /// The value of each static size of the declaration.
  public var sizes: [DimSymbol: Dim]
  /// The value of each run of dims of the declaration.
  public var runs: [DimRun: [Dim]]
  /// The fields in the declaration's order; state fields are cells.
  public var fields: [Value]

  /// A model of the given parts.
  public init(
    model: ModelID, sizes: [DimSymbol: Dim], runs: [DimRun: [Dim]] = [:], fields: [Value]
  ) {
    self.model = model
    self.sizes = sizes
    self.runs = runs
    self.fields = fields
  }
}

/// A struct: its declaration, its binders' values and its fields.
public struct StructureValue {
  /// Which declaration.
  public let structure: StructureID
  /// The value of each binder.
  public var sizes: [DimSymbol: Dim]
  /// The value of the run among the binders.
  public var runs: [DimRun: [Dim]]
  /// The fields in the declaration's order.
  public var fields: [Value]

  /// A struct of the given parts.
  public init(
    structure: StructureID, sizes: [DimSymbol: Dim], runs: [DimRun: [Dim]] = [:], fields: [Value]
  ) {
    self.structure = structure
    self.sizes = sizes
    self.runs = runs
    self.fields = fields
  }
}

/// The gradient of a model, field by field; `absent` where there is nothing to train.
public struct GradientValue {
  /// The model's declaration.
  public let model: ModelID
  /// The fields in the model's order.
  public var fields: [Value]

  /// A gradient of the given parts.
  public init(model: ModelID, fields: [Value]) {
    self.model = model
    self.fields = fields
  }
}

/// A stack, `M[K]`: one value whose tensors hold those of all elements.
public struct StackValue {
  /// How many elements there are.
  public let count: Dim
  /// An element, but for the leading axis that each of its tensors has.
  public var element: Value

  /// A stack of the given parts.
  public init(count: Dim, element: Value) {
    self.count = count
    self.element = element
  }
}

/// The place that holds a state leaf's current value (decision M21): passing lends it, binding
/// copies it.
public final class Cell {
  /// The current value.
  public var value: Value
  /// The name of the `let` or parameter that owns it, for which a write is a mistake.
  public var immutableOwner: String?
  /// Whether it is reached through a `frozen` part, which refuses writes.
  public var isFrozen = false

  /// A cell that holds the given value.
  public init(_ value: Value, immutableOwner: String? = nil) {
    self.value = value
    self.immutableOwner = immutableOwner
  }
}

/// A function as a value.
public enum FunctionValue {
  case function(FunctionID)
  case method(FunctionID, base: Value)
  case model(ModelID)
  case builtin(String)
  /// A lambda with the frame in which it was made, as it was then.
  case lambda(TypedLambda, Frame)
}

/// A value of the host library: a table, a stream of batches, a progress bar.
public protocol HostObject: AnyObject {
  /// The name of its type, for messages.
  var typeName: String { get }
  /// The tensor that it becomes under `as`, if it can; nil for objects that hold none.
  func tensor(as type: RequestedTensor) throws(HostFault) -> Tensor?
}

extension HostObject {
  /// Most host objects are no tensors.
  public func tensor(as type: RequestedTensor) throws(HostFault) -> Tensor? { nil }
}

/// What `as` asks of a value from outside: known sizes are numbers, open ones nil.
public struct RequestedTensor {
  /// The elements' type.
  public let element: ElementType
  /// The sizes of the axes.
  public let shape: [Int?]
  /// Values must lie in `0..<bound`.
  public let bound: Int?

  /// A request of the given parts.
  public init(element: ElementType, shape: [Int?], bound: Int?) {
    self.element = element
    self.shape = shape
    self.bound = bound
  }
}

/// A failure of the host library, which the caller gives the place in the program.
public struct HostFault: Error {
  /// One line, without a full stop.
  public let message: String
  /// Facts that help to understand it.
  public let notes: [String]
  /// What to do about it.
  public let help: [String]

  /// A failure of the given parts.
  public init(_ message: String, notes: [String] = [], help: [String] = []) {
    self.message = message
    self.notes = notes
    self.help = help
  }
}
