import MartletShapes
import MartletTensors

/// The elements of a tensor as they lie in a file: densely, low byte first.
struct TensorPayload {
  /// The file.
  let file: InputFile
  /// The type of the elements.
  let elementType: ElementType
  /// The sizes of the axes, as the file states them.
  let shape: [Int]
  /// The offset of the statement of the shape, for messages.
  let shapeOffset: Int

  /// The bytes that the elements take; an error if that is no number a machine can hold.
  func byteCount() throws(FormatError) -> Int {
    var count = elementType.size
    var positive = count
    for size in shape {
      // Zero sizes are left out of `positive`, so that no partial product overflows later.
      let (product, overflow) = positive.multipliedReportingOverflow(by: Swift.max(size, 1))
      if overflow || size < 0 {
        throw file.malformed("the shape \(shape) is impossibly large", at: shapeOffset)
      }
      positive = product
      count = size == 0 ? 0 : count &* size
    }
    return count
  }

  /// The tensor whose elements are the bytes of `range`, which must be just as many as it needs.
  func tensor(from range: Range<Int>) throws(FormatError) -> Tensor {
    let needed = try byteCount()
    guard range.count == needed else {
      throw file.malformed(
        "\(elementType)\(shape) needs \(needed) bytes of data, but there are \(range.count)",
        at: range.lowerBound)
    }
    if elementType == .bool,
      let wrong = file.bytes[range].firstIndex(where: { $0 > 1 })
    {
      throw file.malformed("a bool is 0 or 1, not \(file.bytes[wrong])", at: wrong)
    }
    let tensor = Tensor(uninitialized: elementType, shape: shape)
    file.bytes.withUnsafeBytes { bytes in
      if needed > 0 {
        tensor.address.copyMemory(from: bytes.baseAddress! + range.lowerBound, byteCount: needed)
      }
    }
    return tensor
  }
}

extension Tensor {
  /// Appends the elements, low byte first, to the content of a file.
  func appendElements(to bytes: inout [UInt8]) {
    withExtendedLifetime(buffer) {
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: address, count: byteCount))
    }
  }

  /// Turns the bytes of each element around.
  mutating func swapBytes() {
    let size = elementType.size
    for element in 0..<count where size > 1 {
      // The element lies within the `byteCount` bytes behind `address`.
      var bytes = UnsafeMutableRawBufferPointer(start: address + element * size, count: size)
      bytes.reverse()
    }
  }

  /// A tensor of shape `sizes`, whose elements this one holds with the *first* axis innermost.
  func reorderedFromColumnMajor() -> Tensor {
    let result = Tensor(uninitialized: elementType, shape: shape)
    let size = elementType.size
    let strides = columnMajorStrides()
    var index = [Int](repeating: 0, count: rank)
    var source = 0
    for element in 0..<count {
      (result.address + element * size).copyMemory(from: address + source * size, byteCount: size)
      var axis = rank - 1
      while axis >= 0 {
        index[axis] += 1
        source += strides[axis]
        if index[axis] < shape[axis] { break }
        source -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return result
  }

  /// The distance in elements of two neighbours along each axis, with the first axis innermost.
  private func columnMajorStrides() -> [Int] {
    var stride = 1
    return shape.map { size in
      defer { stride *= size }
      return stride
    }
  }
}
