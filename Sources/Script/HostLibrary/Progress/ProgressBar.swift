import MartletElaboration

/// The progress of one loop, as it is shown to the user.
///
/// On a terminal it is a line that is redrawn at most ten times a second; elsewhere a plain line is
/// written when another tenth is done, at most one a second.
final class ProgressBar {
  /// The seconds between two redraws on a terminal.
  private static let redrawInterval = 0.1
  /// The seconds between two plain lines.
  private static let lineInterval = 1.0

  /// How many steps there are, if that is known.
  let count: Int?
  /// The steps that are done.
  private(set) var done = 0
  /// Whether a step is running.
  private var isRunning = false
  /// What the loop reported last, by name, in the order of the first reports.
  private(set) var reports: [(name: String, value: Value)] = []
  /// Where it is shown.
  private unowned let context: HostContext
  /// When the loop began.
  private let startTime: Double
  /// When the line was last drawn or written.
  private var lastShown: Double
  /// The tenth that the last plain line told of.
  private var lastTenth = 0
  /// Whether the terminal shows the line now.
  private var isVisible = false
  /// Whether the loop has ended.
  private var isFinished = false

  /// The bar of a loop with `count` steps.
  init(count: Int?, context: HostContext) {
    self.count = count
    self.context = context
    startTime = context.clock()
    lastShown = startTime
  }

  /// Becomes the innermost bar; the outermost one is shown at once.
  func start() {
    context.bars.append(self)
    if context.bars.count == 1 { draw(now: startTime) }
  }

  /// Begins a step, which ends the step before.
  func begin() {
    if isRunning { done += 1 }
    isRunning = true
    // The loop inside of this one draws the line for both.
    guard done > 0, context.bars.last === self else { return }
    show(now: context.clock())
  }

  /// Remembers a value to be shown; it is read only when the line is drawn.
  func report(_ name: String, _ value: Value) {
    if let index = reports.firstIndex(where: { $0.name == name }) {
      reports[index].value = value
    } else {
      reports.append((name, value))
    }
  }

  /// Ends the loop, after its last step or in the midst of one: the line stays for the outermost
  /// bar and makes way for the others.
  func finish(isComplete: Bool) {
    guard !isFinished else { return }
    isFinished = true
    if isRunning && isComplete { done += 1 }
    let isOutermost = context.bars.first === self
    if context.streams.messageColumns() == nil {
      if isOutermost { writeLine(now: context.clock()) }
    } else if isOutermost {
      draw(now: context.clock())
      context.streams.messages("\n")
    } else {
      hide()
    }
    context.bars.removeAll { $0 === self }
  }

  /// Takes the line from the terminal, so that something else can be printed.
  func hide() {
    guard isVisible else { return }
    context.streams.messages("\r\u{1B}[K")
    isVisible = false
  }

  /// Draws or writes the line if it is time to.
  private func show(now: Double) {
    if context.streams.messageColumns() == nil {
      let tenth = count.map { done * 10 / max($0, 1) } ?? lastTenth + 1
      guard tenth > lastTenth, done != count, now - lastShown >= Self.lineInterval else { return }
      lastTenth = tenth
      writeLine(now: now)
    } else if now - lastShown >= Self.redrawInterval {
      draw(now: now)
    }
  }

  /// Draws the line on the terminal, over the one that is there.
  private func draw(now: Double) {
    guard let columns = context.streams.messageColumns() else { return }
    let outer = context.bars.prefix { $0 !== self }.map(\.position)
    let line = ProgressLine(self, seconds: now - startTime)
    context.streams.messages("\r" + line.text(behind: outer, columns: columns) + "\u{1B}[K")
    isVisible = true
    lastShown = now
  }

  /// Writes the line as it is.
  private func writeLine(now: Double) {
    let outer = context.bars.prefix { $0 !== self }.map(\.position)
    let line = ProgressLine(self, seconds: now - startTime)
    context.streams.messages(line.plainText(behind: outer) + "\n")
    lastShown = now
  }

  /// Where the loop is: `3/10`.
  private var position: String { count.map { "\(done + 1)/\($0)" } ?? "\(done + 1)" }
}
