import MartletShapes
import MartletSource

extension BodyChecker {
  /// `roll(x, by: 1, axis: 0)`.
  func roll(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call) else { return nil }
    guard has(call, 1) else {
      report(.missingArguments(["by"], of: call.name, at: call.span))
      return nil
    }
    guard let by = operand(call, 1, as: .scalar(.i32), "by"),
      let (given, _) = optionalAxis(call, 2, x, tensor)
    else { return nil }
    return make(call, [x, by, given], .tensor(tensor))
  }

  /// `repeat(x, count: 3, axis: 0)`.
  func repeatElements(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let tensor = tensor(x, call) else { return nil }
    guard has(call, 1) else {
      report(.missingArguments(["count"], of: call.name, at: call.span))
      return nil
    }
    guard let count = operand(call, 1, as: .int, "count"),
      let (given, axis) = optionalAxis(call, 2, x, tensor)
    else { return nil }
    if let size = count.size, case .refuted = verdict(.atLeast(size, 0)) {
      report(.negativePadding("count", at: count.span))
      return nil
    }
    var result = tensor
    if let size = count.size, let own = tensor.items[axis].size {
      result.items[axis] = .dim(own * size)
    } else {
      result.items[axis] = .unknown
    }
    return make(call, [x, count, given], .tensor(result))
  }

  /// `bit_and(x, 7)` and its kin: integers of one type and shape, or a number for all.
  func combineBits(_ call: SpecialCall) -> Operand? {
    guard let x = operand(call, 0), let y = operand(call, 1) else {
      if !has(call, 1) { report(.missingArguments(["y"], of: call.name, at: call.span)) }
      return nil
    }
    guard let tensor = tensor(x, call) else { return nil }
    guard tensor.element.isInteger else {
      report(.wrongReduction(call.name, name(x.type), quoted(x.span), at: x.span))
      return nil
    }
    guard commonElement(x, y, .remainder, at: call.span) != nil,
      let items = commonShape(x, y, call.name, at: call.span)
    else { return nil }
    return make(call, [x, y], .tensor(TensorType(element: tensor.element, items: items)))
  }

  /// The axis that an argument gives, or the last one.
  private func optionalAxis(
    _ call: SpecialCall, _ index: Int, _ x: Operand, _ tensor: TensorType
  ) -> (given: Operand?, axis: Int)? {
    guard has(call, index) else {
      return axis(-1, of: tensor.items, x.type, at: x.span).map { (nil, $0) }
    }
    guard let given = operand(call, index), let number = constant(given),
      let axis = axis(number, of: tensor.items, x.type, at: given.span)
    else { return nil }
    return (given, axis)
  }
}
