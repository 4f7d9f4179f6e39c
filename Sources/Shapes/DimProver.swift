/// The search for a proof that a dim is not negative.
///
/// Every atom is written as its least value plus something that is not negative; the dim is not
/// negative if no coefficient is. Otherwise a negative term is cancelled with a known bound times a
/// monomial, or a floor is replaced by what bounds it, and the search goes on with the rest.
struct DimProver {
  /// What is known.
  let system: DimSystem
  /// How many steps are left.
  private var budget: Int
  /// The known bounds, with every atom shifted.
  private var shiftedBounds: [Dim] = []
  /// The least values found for floors: 1, 0, or nil for none.
  private var leastFloors: [DimFloor: Int?] = [:]

  /// How many bounds may be used after each other.
  private let depth: Int

  /// Makes a search over `system` that takes at most `budget` steps and uses `depth` bounds.
  init(_ system: DimSystem, budget: Int = 160, depth: Int = 4) {
    self.system = system
    self.budget = budget
    self.depth = depth
    shiftedBounds = system.bounds.map { shifted($0) }.filter(\.isDefined)
  }

  /// Whether `dim`, in normal form, is proved to be at least 0.
  mutating func isAtLeastZero(_ dim: Dim) -> Bool {
    if let constant = dim.constant { return constant >= 0 }
    let common = dim.terms.dropFirst().reduce(dim.terms.first?.monomial ?? .one) {
      $0.commonDivisor(with: $1.monomial)
    }
    let core = isSigned(common) ? dim.reduced(by: common, 1) : dim
    return isAtLeastZero(shifted: shifted(core), depth: depth)
  }

  /// Whether a dim of shifted atoms is proved to be at least 0.
  private mutating func isAtLeastZero(shifted dim: Dim, depth: Int) -> Bool {
    budget -= 1
    guard budget > 0, dim.isDefined else { return false }
    let dim = dim.withoutContent
    guard let worst = dim.terms.first(where: { $0.coefficient < 0 || !isSigned($0.monomial) })
    else { return true }
    if depth == 0 || dim.constant != nil { return false }
    return cancels(worst, of: dim, depth: depth)
      || dim.floors.contains { eliminates($0, from: dim, depth: depth) }
  }

  /// Whether some bound that cancels `term` leaves a dim that is proved.
  private mutating func cancels(_ term: DimTerm, of dim: Dim, depth: Int) -> Bool {
    guard term.coefficient < 0 else { return false }
    for bound in shiftedBounds {
      for other in bound.terms where other.coefficient < 0 {
        guard let rest = term.monomial.divided(by: other.monomial), isSigned(rest) else { continue }
        // |b|*dim - |t|*rest*bound has no such term; the unshifted `rest` cancels more at once.
        let scaled = dim.scaled(by: other.coefficient).scaled(by: -1)
        let part = bound.scaled(by: term.coefficient)
        let whole = unshifted(rest)
        if rest.degree > 0, isAtLeastZero(shifted: scaled + part * whole, depth: depth - 1) {
          return true
        }
        let next = scaled + part.times(rest, 1)
        if isAtLeastZero(shifted: next, depth: depth - 1) { return true }
      }
    }
    return false
  }

  /// Whether replacing `floor` by a bound of it leaves a dim that is proved.
  ///
  /// For `dim = b + g*F` with `F = n // d`: `d*F` is at most `n` and at least `n - d + 1`. For
  /// `g = 1` and `g = -1` the step loses nothing.
  private mutating func eliminates(_ floor: DimFloor, from dim: Dim, depth: Int) -> Bool {
    guard let (g, b) = dim.linear(in: .floor(floor)) else { return false }
    let d = shifted(floor.divisor)
    guard d.isDefined, isAtLeastZero(shifted: d - 1, depth: depth - 1) else { return false }
    let n = shifted(floor.numerator) - d.scaled(by: leastValue(of: floor) ?? 0)
    let next: Dim
    if g == 1 {
      next = n + b * d
    } else if g == -1 {
      next = d * (b + 1) - 1 - n
    } else if g.terms.allSatisfy({ $0.coefficient > 0 && isSigned($0.monomial) }) {
      next = d * b + g * (n - d + 1)
    } else if g.terms.allSatisfy({ $0.coefficient < 0 && isSigned($0.monomial) }) {
      next = d * b + g * n
    } else {
      return false
    }
    return isAtLeastZero(shifted: next, depth: depth - 1)
  }

  /// The dim with each atom written as its least value plus a shifted atom of the same name.
  private mutating func shifted(_ dim: Dim) -> Dim {
    for floor in dim.floors { _ = leastValue(of: floor) }
    let least = leastFloors
    return dim.mappingAtoms { atom in
      switch atom {
      case .symbol(let symbol): Dim(atom) + Dim(system.leastSize(of: symbol))
      case .floor(let floor): Dim(atom) + Dim((least[floor] ?? nil) ?? 0)
      case .root: Dim(atom)
      }
    }
  }

  /// What a monomial of atoms is in shifted atoms.
  private mutating func unshifted(_ monomial: DimMonomial) -> Dim {
    shifted(Dim(1).times(monomial, 1))
  }

  /// 1 or 0 if `floor` is proved not to be smaller.
  private mutating func leastValue(of floor: DimFloor) -> Int? {
    if let known = leastFloors[floor] { return known }
    leastFloors[floor] = .some(nil)
    var least: Int?
    if isAtLeastZero(floor.divisor - 1) {
      least = isAtLeastZero(floor.numerator - floor.divisor) ? 1 : nil
      if least == nil, isAtLeastZero(floor.numerator) { least = 0 }
    }
    leastFloors[floor] = .some(least)
    return least
  }

  /// Whether a monomial of shifted atoms is known not to be negative.
  private mutating func isSigned(_ monomial: DimMonomial) -> Bool {
    for factor in monomial.factors {
      if case .floor(let floor) = factor.atom, leastValue(of: floor) == nil { return false }
    }
    return true
  }
}

extension Dim {
  /// What is at least 0 just when this is: divided by the factor that its coefficients share.
  var withoutContent: Dim {
    let factor = terms.reduce(0) { $1.monomial.degree == 0 ? $0 : Dim.gcd($0, $1.coefficient) }
    guard factor > 1 else { return self }
    return Dim(
      canonical: terms.compactMap { term in
        let coefficient = Dim.floorQuotient(term.coefficient, factor) ?? 0
        return coefficient == 0
          ? nil : DimTerm(monomial: term.monomial, coefficient: coefficient)
      })
  }

  /// The parts of `factor * atom + rest`; nil if the atom is absent or occurs otherwise.
  func linear(in atom: DimAtom) -> (factor: Dim, rest: Dim)? {
    var factor: [DimTerm] = []
    var rest: [DimTerm] = []
    for term in terms {
      switch term.monomial.exponent(of: atom) {
      case 0: rest.append(term)
      case 1:
        guard let other = term.monomial.divided(by: DimMonomial(atom)) else { return nil }
        factor.append(DimTerm(monomial: other, coefficient: term.coefficient))
      default: return nil
      }
    }
    return factor.isEmpty ? nil : (Dim(canonical: factor), Dim(canonical: rest))
  }
}
