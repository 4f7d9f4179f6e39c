import MartletShapes

extension ElementType {
  /// The Swift type that stores elements of this type.
  public var swiftType: any TensorElement.Type {
    switch self {
    case .f64: Double.self
    case .f32: Float.self
    case .f16: Half.self
    case .bf16: BrainFloat.self
    case .i64: Int64.self
    case .i32: Int32.self
    case .i8: Int8.self
    case .u8: UInt8.self
    case .bool: Bool.self
    }
  }
}

extension Tensor {
  /// The same numbers in another element type, each rounded as `TensorElement` says.
  ///
  /// A range type's bound is kept among the integers.
  public func converted(to target: ElementType) -> Tensor {
    if target == elementType { return self }
    var result = Tensor(uninitialized: target, shape: shape, bound: target.isInteger ? bound : nil)
    convert(from: elementType.swiftType, to: target.swiftType, into: &result)
    return result
  }

  /// Fills `result` with the elements, which are of type `S`, converted to `T`.
  private func convert<S: TensorElement, T: TensorElement>(
    from source: S.Type, to target: T.Type, into result: inout Tensor
  ) {
    withElements(of: S.self) { elements in
      result.withMutableElements(of: T.self) { converted in
        if S.elementType.isFloating {
          for i in elements.indices { converted[i] = T(converting: elements[i].asDouble) }
        } else {
          for i in elements.indices { converted[i] = T(converting: elements[i].asInt64) }
        }
      }
    }
  }
}
