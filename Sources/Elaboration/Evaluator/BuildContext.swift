/// What code is built under besides its values: settings and a fixed seed; part of a graph's key.
public struct BuildContext {
  private let settings: [Value]
  private let seed: Int?

  /// What an evaluator builds under now.
  init(settings: [Value], seed: Int?) {
    self.settings = settings
    self.seed = seed
  }

  /// Whether code built under the other is good for this one.
  public func agrees(with other: BuildContext) -> Bool {
    guard seed == other.seed, settings.count == other.settings.count else { return false }
    return zip(settings, other.settings).allSatisfy { setting, other in
      switch (setting, other) {
      case (.bool(let a), .bool(let b)): a == b
      case (.int(let a), .int(let b)): a == b
      case (.string(let a), .string(let b)): a == b
      case (.enumeration(let a), .enumeration(let b)): a == b
      case (.float(let a), .float(let b)): a == b
      case (.none, .none): true
      default: false
      }
    }
  }
}

extension Evaluator {
  /// What code is built under now.
  public var buildContext: BuildContext { BuildContext(settings: settings, seed: seed) }
}
