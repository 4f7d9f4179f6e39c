import MartletElaboration

extension HostLibrary {
  /// What writes text.
  static let output = [
    HostFunction(
      "print",
      """
      ## Prints values, separated by blanks, and ends the line.
      ##
      ## ```martlet
      ## print("sum", 1 + 2)
      ## ```
      proc print(value: String)
      """
    ) { context, call in
      var parts: [String] = []
      for argument in call.arguments {
        guard let argument else { continue }
        parts.append(try argument.plainText())
      }
      context.printLine(parts.joined(separator: " "))
      return .unit
    },
    HostFunction(
      "report",
      """
      ## Shows a value under a name beside the progress bar of the loop around; without one, prints
      ## both on a line of their own. `report(text)` prints the text.
      proc report(name: String, value: Float)
      """
    ) { context, call in
      let name = try call.string(0)
      guard let value = call.optional(1) else {
        context.printLine(name)
        return .unit
      }
      if let bar = context.bars.last {
        bar.report(name, value)
      } else {
        context.printLine("\(name) \(try value.plainText())")
      }
      return .unit
    },
  ]
}

extension Value {
  /// The value as `print` writes it.
  func plainText() throws -> String {
    if case .host(let object) = self, let described = object as? any CustomStringConvertible {
      return described.description
    }
    return try ValueFormat("").text(of: self)
  }
}
