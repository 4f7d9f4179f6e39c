import MartletShapes
import MartletSource

/// The names that a block, a parameter list or an equation binds.
struct Scope {
  /// What keeps outer variables from being assigned inside.
  enum Barrier: String {
    case gradient = "a `grad` block"
    case jvp = "a `jvp` block"
    case vjp = "a `vjp` block"
    case recompute = "a `recompute` block"
    case map = "a `map` block"
    case lambda = "a lambda"
  }

  /// What is built once and runs as the data says, so that known values cannot change in it.
  enum Repetition: String {
    case loop = "a loop in the graph"
    case branch = "an `if` on data"
  }

  /// The meanings by name.
  var names: [String: Binding] = [:]
  /// Symbols that are born inside and mean nothing outside.
  var symbols: Set<DimSymbol> = []
  /// Runs that are born inside and mean nothing outside.
  var runs: Set<DimRun> = []
  /// Set where variables from outside must not be assigned.
  var barrier: Barrier?
  /// What a lambda takes along of the script's variables, under locals of its own.
  var captures: [GlobalID: LocalDeclaration] = [:]
  /// Set where known variables from outside must not be assigned.
  var repetition: Repetition?
}

/// What a name of a body means.
enum Binding {
  /// A parameter, `let`, `var` or loop variable, with the size that an Int is.
  case value(LocalDeclaration, size: Dim?, isKnown: Bool)
  /// A binder that is a dim.
  case size(Dim)
  /// A binder that is a run.
  case run(DimRun)
  /// A type binder.
  case type(TypeVariable)
  /// An index of the equation around.
  case index(EquationIndexState)
  /// A name whose definition has an error.
  case failed
}

/// Where a value lives, for finding out what a block mentions.
enum Root: Hashable {
  case local(LocalID)
  case global(GlobalID)
  case selfValue
}
