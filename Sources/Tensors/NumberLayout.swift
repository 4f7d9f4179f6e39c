import MartletShapes

/// How the numbers of one tensor are written so that they stand in columns.
struct NumberLayout {
  /// The decimals beyond which numbers are rounded.
  static let mostDecimals = 8

  /// Whether numbers are written with an exponent.
  private var isScientific = false
  /// The decimals of the number that needs most.
  private var decimals = 0
  /// The characters of the longest number.
  private var width = 0

  /// The layout that suits the elements of a tensor.
  init(_ tensor: Tensor) {
    guard tensor.elementType.isFloating else {
      width = (0..<tensor.count).map { NumberLayout.plain(tensor, at: $0).count }.max() ?? 0
      return
    }
    let numbers = (0..<tensor.count).map { Decimal(NumberLayout.plain(tensor, at: $0)) }
    let finite = numbers.filter(\.isFinite)
    let magnitudes = tensor.doubles.map(abs).filter { $0.isFinite && $0 != 0 }
    if let big = magnitudes.max(), let small = magnitudes.min() {
      isScientific = big >= 1e8 || small < 1e-4 || big / small > 1000 && small < 1e-3
    }
    if isScientific {
      decimals = min(finite.map { $0.digits.count - 1 }.max() ?? 0, NumberLayout.mostDecimals)
    } else {
      decimals = min(finite.map(\.decimals).max() ?? 0, NumberLayout.mostDecimals)
    }
    width = numbers.map { written($0).count }.max() ?? 0
  }

  /// The element at a row-major position, padded to the column.
  func text(_ tensor: Tensor, at position: Int) -> String {
    let plain = NumberLayout.plain(tensor, at: position)
    let text = tensor.elementType.isFloating ? written(Decimal(plain)) : plain
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// A number in this layout, padded only behind the point.
  private func written(_ number: Decimal) -> String {
    if isScientific { return number.scientific(decimals: decimals) }
    let text = number.fixed(decimals: decimals)
    guard number.isFinite else { return text }
    let zeros = text.reversed().prefix { $0 == "0" }.count
    return text.dropLast(zeros) + String(repeating: " ", count: zeros)
  }

  /// An element as a plain number, with the fewest digits that tell it from its neighbours; what is
  /// no number has no sign.
  static func plain(_ tensor: Tensor, at position: Int = 0) -> String {
    func read<E: TensorElement>(_ type: E.Type) -> String {
      let element = tensor.withElements(of: E.self) { $0[position] }
      if let half = element as? Half { return half.float.description }
      if let brain = element as? BrainFloat { return brain.float.description }
      return "\(element)"
    }
    let text = read(tensor.elementType.swiftType)
    return text == "-nan" ? "nan" : text
  }
}
