import MartletElaboration
import MartletFormats
import MartletTensors

/// The numbers of a text file, before the program has said with `as` what they should be.
final class LoadedNumbers: HostObject, CustomStringConvertible {
  /// The file's numbers.
  private let numbers: TextNumbers

  /// The name in messages.
  var typeName: String { "tensor" }

  /// The numbers of a file.
  init(_ numbers: TextNumbers) { self.numbers = numbers }

  /// The numbers, as far as they are shown.
  var description: String { (try? numbers.tensor(as: .f64))?.description ?? "" }

  /// The numbers, if they are what is asked for.
  func tensor(as type: RequestedTensor) throws(HostFault) -> Tensor? {
    try type.check(shape: [numbers.count], of: numbers.name)
    do throws(FormatError) {
      let tensor = try numbers.tensor(as: type.element)
      guard let bound = type.bound else { return tensor }
      if let position = tensor.firstPosition(outside: bound) {
        throw numbers.refusal(of: position, "a number in 0..<\(bound) was expected")
      }
      return tensor.bounded(by: bound)
    } catch {
      throw HostFault(error)
    }
  }
}
