import MartletShapes
import MartletSource
import MartletSyntax

extension BodyChecker {
  /// `tile[N, 2 * D](x)`: each size a whole multiple of the tensor's own.
  func tile(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call), let items = targetShape(call)
    else { return nil }
    let type = Type.tensor(tensor.with(items: items))
    let lead = items.count - tensor.items.count
    guard lead >= 0, !tensor.items.contains(where: \.isRun) else {
      report(.cannotTile((x, name(x.type)), name(type), at: call.span))
      return nil
    }
    for (own, whole) in zip(tensor.items, items.dropFirst(lead)) {
      guard let own = own.size, let whole = whole.size else { continue }
      let verdict = equality(own * whole.floorDivided(by: own), whole)
      if verdict == .proved || isDeferred(verdict) { continue }
      report(.cannotTile((x, name(x.type)), name(type), at: call.span))
      return nil
    }
    return make(call, [x], type, binders: shapeArgument(items))
  }

  /// `pad(x, axis: -1, before: 1, after: 1)`.
  func pad(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call) else { return nil }
    guard let given = operand(call, 1), let number = constant(given),
      let index = axis(number, of: tensor.items, x.type, at: given.span)
    else {
      if !has(call, 1) { report(.missingArguments(["axis"], of: call.name, at: call.span)) }
      return nil
    }
    var arguments: [Operand?] = [x, given]
    var sizes: [Dim?] = []
    for (position, label) in [(2, "before"), (3, "after"), (4, "between")] {
      guard has(call, position) else {
        arguments.append(nil)
        sizes.append(0)
        continue
      }
      guard let value = operand(call, position, as: .int, label) else { return nil }
      if let size = value.size, case .refuted = verdict(.atLeast(size, 0)) {
        report(.negativePadding(label, at: value.span))
        return nil
      }
      arguments.append(value)
      sizes.append(value.size)
    }
    if has(call, 5) {
      guard let value = operand(call, 5),
        commonElement(x, value, .add, at: call.span) != nil
      else { return nil }
      arguments.append(value)
    }
    var result = tensor
    result.bound = .none
    result.items[index] = padded(tensor.items[index], sizes)
    return make(call, arguments, .tensor(result))
  }

  /// The size of an axis with elements in front, behind and between.
  private func padded(_ item: TensorType.Item, _ sizes: [Dim?]) -> TensorType.Item {
    guard let own = item.size, let before = sizes[0], let after = sizes[1], let between = sizes[2]
    else { return .unknown }
    return .dim(before + own + (own - 1) * between + after)
  }
}
