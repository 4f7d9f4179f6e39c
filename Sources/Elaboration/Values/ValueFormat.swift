import Glibc
import MartletTensors

/// How an interpolation writes a value: `[align][0][width][.precision][kind]`, as the checker allows.
///
/// `{x:8.3}` is 8 wide with 3 decimals; `<`, `>` and `^` align; the kinds are `f` (decimals, the
/// default where a precision is given), `e`, `g` (significant digits) and `%`.
public struct ValueFormat {
  private var alignment: Character?
  private var fillsWithZeros = false
  private var width = 0
  private var precision: Int?
  private var kind: Character?

  /// A format of the given text; empty for the plain form.
  public init(_ text: String) throws(HostFault) {
    var rest = Substring(text)
    if let first = rest.first, "<>^".contains(first) {
      alignment = first
      rest.removeFirst()
    }
    if rest.first == "0" && rest.count > 1 { fillsWithZeros = true }
    width = min(ValueFormat.number(&rest) ?? 0, 1_000)
    if rest.first == "." {
      rest.removeFirst()
      guard let digits = ValueFormat.number(&rest) else { throw ValueFormat.fault(text) }
      precision = min(digits, 60)
    }
    if let letter = rest.first, "feg%".contains(letter) {
      kind = letter
      rest.removeFirst()
    }
    guard rest.isEmpty else { throw ValueFormat.fault(text) }
  }

  /// The text of a value.
  public func text(of value: Value) throws(HostFault) -> String { padded(try bare(value), value) }

  /// A number at the front of the text.
  private static func number(_ text: inout Substring) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    text = text.dropFirst(digits.count)
    return Int(digits)
  }

  /// The message for a format that cannot be read.
  private static func fault(_ text: String) -> HostFault {
    HostFault(
      "`\(text)` is no format",
      help: ["write a width, a precision, or both: `{x:8}`, `{x:.3}`, `{x:>8.3}`, `{x:.1%}`"])
  }

  /// The text before it is padded.
  private func bare(_ value: Value) throws(HostFault) -> String {
    switch value {
    case .int(let number): return integer(number)
    case .float(let number): return real(number)
    case .tensor(let tensor) where tensor.rank == 0:
      if tensor.elementType.isFloating {
        let number = tensor.scalarDouble
        guard hasNumberForm else { return tensor.description }
        return real(number)
      }
      if tensor.elementType == .bool { return tensor.scalarInt != 0 ? "true" : "false" }
      return integer(tensor.scalarInt)
    case .bool(let truth): return truth ? "true" : "false"
    case .string(let text): return text
    case .enumeration(let value): return value.name
    case .none: return "None"
    case .unit: return "()"
    case .list(let values):
      var parts: [String] = []
      for value in values { parts.append(try quoted(value)) }
      return "[" + parts.joined(separator: ", ") + "]"
    case .tuple(let values):
      var parts: [String] = []
      for value in values { parts.append(try quoted(value)) }
      return "(" + parts.joined(separator: ", ") + ")"
    case .range(let lower, let upper): return "\(lower)..<\(upper)"
    case .tensor(let tensor): return tensor.description
    case .size(let dim): return dim.description
    case .cell(let cell): return try bare(cell.value)
    case .host(let object): return "<\(object.typeName)>"
    case .function: return "<function>"
    case .node, .model, .structure, .gradient, .stack, .absent: return "<\(value.kindName)>"
    }
  }

  /// A part of a list or tuple: Strings in quotes.
  private func quoted(_ value: Value) throws(HostFault) -> String {
    if case .string(let text) = value { return "\"\(text)\"" }
    return try bare(value)
  }

  /// Whether anything was said about the digits.
  private var hasNumberForm: Bool { precision != nil || kind != nil }

  /// An Int's digits.
  private func integer(_ number: Int) -> String {
    kind == nil ? String(number) : real(Double(number))
  }

  /// A Float's digits.
  private func real(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    switch kind {
    case "e": return ValueFormat.printed("%.*e", precision ?? 6, number)
    case "g": return ValueFormat.printed("%.*g", precision ?? 6, number)
    case "%": return ValueFormat.printed("%.*f", precision ?? 0, number * 100) + "%"
    case "f": return ValueFormat.printed("%.*f", precision ?? 6, number)
    default:
      return precision.map { ValueFormat.printed("%.*f", $0, number) } ?? number.description
    }
  }

  /// A number by C's `printf`.
  private static func printed(_ format: String, _ precision: Int, _ number: Double) -> String {
    withVaList([Int32(precision), number]) { arguments in
      var buffer = [CChar](repeating: 0, count: 512)
      let count = Int(vsnprintf(&buffer, buffer.count, format, arguments))
      return String(
        decoding: buffer.prefix(min(count, 511)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// The text at its width: numbers to the right, others to the left, unless told otherwise.
  private func padded(_ text: String, _ value: Value) -> String {
    let missing = width - text.count
    guard missing > 0 else { return text }
    let blanks = String(repeating: " ", count: missing)
    switch alignment ?? (isNumber(value) ? ">" : "<") {
    case "<": return text + blanks
    case "^":
      return String(repeating: " ", count: missing / 2) + text
        + String(repeating: " ", count: missing - missing / 2)
    default:
      guard fillsWithZeros && isNumber(value) else { return blanks + text }
      let sign = text.hasPrefix("-") ? "-" : ""
      return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
    }
  }

  /// Whether a value is aligned as a number.
  private func isNumber(_ value: Value) -> Bool {
    switch value {
    case .int, .float, .size: true
    case .tensor(let tensor): tensor.rank == 0
    default: false
    }
  }
}
