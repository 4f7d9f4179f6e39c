extension [Diagnostic] {
  /// How many a reader gets at once.
  private static var most: Int { 20 }

  /// They in the order of the text, without repetitions.
  private var distinct: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return filter { seen.insert($0).inserted }.enumerated().sorted {
      ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
    }.map(\.element)
  }

  /// How many there are, without repetitions.
  var distinctCount: Int { distinct.count }

  /// What a reader gets: in the order of the text, without repetitions, at most 20.
  public func presented() -> [Diagnostic] { Array(distinct.prefix(Self.most)) }
}

extension Diagnostic {
  /// A number that sorts by file and then by place.
  fileprivate var order: Int { (span.file.index << 40) + span.start }
}
