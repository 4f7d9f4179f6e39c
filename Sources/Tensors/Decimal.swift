/// A number in decimal digits: 0.d₁d₂d₃… times a power of ten.
struct Decimal {
  /// Whether it is below zero, or the negative zero.
  private(set) var isNegative = false
  /// The digits without leading or trailing zeros, except that zero has one digit.
  private(set) var digits: [UInt8] = []
  /// The power of ten.
  private(set) var exponent = 0
  /// The name of what is no number: `nan`, `inf`.
  private(set) var special: String?

  /// The number that `text`, a description of a `Float` or `Double`, stands for.
  init(_ text: String) {
    var point: Int?
    var written = 0
    scan: for (index, character) in text.utf8.enumerated() {
      switch character {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(character - UInt8(ascii: "0"))
      case UInt8(ascii: "."): point = digits.count
      case UInt8(ascii: "e"):
        written = Int(text.dropFirst(index + 1)) ?? 0
        break scan
      default:
        special = isNegative ? String(text.dropFirst()) : text
        // What is no number has no sign that means anything.
        if special == "nan" { isNegative = false }
        return
      }
    }
    exponent = (point ?? digits.count) + written
    trim()
  }

  /// Whether it is a number.
  var isFinite: Bool { special == nil }

  /// The digits behind the point that it needs.
  var decimals: Int { max(0, digits.count - exponent) }

  /// It in the form `-12.340`, rounded to the given number of decimals and filled with zeros.
  func fixed(decimals: Int) -> String {
    if let special { return sign + special }
    let number = rounded(to: exponent + decimals)
    let whole = (0..<max(number.exponent, 0)).map { number.digit($0) }
    let fraction = (0..<decimals).map { number.digit(number.exponent + $0) }
    return number.sign + (whole.isEmpty ? "0" : text(of: whole)) + "." + text(of: fraction)
  }

  /// It in the form `-1.234e-05`, rounded to the given number of decimals.
  func scientific(decimals: Int) -> String {
    if let special { return sign + special }
    let number = rounded(to: decimals + 1)
    let fraction = (0..<decimals).map { number.digit($0 + 1) }
    let power = number.isZero ? 0 : number.exponent - 1
    let size = power.magnitude < 10 ? "0\(power.magnitude)" : "\(power.magnitude)"
    let mantissa = text(of: [number.digit(0)]) + "." + text(of: fraction)
    return number.sign + mantissa + (power < 0 ? "e-" : "e+") + size
  }

  /// Whether it is zero.
  private var isZero: Bool { digits == [0] }

  /// `-` or nothing.
  private var sign: String { isNegative ? "-" : "" }

  /// The digit at a position, 0 outside those that are stored.
  private func digit(_ position: Int) -> UInt8 {
    position >= 0 && position < digits.count ? digits[position] : 0
  }

  /// The nearest number of at most `count` digits; ties go away from zero.
  private func rounded(to count: Int) -> Decimal {
    guard count < digits.count else { return self }
    var result = self
    result.digits = Array(digits.prefix(max(count, 0)))
    if count >= 0, digits[count] >= 5 {
      var position = count - 1
      while position >= 0, result.digits[position] == 9 {
        result.digits[position] = 0
        position -= 1
      }
      if position >= 0 {
        result.digits[position] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.exponent += 1
      }
    }
    result.trim()
    return result
  }

  /// Drops zeros at both ends; zero keeps one digit and the exponent 1.
  private mutating func trim() {
    while let last = digits.last, last == 0 { digits.removeLast() }
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    if digits.isEmpty {
      digits = [0]
      exponent = 1
    }
  }

  /// Digits as text.
  private func text(of digits: [UInt8]) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}
