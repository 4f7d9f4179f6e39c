/// Dims compiled for one order of symbols, to be evaluated again and again without allocating.
///
/// Laying out the buffers of a graph evaluates hundreds of dims whenever a size changes.
///
///     let program = DimProgram([n * 4, n + 1], over: [symbolOfN])
///     var sizes: [Int] = []
///     program.evaluate(into: &sizes, symbols: [3])      // true; sizes is [12, 4]
public struct DimProgram: Sendable {
  /// A step that pushes to, or works on, a stack of numbers.
  enum Step: Sendable {
    /// Pushes a number.
    case constant(Int)
    /// Pushes the size of a symbol.
    case symbol(Int)
    /// Adds the two on top.
    case add
    /// Multiplies the two on top.
    case multiply
    /// Divides the second from the top by the top and rounds down.
    case divide
    /// Takes the square root of the top and rounds down.
    case root
    /// Pops the value of the next dim.
    case store
    /// Stores a number as the value of the next dim.
    case storeConstant(Int)
    /// Has no value.
    case fail
  }

  /// The steps of all dims.
  let steps: [Step]
  /// How many dims there are.
  public let count: Int
  /// How many symbols `evaluate` takes.
  public let symbolCount: Int
  /// The deepest that the stack gets.
  let depth: Int

  /// Compiles `dims` over `symbols`; a dim with any other symbol never has a value.
  public init(_ dims: [Dim], over symbols: [DimSymbol]) {
    var writer = Writer(places: Dictionary(zip(symbols, 0...), uniquingKeysWith: { a, _ in a }))
    for dim in dims { writer.store(dim) }
    steps = writer.steps
    depth = writer.depth
    count = dims.count
    symbolCount = symbols.count
  }

  /// Fills `values` with the sizes of the dims; false if one has none (then `values` is of no use).
  ///
  /// Allocates only if `values` has not yet the room for `count` numbers.
  public func evaluate(into values: inout [Int], symbols: [Int]) -> Bool {
    precondition(symbols.count == symbolCount, "a size for every symbol of the program")
    values.removeAll(keepingCapacity: true)
    values.reserveCapacity(count)
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: depth + 1) { stack in
      var top = -1
      for step in steps {
        switch step {
        case .storeConstant(let value): values.append(value)
        case .store:
          values.append(stack[top])
          top -= 1
        case .constant(let value):
          top += 1
          stack[top] = value
        case .symbol(let place):
          top += 1
          stack[top] = symbols[place]
        case .add:
          top -= 1
          let (sum, overflow) = stack[top].addingReportingOverflow(stack[top + 1])
          if overflow { return false }
          stack[top] = sum
        case .multiply:
          top -= 1
          let (product, overflow) = stack[top].multipliedReportingOverflow(by: stack[top + 1])
          if overflow { return false }
          stack[top] = product
        case .divide:
          top -= 1
          guard stack[top + 1] != 0, let quotient = Dim.floorQuotient(stack[top], stack[top + 1])
          else { return false }
          stack[top] = quotient
        case .root:
          guard let root = Dim.squareRoot(stack[top]) else { return false }
          stack[top] = root
        case .fail: return false
        }
      }
      return true
    }
  }
}

extension DimProgram {
  /// Writes the steps of a program.
  private struct Writer {
    /// The place of each symbol.
    let places: [DimSymbol: Int]
    /// The steps so far.
    var steps: [Step] = []
    /// What lies on the stack after them.
    private var height = 0
    /// The most that has lain there.
    var depth = 0

    /// Starts without steps.
    init(places: [DimSymbol: Int]) {
      self.places = places
    }

    /// Writes a whole dim.
    mutating func store(_ dim: Dim) {
      if let constant = dim.constant {
        steps.append(.storeConstant(constant))
      } else {
        push(dim)
        steps.append(.store)
        height -= 1
      }
    }

    /// Writes what pushes `dim`.
    private mutating func push(_ dim: Dim) {
      switch dim.form {
      case .constant(let value): write(.constant(value), grows: 1)
      case .undefined: write(.fail, grows: 1)
      case .polynomial(let polynomial):
        for (index, term) in polynomial.terms.enumerated() {
          push(term)
          if index > 0 { write(.add, grows: -1) }
        }
      }
    }

    /// Writes what pushes `term`.
    private mutating func push(_ term: DimTerm) {
      var isFirst = true
      if term.coefficient != 1 || term.monomial.degree == 0 {
        write(.constant(term.coefficient), grows: 1)
        isFirst = false
      }
      for factor in term.monomial.factors {
        for _ in 0..<factor.exponent {
          push(factor.atom)
          if !isFirst { write(.multiply, grows: -1) }
          isFirst = false
        }
      }
    }

    /// Writes what pushes `atom`.
    private mutating func push(_ atom: DimAtom) {
      switch atom {
      case .symbol(let symbol):
        write(places[symbol].map { .symbol($0) } ?? .fail, grows: 1)
      case .floor(let floor):
        push(floor.numerator)
        push(floor.divisor)
        write(.divide, grows: -1)
      case .root(let radicand):
        push(radicand)
        write(.root, grows: 0)
      }
    }

    /// Adds a step that makes the stack `growth` higher.
    private mutating func write(_ step: Step, grows growth: Int) {
      steps.append(step)
      height += growth
      depth = max(depth, height)
    }
  }
}
