import MartletKernels
import MartletOperations

/// Draws random numbers.
final class RandomStep: Step {
  /// The draw's place in the program.
  private let place: UInt64
  /// Whether the numbers are normal, not uniform.
  private let isNormal: Bool
  /// Where the keys lie.
  private let keys: ProductStep.Place
  /// The storage of the numbers.
  private let target: Int
  /// How many keys there are, and how many numbers each draws.
  private let (lanes, count): (Int, Int)

  /// The most numbers that are drawn at a stretch.
  private static let partLength = 16384

  /// A step that draws.
  init(
    place: UInt64, isNormal: Bool, keys: ProductStep.Place, target: Int, lanes: Int, count: Int
  ) {
    self.place = place
    self.isNormal = isNormal
    (self.keys, self.target) = (keys, target)
    (self.lanes, self.count) = (lanes, count)
  }

  override func run(_ context: RunContext) throws(RunFault) {
    guard count > 0 else { return }
    let keys = (context.addresses[keys.storage] + keys.byte).assumingMemoryBound(to: Int64.self)
    let out = context.addresses[target].assumingMemoryBound(to: Float.self)
    let parts = (count + RandomStep.partLength - 1) / RandomStep.partLength
    let together = max(1, RandomStep.partLength / count)
    context.pool.run(over: lanes * parts, chunkLength: together) { indices in
      for index in indices {
        let (lane, part) = (index / parts, index % parts)
        let start = part * RandomStep.partLength
        let end = min(start + RandomStep.partLength, count)
        let key = Philox(key: Int(keys[lane]), place: place).key
        let draw = isNormal ? martlet_random_normal_f32 : martlet_random_uniform_f32
        draw(context.tier, key, Int64(start), Int64(end), out + lane * count + start)
      }
    }
  }

  override var summary: String {
    "\(lanes * count) \(isNormal ? "normal" : "uniform") random numbers"
      + (lanes > 1 ? " of \(lanes) keys" : "")
  }
}
