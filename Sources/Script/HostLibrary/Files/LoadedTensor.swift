import MartletElaboration
import MartletFormats
import MartletShapes
import MartletTensors

/// A tensor from a file, before the program has said with `as` what it should be.
final class LoadedTensor: HostObject, CustomStringConvertible {
  /// The file, and what of it, for messages.
  let origin: String
  /// The tensor.
  let tensor: Tensor

  /// The name in messages.
  var typeName: String { "tensor" }

  /// A tensor from the given place.
  init(_ tensor: Tensor, from origin: String) {
    self.tensor = tensor
    self.origin = origin
  }

  /// The numbers.
  var description: String { tensor.description }

  /// The tensor, if it is what is asked for.
  func tensor(as type: RequestedTensor) throws(HostFault) -> Tensor? {
    guard tensor.elementType == type.element else {
      throw HostFault(
        "\(origin) holds \(tensor.elementType), where \(type.element) is needed",
        help: [
          "say what the file holds and convert it: "
            + "`\(type.element)(… as \(tensor.elementType)\(type.shapeText))`"
        ])
    }
    try type.check(shape: tensor.shape, of: origin)
    guard let bound = type.bound else { return tensor }
    if let position = tensor.firstPosition(outside: bound) {
      throw .outOfRange(
        "\(tensor.ints[position])", bound, at: "\(origin), element \(position)")
    }
    return tensor.bounded(by: bound)
  }
}

extension RequestedTensor {
  /// The shape as a program writes it, `_` for what is open.
  var shapeText: String {
    "[" + shape.map { $0.map(String.init) ?? "_" }.joined(separator: ", ") + "]"
  }

  /// Refuses a shape that is not the one that is asked for.
  func check(shape found: [Int], of origin: String) throws(HostFault) {
    let fits =
      found.count == shape.count && zip(found, shape).allSatisfy { $1 == nil || $0 == $1 }
    if fits { return }
    throw HostFault(
      "\(origin) has another shape",
      notes: ["it is \(found)", "and \(shapeText) is needed"])
  }
}

extension Tensor {
  /// The same elements under a range type.
  func bounded(by bound: Int) -> Tensor {
    var result = self
    result.bound = bound
    return result
  }

  /// The position of the first element that does not lie in `0..<bound`.
  func firstPosition(outside bound: Int) -> Int? {
    if elementType == .i32 {
      return withElements(of: Int32.self) { elements in
        elements.firstIndex { $0 < 0 || Int($0) >= bound }
      }
    }
    return ints.firstIndex { $0 < 0 || $0 >= bound }
  }
}

extension HostFault {
  /// A number that a range type does not allow.
  static func outOfRange(_ number: String, _ bound: Int, at place: String) -> HostFault {
    HostFault("\(place): \(number) is not in 0..<\(bound)")
  }
}
