import MartletKernels
import MartletOperations

/// Draws random numbers.
final class RandomStep: Step {
  /// The draw's place in the program.
  private let place: UInt64
  /// Whether the numbers are normal, not uniform.
  private let isNormal: Bool
  /// The storages of the key and of the numbers.
  private let (key, target): (Int, Int)
  /// How many.
  private let count: Int

  /// A step that draws.
  init(place: UInt64, isNormal: Bool, key: Int, target: Int, count: Int) {
    self.place = place
    self.isNormal = isNormal
    (self.key, self.target) = (key, target)
    self.count = count
  }

  override func run(_ context: RunContext) throws(RunFault) {
    let run = Int(context.addresses[key].load(as: Int64.self))
    let key = Philox(key: run, place: place).key
    let out = context.addresses[target].assumingMemoryBound(to: Float.self)
    context.pool.run(over: count, chunkLength: 16384) { part in
      let draw = isNormal ? martlet_random_normal_f32 : martlet_random_uniform_f32
      draw(
        context.tier, key, Int64(part.lowerBound), Int64(part.upperBound), out + part.lowerBound)
    }
  }

  override var summary: String { "\(count) \(isNormal ? "normal" : "uniform") random numbers" }
}
