import Foundation

/// How well some draws fit a distribution: for each of several tests, the probability that true draws
/// deviate as much.
///
/// The tests look at different faults: Kolmogorov and Smirnov's at the distribution function, χ² at
/// the density, two at the first moments, which a slightly wrong scale shows in, and the rest at what
/// neighbouring draws have to do with each other.
struct Fit {
  /// The probabilities, by the names of the tests.
  private(set) var probabilities: [String: Double] = [:]

  /// The tests that true draws would fail once in ten thousand times.
  var failures: [String: Double] { probabilities.filter { !($0.value >= 1e-4) } }

  /// How well the draws fit.
  init(_ draws: [Double], _ distribution: Distribution) {
    moments(draws, distribution)
    switch distribution.law {
    case .continuous(let below):
      let levels = draws.map(below)
      cells(levels)
      pairs(levels)
      neighbours(levels)
    case .counts(let limit, let probability):
      counts(draws, limit, probability)
      neighbours(draws)
    }
  }

  /// Mean and variance; the standard errors are estimated from the draws.
  private mutating func moments(_ draws: [Double], _ distribution: Distribution) {
    guard let mean = distribution.mean else { return }
    let count = Double(draws.count)
    var (first, second, fourth) = (0.0, 0.0, 0.0)
    for x in draws {
      let square = (x - mean) * (x - mean)
      first += x - mean
      second += square
      fourth += square * square
    }
    probabilities["mean"] = Self.twoSided(first / second.squareRoot())
    guard let variance = distribution.variance else { return }
    let spread = fourth / count - (second / count) * (second / count)
    // Two values of equal weight always have the right variance about the mean.
    guard spread > 1e-9 * variance * variance else { return }
    let deviation = second / count - variance
    probabilities["variance"] = Self.twoSided(deviation / (spread / count).squareRoot())
  }

  /// Levels, which should be uniform, in a thousand cells: their greatest surplus up to any of them, and
  /// χ² of ten at a time.
  private mutating func cells(_ levels: [Double]) {
    var found = [Double](repeating: 0, count: 1000)
    for level in levels { found[min(999, max(0, Int(level * 1000)))] += 1 }
    let each = Double(levels.count) / 1000
    var (surplus, greatest) = (0.0, 0.0)
    for cell in found {
      surplus += cell - each
      greatest = max(greatest, abs(surplus))
    }
    probabilities["Kolmogorov"] = Self.kolmogorov(greatest / Double(levels.count).squareRoot())
    let tens = stride(from: 0, to: 1000, by: 10).map { found[$0..<$0 + 10].reduce(0, +) }
    probabilities["χ²"] = Self.chiSquare(tens, tens.map { _ in 10 * each })
  }

  /// Levels two by two, in the cells of a square.
  private mutating func pairs(_ levels: [Double]) {
    var found = [Double](repeating: 0, count: 256)
    for i in stride(from: 0, to: levels.count - 1, by: 2) {
      let (row, column) = (Int(levels[i] * 16), Int(levels[i + 1] * 16))
      found[16 * min(15, max(0, row)) + min(15, max(0, column))] += 1
    }
    let each = Double(levels.count / 2) / 256
    probabilities["pairs"] = Self.chiSquare(found, found.map { _ in each })
  }

  /// The correlations of draws with those one, two, three and four later.
  private mutating func neighbours(_ draws: [Double]) {
    let mean = draws.reduce(0, +) / Double(draws.count)
    let centred = draws.map { $0 - mean }
    let power = centred.reduce(0) { $0 + $1 * $1 }
    for distance in 1...4 {
      var sum = 0.0
      for i in distance..<centred.count { sum += centred[i] * centred[i - distance] }
      let correlation = sum / power * Double(draws.count).squareRoot()
      probabilities["correlation \(distance)"] = Self.twoSided(correlation)
    }
  }

  /// Whole numbers, rare ones together with their neighbours.
  private mutating func counts(_ draws: [Double], _ limit: Int, _ probability: (Int) -> Double) {
    var each = [Double](repeating: 0, count: limit)
    var strangers = 0.0
    for draw in draws {
      if let k = Int(exactly: draw), each.indices.contains(k) {
        each[k] += 1
      } else {
        strangers += 1
      }
    }
    var (found, wanted) = ([0.0], [0.0])
    for k in 0..<limit {
      found[found.count - 1] += each[k]
      wanted[wanted.count - 1] += probability(k) * Double(draws.count)
      if wanted[wanted.count - 1] >= 10 {
        found.append(0)
        wanted.append(0)
      }
    }
    // What is left over is too rare for a cell of its own.
    if let (rest, few) = (found.popLast(), wanted.popLast()) as? (Double, Double), !found.isEmpty {
      found[found.count - 1] += rest + strangers
      wanted[wanted.count - 1] += few
    }
    probabilities["χ²"] = Self.chiSquare(found, wanted)
    let isPossible = each.indices.allSatisfy { each[$0] == 0 || probability($0) > 0 }
    probabilities["possible"] = isPossible && strangers == 0 ? 1 : 0
  }

  /// The probability that a standard normal number is as far from 0.
  private static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

  /// The probability that counts are as far from those to be expected, where their sum is known.
  private static func chiSquare(_ found: [Double], _ wanted: [Double]) -> Double {
    var sum = 0.0
    for (a, b) in zip(found, wanted) { sum += (a - b) * (a - b) / b }
    return 1 - DistributionFunctions.gamma(Double(found.count - 1) / 2, sum / 2)
  }

  /// Kolmogorov's limit distribution for the greatest surplus over the root of the count.
  private static func kolmogorov(_ t: Double) -> Double {
    if t < 0.2 { return 1 }
    var (sum, sign) = (0.0, 2.0)
    for k in 1...100 {
      let multiple = Double(k) * t
      sum += sign * exp(-2 * multiple * multiple)
      sign = -sign
    }
    return sum
  }
}
