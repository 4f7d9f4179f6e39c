/// The rules of formats in interpolated strings: `[<|>|^][0][width][.digits][e|f|g|%]`.
enum FormatSpecification {
  /// Why a format does not fit a type; nil if it does.
  static func fault(in format: String, for type: Type) -> String? {
    var rest = format[...]
    if let first = rest.first, "<>^".contains(first) { rest.removeFirst() }
    rest = rest.drop { $0.isASCII && $0.isNumber }
    var isNumeric = false
    if rest.first == "." {
      rest.removeFirst()
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      if digits.isEmpty { return "digits are missing behind `.`" }
      rest.removeFirst(digits.count)
      isNumeric = true
    }
    if let last = rest.first, "efg%".contains(last) {
      rest.removeFirst()
      isNumeric = true
    }
    if !rest.isEmpty { return "`\(rest)` is no part of a format" }
    switch type {
    case .float, .int, .tensor, .anyTensor, .error: return nil
    case .bool, .string, .enumeration, .unit, .none, .list, .tuple, .optional, .function, .model,
      .structure, .conforming,
      .gradient, .stack, .variable, .stream, .host, .range:
      return isNumeric ? "digits and `e f g %` are for numbers" : nil
    }
  }
}
