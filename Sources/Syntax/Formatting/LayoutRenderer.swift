/// Writes a layout, breaking what does not fit.
struct LayoutRenderer {
  /// The width of a line.
  static let width = 100
  /// How far a step of indentation goes.
  static let step = 4

  /// Something to write.
  private struct Job {
    /// What to write.
    var layout: Layout
    /// The indentation of its lines.
    var indent: Int
    /// Whether it stays on one line.
    var isFlat: Bool
    /// Whether it only stands behind what is measured.
    var isRest = false

    /// The same circumstances for a part of it.
    func with(_ part: Layout) -> Job {
      Job(layout: part, indent: indent, isFlat: isFlat, isRest: isRest)
    }
  }

  /// What is still to be written, the next one last.
  private var jobs: [Job]
  /// What has been written.
  private var output = ""
  /// The characters of the present line.
  private var column = 0

  /// A renderer with a layout to write.
  private init(_ layout: Layout) { jobs = [Job(layout: layout, indent: 0, isFlat: false)] }

  /// The text of a layout.
  static func text(of layout: Layout) -> String {
    var renderer = LayoutRenderer(layout)
    while let job = renderer.jobs.popLast() { renderer.write(job) }
    return renderer.output
  }

  /// Writes one layout, or puts its parts on the pile.
  private mutating func write(_ job: Job) {
    switch job.layout {
    case .text(let text), .comment(let text): append(text)
    case .line: if job.isFlat { append(" ") } else { breakLine(job.indent) }
    case .softLine: if !job.isFlat { breakLine(job.indent) }
    case .fillLine:
      if job.isFlat || nextFits { append(" ") } else { breakLine(job.indent) }
    case .hardLine(let blank):
      if blank { output += "\n" }
      breakLine(job.indent)
    case .sequence(let parts): jobs += parts.reversed().map(job.with)
    case .indented(let inner):
      // In a group on one line only a block breaks lines, and it stands where that line does.
      let step = job.isFlat ? 0 : LayoutRenderer.step
      jobs.append(Job(layout: inner, indent: job.indent + step, isFlat: job.isFlat))
    case .group(let inner, _, let isBroken):
      let flat = Job(layout: inner, indent: job.indent, isFlat: true)
      let isFlat = !isBroken && (job.isFlat || fits(flat, from: column, before: jobs.count))
      jobs.append(Job(layout: inner, indent: job.indent, isFlat: isFlat))
    case .hanging(let inner): hang(inner, job)
    }
  }

  /// Writes a piece of a line.
  private mutating func append(_ text: String) {
    output += text
    column += text.count
  }

  /// Starts a line.
  private mutating func breakLine(_ indent: Int) {
    output += "\n" + String(repeating: " ", count: indent)
    column = indent
  }

  /// Writes what stands behind `=`.
  private mutating func hang(_ inner: Layout, _ job: Job) {
    let flat = Job(layout: inner, indent: job.indent, isFlat: true)
    let deeper = job.indent + LayoutRenderer.step
    if !job.isFlat, !fits(flat, from: column + 1, before: jobs.count),
      fits(flat, from: deeper, before: jobs.count)
    {
      breakLine(deeper)
      jobs.append(Job(layout: inner, indent: deeper, isFlat: false))
    } else {
      append(" ")
      jobs.append(job.with(inner))
    }
  }

  /// Whether the next layout, behind a blank, fits on the line.
  private var nextFits: Bool {
    guard var next = jobs.last else { return true }
    next.isFlat = true
    return fits(next, from: column + 1, before: jobs.count - 1)
  }

  /// Whether a layout, and what stands behind it up to where the line may break, ends before the
  /// width does; behind it stand the first `count` jobs.
  private func fits(_ job: Job, from start: Int, before count: Int) -> Bool {
    var room = LayoutRenderer.width - start
    var pile = [job]
    var rest = count
    while room >= 0 {
      guard let job = pile.popLast() else {
        guard rest > 0 else { return true }
        rest -= 1
        pile.append(jobs[rest])
        pile[0].isRest = true
        continue
      }
      switch job.layout {
      case .text(let text): room -= text.count
      case .comment, .hardLine: return true
      case .line, .fillLine:
        if !job.isFlat { return true }
        room -= 1
      case .softLine: if !job.isFlat { return true }
      case .sequence(let parts): pile += parts.reversed().map(job.with)
      case .indented(let inner): pile.append(job.with(inner))
      case .group(let inner, let kind, let isBroken):
        var next = job.with(inner)
        next.isFlat = !isBroken && (job.isFlat || !(job.isRest && kind.givesWay))
        pile.append(next)
      case .hanging(let inner):
        if job.isRest && !job.isFlat { return true }
        room -= 1
        pile.append(job.with(inner))
      }
    }
    return false
  }
}

extension Layout.Kind {
  /// Whether what stands in front on the line leaves no room for the whole group.
  fileprivate var givesWay: Bool {
    switch self {
    case .list, .block: true
    case .chain, .rigidList: false
    }
  }
}
