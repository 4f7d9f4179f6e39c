import MartletShapes

extension BodyChecker {
  /// The functions whose results have other sizes for matrices of more columns than rows, with those
  /// that take such matrices.
  private static let wideTwins = ["qr": "qr_wide", "svd": "svd_wide"]

  /// The call of a function's twin for wide matrices, where the argument is known to be one.
  ///
  /// The lesser of two sizes is no polynomial, so that one signature cannot have it.
  func wideTwin(of builtin: String, _ call: CallSite) -> (call: CallSite, entry: FunctionEntry)? {
    guard let name = BodyChecker.wideTwins[builtin], call.brackets == nil,
      call.arguments.count == 1, call.arguments[0].label == nil,
      case .function(let entry)? = program.preludeEntity(name, besides: module)
    else { return nil }
    let matrix = check(call.arguments[0], expecting: nil)
    var twin = call
    twin.arguments = [.checked(matrix)]
    guard let items = matrix.type.tensor?.items, items.count >= 2,
      let rows = items[items.count - 2].size, let columns = items[items.count - 1].size,
      verdict(.atLeast(rows, columns)) != .proved, verdict(.atLeast(columns, rows)) == .proved
    else { return nil }
    return (twin, entry)
  }
}
