import MartletShapes

extension Tensor: CustomStringConvertible {
  /// The number of elements from which only the ends of long axes are printed.
  static let summaryThreshold = 1000
  /// The entries that a summary shows at each end of an axis.
  static let summaryEdge = 3

  /// The numbers as NumPy prints them: aligned, long axes shortened; a scalar is a plain number.
  public var description: String {
    guard rank > 0 else { return NumberLayout.plain(self) }
    let isSummary = count > Tensor.summaryThreshold
    let layout = NumberLayout(isSummary ? corners : self)
    var printer = TensorPrinter(tensor: self, layout: layout, isSummary: isSummary)
    printer.print(axis: 0, offset: 0)
    return printer.text
  }

  /// The elements that a summary shows.
  private var corners: Tensor {
    var offsets = [0]
    for size in shape {
      let shown = Tensor.shownEntries(of: size, isSummary: true).compactMap { $0 }
      offsets = offsets.flatMap { offset in shown.map { offset * size + $0 } }
    }
    return picking(offsets)
  }

  /// The elements at the given positions in row-major order, as a vector.
  private func picking(_ offsets: [Int]) -> Tensor {
    func pick<E: TensorElement>(_ type: E.Type) -> Tensor {
      withElements(of: E.self) { elements in Tensor(offsets.map { elements[$0] }) }
    }
    return pick(elementType.swiftType)
  }

  /// The entries of an axis that are printed, `nil` standing for those left out.
  static func shownEntries(of size: Int, isSummary: Bool) -> [Int?] {
    guard isSummary, size > 2 * summaryEdge else { return Array(0..<size) }
    return Array(0..<summaryEdge) + [nil] + Array(size - summaryEdge..<size)
  }
}

/// Writes the nested brackets of one tensor.
private struct TensorPrinter {
  /// What is printed.
  let tensor: Tensor
  /// How its numbers are printed.
  let layout: NumberLayout
  /// Whether long axes are shortened.
  let isSummary: Bool
  /// The text so far.
  var text = ""

  /// Prints the entries of `axis` whose outer indices select `offset` in row-major order.
  mutating func print(axis: Int, offset: Int) {
    let size = tensor.shape[axis]
    let isInnermost = axis == tensor.rank - 1
    text += "["
    for (position, entry) in Tensor.shownEntries(of: size, isSummary: isSummary).enumerated() {
      if position > 0 {
        text += isInnermost ? " " : String(repeating: "\n", count: tensor.rank - 1 - axis)
        if !isInnermost { text += String(repeating: " ", count: axis + 1) }
      }
      guard let entry else {
        text += "..."
        continue
      }
      if isInnermost {
        text += layout.text(tensor, at: offset * size + entry)
      } else {
        print(axis: axis + 1, offset: offset * size + entry)
      }
    }
    text += "]"
  }
}
