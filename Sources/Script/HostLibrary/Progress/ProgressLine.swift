import MartletElaboration

/// The line that shows a progress bar at one moment:
/// `3/10  42% ━━━━━━━━╸──────────── 197/469  412/s  0:01 left  loss 0.0512`.
struct ProgressLine {
  /// The columns of the bar itself.
  private static let barColumns = 24

  /// The steps that are done.
  private let done: Int
  /// How many steps there are, if that is known.
  private let count: Int?
  /// The seconds since the start.
  private let seconds: Double
  /// What was reported.
  private let reports: [String]

  /// The line of a bar after the given seconds.
  init(_ bar: ProgressBar, seconds: Double) {
    done = bar.done
    count = bar.count
    self.seconds = seconds
    reports = bar.reports.map { "\($0.name) \(ProgressLine.text(of: $0.value))" }
  }

  /// The line with a bar, cut to the columns of the terminal.
  func text(behind outer: [String], columns: Int) -> String {
    var parts = outer
    if let count {
      parts.append("\(percent(of: count)) \(bar(of: count)) \(done)/\(count)")
    } else {
      parts.append("\(done)")
    }
    let line = (parts + tail).joined(separator: "  ")
    return String(line.prefix(max(columns - 1, 10)))
  }

  /// The line without a bar.
  func plainText(behind outer: [String]) -> String {
    var parts = outer
    parts.append(count.map { "\(percent(of: $0)) \(done)/\($0)" } ?? "\(done)")
    return (parts + tail).joined(separator: "  ")
  }

  /// The rate, the time and the reports.
  private var tail: [String] { [rate, time] + reports }

  /// The share that is done, in three columns and a sign.
  private func percent(of count: Int) -> String {
    let text = "\(count == 0 ? 100 : done * 100 / count)%"
    return String(repeating: " ", count: max(0, 4 - text.count)) + text
  }

  /// The bar, in halves of columns.
  private func bar(of count: Int) -> String {
    let halves = count == 0 ? 2 * Self.barColumns : done * 2 * Self.barColumns / count
    let filled = min(halves / 2, Self.barColumns)
    let hasHalf = halves % 2 == 1 && filled < Self.barColumns
    return String(repeating: "━", count: filled) + (hasHalf ? "╸" : "")
      + String(repeating: "─", count: Self.barColumns - filled - (hasHalf ? 1 : 0))
  }

  /// The steps a second, or the seconds a step.
  private var rate: String {
    guard done > 0, seconds > 0 else { return "-/s" }
    let rate = Double(done) / seconds
    if rate >= 100 { return "\(Int(rate.rounded()))/s" }
    if rate >= 1 { return "\(ProgressLine.rounded(rate, 1))/s" }
    return "\(ProgressLine.rounded(1 / rate, 1)) s each"
  }

  /// The time that is left; at the end, or without one in sight, the time so far.
  private var time: String {
    guard let count, done > 0, done < count else { return ProgressLine.clockTime(seconds) }
    return ProgressLine.clockTime(seconds / Double(done) * Double(count - done)) + " left"
  }

  /// `0:07`, `12:30`, `1:02:03`.
  private static func clockTime(_ seconds: Double) -> String {
    let total = Int(min(max(seconds, 0), 1e9).rounded(.up))
    let twoDigits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (total / 3600, total / 60 % 60)
    return hours > 0
      ? "\(hours):\(twoDigits(minutes)):\(twoDigits(total % 60))"
      : "\(minutes):\(twoDigits(total % 60))"
  }

  /// A number with some decimals.
  private static func rounded(_ number: Double, _ decimals: Int) -> String {
    (try? ValueFormat(".\(decimals)").text(of: .float(number))) ?? "\(number)"
  }

  /// A reported value: numbers with four significant digits.
  private static func text(of value: Value) -> String {
    let format =
      switch value {
      case .float: ".4g"
      case .tensor(let tensor) where tensor.rank == 0 && tensor.elementType.isFloating: ".4g"
      default: ""
      }
    return (try? ValueFormat(format).text(of: value)) ?? "?"
  }
}
